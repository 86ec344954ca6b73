"""axe finds nothing wrong on the pages where editors, reviewers and readers spend their time (WCAG 2.1 A and AA)."""

import pytest
from django.test import Client

from sites.policy import Role
from tests.builders import a_document, a_draft, a_submitted, an_article
from tests.cast import NOW, a_column, a_person, a_site
from tests.content.test_in_a_browser import browser
from tests.content.test_in_a_browser import pytestmark as of_a_browser

__all__ = ["browser"]
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
pytestmark = [*of_a_browser, pytest.mark.browser]


@pytest.fixture
def place(transactional_db, live_server):
    """A portal with a column, an article and a document, at the address of the live server."""
    site = a_site("portal", host="localhost", name="测试省人民政府")
    column = a_column(site, "yw", name="要闻")
    article = an_article(column, title="一条要闻", body="<p>正文。</p>")
    document = a_document(column, title="关于一件事的通知")
    return {
        "address": live_server.url.replace("127.0.0.1", "localhost"),
        "column": column, "article": article, "document": document,
    }  # fmt: skip


def faults(page, address: str) -> list[tuple[str, str]]:
    """Open the page; return what axe complains of, rule by rule with the first element."""
    page.goto(address, wait_until="load")
    page.wait_for_timeout(300)
    found = axe.Axe().run(page).response["violations"]
    return [(each["id"], each["nodes"][0]["html"][:200]) for each in found]


def test_the_readers_pages_are_clean(browser, place):
    page = browser.new_page()
    document, article = (f"/yw/{NOW:%Y%m}/t{NOW:%Y%m%d}_{place[name].pk}.html" for name in ("document", "article"))
    for path in ("/", "/yw/", article, document, "/zhengceku/"):
        assert faults(page, place["address"] + path) == [], path
    page.close()


def test_the_offices_pages_are_clean(browser, place):
    column = place["column"]
    person = a_person("busy", *((role, column) for role in (Role.CONTRIBUTOR, Role.FIRST_REVIEWER)))
    draft, submitted = a_draft(column, title="草稿"), a_submitted(column, title="待审的稿件")
    client = Client()
    client.force_login(person)
    context = browser.new_context()
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": place["address"]}])
    page = context.new_page()
    for path in (
        "/admin/",
        "/admin/content/article/",
        f"/admin/content/article/{draft.article_id}/change/",
        f"/admin/review/{submitted.pk}/",
        f"/admin/articles/{place['article'].pk}/",
        f"/admin/articles/{place['document'].pk}/",
        "/admin/media/",
        "/admin/imports/",
    ):
        assert faults(page, place["address"] + path) == [], path
    context.close()


def test_the_office_is_found_and_left_by_keyboard(browser, place):
    """Skip link, the buttons of the navigation and signing out are reached without a mouse."""
    client = Client()
    client.force_login(a_person("keys", (Role.CONTRIBUTOR, place["column"])))
    context = browser.new_context(viewport={"width": 390, "height": 800})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": place["address"]}])
    page = context.new_page()
    page.goto(f"{place['address']}/admin/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到主要内容"
    page.get_by_role("button", name="导航", exact=True).press("Enter")
    page.get_by_role("button", name="keys").press("Enter")
    page.get_by_role("button", name="注销").wait_for(state="visible", timeout=3000)
    context.close()
