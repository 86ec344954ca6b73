"""Fixtures of the interaction tests: a mailbox, the people around its letters, and a browser."""

import os
import shutil
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from sites.policy import Role
from tests.cast import a_person
from tests.interaction.letters import a_mailbox


@pytest.fixture
def mailbox(province):
    """A mailbox of the province."""
    return a_mailbox(province)


@pytest.fixture
def people(bureau, intake, handler, reply_approver):
    """Who takes a letter from receipt to its answer, and their organization."""
    return SimpleNamespace(intake=intake, handler=handler, approver=reply_approver, bureau=bureau)


@pytest.fixture
def city_intake(city):
    """The intake of another site."""
    return a_person("cityintake", (Role.INTAKE, city))


@pytest.fixture
def mails(settings):
    """The mails that were sent; they go out after the commit, so use django_capture_on_commit_callbacks."""
    from django.core import mail

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    return mail.outbox


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """A Chromium; tests that need one are skipped where there is none."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium on this machine")
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def office(browser, live_server, province):
    """A page of the office as a person sees it, at the letter."""
    province.host = "localhost"
    province.save()

    def open_as(person, letter):
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        context = browser.new_context(base_url=live_server.url.replace("127.0.0.1", "localhost"))
        context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "domain": "localhost", "path": "/"}]
        )
        page = context.new_page()
        page.goto(reverse("interaction-office:letter", args=[letter.number]))
        return page

    return open_as
