"""Who guesses passwords is locked out, and nobody with him."""

from __future__ import annotations

import pytest
from django.conf import settings as project
from django.urls import reverse

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-2026"


@pytest.fixture
def clerk(django_user_model):
    return django_user_model.objects.create_user("clerk", password=PASSWORD, is_staff=True)


def sign_in(client, city, password: str, *, claimed: str = "", remote: str = "127.0.0.1"):
    headers = {"X-Forwarded-For": claimed} if claimed else {}
    return client.post(
        reverse("admin:login"), {"username": "clerk", "password": password}, headers={"Host": city.host, **headers}, REMOTE_ADDR=remote
    )  # fmt: skip


def guess(client, city, **where) -> None:
    for _ in range(project.AXES_FAILURE_LIMIT):
        last = sign_in(client, city, "wrong", **where)
    assert last.status_code == 429


def test_behind_a_proxy_a_guesser_locks_out_himself_alone(client, city, clerk, settings):
    settings.BEHIND_PROXY = True
    guess(client, city, claimed="10.0.0.7", remote="")  # over a Unix socket there is no address but the proxy's word
    assert sign_in(client, city, PASSWORD, claimed="10.0.0.7", remote="").status_code == 429
    assert sign_in(client, city, PASSWORD, claimed="10.0.0.8", remote="").status_code == 302


def test_what_a_visitor_claims_before_the_proxy_does_not_free_him(client, city, clerk, settings):
    settings.BEHIND_PROXY = True
    guess(client, city, claimed="1.1.1.1, 10.0.0.7", remote="")
    assert sign_in(client, city, PASSWORD, claimed="2.2.2.2, 10.0.0.7", remote="").status_code == 429


def test_without_a_proxy_the_claim_is_not_read(client, city, clerk):
    guess(client, city, claimed="10.0.0.7", remote="10.0.0.1")
    assert sign_in(client, city, PASSWORD, claimed="10.0.0.8", remote="10.0.0.1").status_code == 429
    assert sign_in(client, city, PASSWORD, claimed="10.0.0.7", remote="10.0.0.2").status_code == 302


@pytest.mark.parametrize("claimed", ["nonsense", ",", "::1%eth0", "unix:", "' or 1=1", "9" * 400])
def test_an_address_that_is_none_is_no_fault_and_frees_nobody(client, city, clerk, settings, claimed):
    settings.BEHIND_PROXY = True
    assert sign_in(client, city, "wrong", claimed=claimed, remote="").status_code == 200
    assert sign_in(client, city, PASSWORD, claimed=claimed, remote="").status_code == 302
    guess(client, city, claimed=claimed, remote="")
