"""Mailboxes in the admin: kept by the administrators of their site, written by the action."""

import pytest
from django.urls import reverse

from interaction.models import Mailbox
from sites.models import AuditEntry
from tests.interaction.letters import a_mailbox


@pytest.fixture
def filled(province) -> dict[str, object]:
    """A new mailbox as the form sends it."""
    return {
        "site": province.pk,
        "kind": "consult",
        "name": "政策咨询",
        "slug": "consult",
        "purpose": "咨询政策。",
        "position": 1,
        "is_open": "on",
        "is_public": "on",
    }


def test_a_site_administrator_opens_a_mailbox(client, site_admin, filled):
    client.force_login(site_admin)
    assert client.post(reverse("admin:interaction_mailbox_add"), filled).status_code == 302
    assert Mailbox.objects.get().name == "政策咨询"
    assert AuditEntry.objects.filter(event="interaction.mailbox.saved", actor=site_admin).exists()


def test_a_promise_of_more_time_is_refused_beside_the_form(client, site_admin, filled):
    client.force_login(site_admin)
    response = client.post(reverse("admin:interaction_mailbox_add"), filled | {"reply_days": 30})
    assert response.status_code == 200 and "只能更短" in response.content.decode()
    assert not Mailbox.objects.exists()


def test_another_sites_mailbox_is_not_there(client, site_admin, city):
    box = a_mailbox(city, "citybox")
    client.force_login(site_admin)
    assert client.get(reverse("admin:interaction_mailbox_change", args=[box.pk])).status_code in {302, 404}
    assert "省长信箱" not in client.get(reverse("admin:interaction_mailbox_changelist")).content.decode()


def test_a_mailbox_is_not_opened_at_another_site(client, site_admin, city, filled):
    client.force_login(site_admin)
    client.post(reverse("admin:interaction_mailbox_add"), filled | {"site": city.pk})
    assert not Mailbox.objects.exists()


@pytest.mark.parametrize("person", ["intake", "handler", "editor", "supervisor"])
def test_others_may_not(client, request, person, filled):
    client.force_login(request.getfixturevalue(person))
    assert client.post(reverse("admin:interaction_mailbox_add"), filled).status_code == 403
