"""The office's pages of one site: its life cycle and the grants at it."""

import pytest
from django.urls import reverse

from sites.models import Site, SiteState, User
from sites.policy import Role
from tests.cast import a_person


@pytest.fixture
def desk(client, site_admin):
    """The site's administrator, signed in."""
    client.force_login(site_admin, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_site_is_suspended_with_a_reason_and_comes_back(desk, province):
    page = reverse("admin:sites_site_state", args=[province.pk])
    desk.post(page, {"state": "suspended", "note": "系统升级"})
    assert Site.objects.get(pk=province.pk).state == SiteState.SUSPENDED
    assert desk.get("/").status_code == 503
    desk.post(page, {"state": "online", "note": ""})
    assert desk.get("/").status_code == 200


def test_suspending_without_a_reason_is_refused(desk, province):
    page = desk.post(reverse("admin:sites_site_state", args=[province.pk]), {"state": "suspended", "note": " "})
    assert "请写明原因" in page.content.decode()
    assert Site.objects.get(pk=province.pk).is_online


def test_a_move_that_the_cycle_does_not_have_is_no_choice(desk, province):
    desk.post(reverse("admin:sites_site_state", args=[province.pk]), {"state": "preparing", "note": "x"})
    assert Site.objects.get(pk=province.pk).is_online


def test_an_administrator_gives_and_takes_roles_at_their_own_site(desk, province, news):
    person = a_person("newcomer")
    page = reverse("admin:sites_site_grants", args=[province.pk])
    desk.post(page, {"person": person.pk, "role": "contributor", "place": f"column-{news.pk}"})
    assert User.objects.get(pk=person.pk).grants.at_column(Role.CONTRIBUTOR, news)
    held = next(grant for grant in desk.get(page).context["held"] if grant["person"] == person)
    desk.post(page, {"revoke": held["pk"]})
    assert not User.objects.get(pk=person.pk).grants


def test_another_sites_column_is_no_place_to_give_a_role_at(desk, province, city_news):
    person = a_person("newcomer")
    page = reverse("admin:sites_site_grants", args=[province.pk])
    desk.post(page, {"person": person.pk, "role": "contributor", "place": f"column-{city_news.pk}"})
    assert not User.objects.get(pk=person.pk).grants


def test_an_administrator_cannot_make_or_unmake_a_supervisor(desk, province, supervisor):
    page = reverse("admin:sites_site_grants", args=[province.pk])
    person = a_person("newcomer")
    desk.post(page, {"person": person.pk, "role": "supervisor", "place": f"site-{province.pk}"})
    assert not User.objects.get(pk=person.pk).grants
    held = next(grant for grant in desk.get(page).context["held"] if grant["person"] == supervisor)
    answer = desk.post(page, {"revoke": held["pk"]})
    assert "平台管理员" in answer.content.decode()


def test_another_sites_administrator_finds_no_such_pages(desk, city):
    assert desk.get(reverse("admin:sites_site_state", args=[city.pk])).status_code == 404
    assert desk.get(reverse("admin:sites_site_grants", args=[city.pk])).status_code == 404
