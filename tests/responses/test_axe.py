"""axe finds nothing wrong on the pages of topics, rumours and their desk (WCAG 2.1 A and AA)."""

from __future__ import annotations

import pytest
from django.test import Client

from responses.actions import submit_text, withdraw_text
from sites.policy import Role
from tests.cast import NOW, a_column, a_person, a_site, an_organization
from tests.content.test_axe import faults
from tests.content.test_in_a_browser import browser
from tests.content.test_in_a_browser import pytestmark as of_a_browser
from tests.responses.conftest import a_rumour, a_statement, an_emergency, carried, said

__all__ = ["browser"]
pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
pytestmark = [*of_a_browser, pytest.mark.browser]


@pytest.fixture
def place(transactional_db, live_server):
    """A portal with an emergency that goes on, a withdrawn statement, a rumour, at the address of the live server."""
    site = a_site("portal", host="localhost", name="测试省人民政府")
    a_column(site, "yw", name="要闻")
    body = an_organization("测试省水利厅")
    desk = {
        "writer": a_person("w", (Role.CONTRIBUTOR, site)),
        "reviewer": a_person("r", (Role.SECOND_REVIEWER, site)),
        "issuer": a_person("i", (Role.ISSUER, site), (Role.CONTRIBUTOR, site)),
    }
    topic = an_emergency(site, body, desk)
    first = said(topic, desk)
    said(topic, desk, kind="progress", title="更正", corrects=first)
    withdraw_text(said(topic, desk, title="有误的一条"), "数字有误", by=desk["issuer"], at=NOW)
    waiting = submit_text(a_statement(topic, desk, title="待审的一条"), by=desk["writer"], at=NOW)
    rumour = carried(a_rumour(site, body, desk, topic=topic), desk)
    return {
        "address": live_server.url.replace("127.0.0.1", "localhost"), "topic": topic, "rumour": rumour,
        "waiting": waiting, "desk": desk,
    }  # fmt: skip


def test_the_readers_pages_are_clean(browser, place):
    page = browser.new_page()
    for path in ("/", "/huiying/", f"/huiying/{place['topic'].pk}/", "/piyao/", f"/piyao/{place['rumour'].pk}/"):
        assert faults(page, place["address"] + path) == [], path
    page.close()


def test_the_desks_pages_are_clean(browser, place):
    client = Client()
    client.force_login(place["desk"]["reviewer"], backend="django.contrib.auth.backends.ModelBackend")
    context = browser.new_context()
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": place["address"]}])
    page = context.new_page()
    topic, waiting = place["topic"].pk, place["waiting"].pk
    for path in ("", "open/", f"{topic}/", f"{topic}/statements/add/", f"statements/{waiting}/", "waiting/", "rebuttals/",
                 f"rebuttals/{place['rumour'].pk}/"):  # fmt: skip
        assert faults(page, f"{place['address']}/admin/responses/{path}") == [], path
    assert faults(page, f"{place['address']}/admin/submissions/") == []
    context.close()
