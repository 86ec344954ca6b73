"""繁體: public pages turn to traditional characters when a reader asks, stay so on the next page, and turn back."""

import pytest

from tests.builders import an_article
from tests.cast import a_column, a_site
from tests.content.test_in_a_browser import browser
from tests.content.test_in_a_browser import pytestmark as of_a_browser

__all__ = ["browser"]
pytestmark = [*of_a_browser, pytest.mark.browser]


@pytest.fixture
def page(browser, transactional_db, live_server):
    site = a_site("portal", host="localhost", name="测试省人民政府")
    an_article(a_column(site, "yw", name="要闻"), title="会议听取群众意见", body="<p>详见办法。</p>")
    context = browser.new_context()
    page = context.new_page()
    page.goto(live_server.url.replace("127.0.0.1", "localhost") + "/yw/")
    yield page
    context.close()


def test_the_page_turns_and_the_next_page_follows(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    assert not page.evaluate("Boolean(window.OpenCC)")
    page.fill("#site-search", "群众意见")
    page.click("[data-hant-switch]")
    page.wait_for_selector("html[lang=zh-Hant]")
    assert "測試省人民政府" in page.inner_text(".brand-name") and "測試省" in page.title()
    assert page.input_value("#site-search") == "群众意见"
    assert page.get_attribute("#site-search", "placeholder") == "搜政策、找服務、查來信"
    assert len([each for each in asked if "cn2t" in each]) == 1
    page.click("main .rows a")
    page.wait_for_selector("html[lang=zh-Hant]")
    assert page.inner_text("h1").strip() == "會議聽取羣眾意見".replace("羣", "群")
    page.evaluate("document.querySelector('.prose p').textContent = '后来添上的话'")
    page.wait_for_function("document.querySelector('.prose p').textContent === '後來添上的話'")


def test_the_page_turns_back_to_what_it_was(page):
    before = page.evaluate("document.body.innerText")
    page.click("[data-hant-switch]")
    page.wait_for_selector("html[lang=zh-Hant]")
    assert page.evaluate("document.body.innerText") != before
    page.click("[data-hant-switch]")
    page.wait_for_selector("html:not([lang=zh-Hant])")
    assert page.evaluate("document.body.innerText") == before
    page.reload()
    assert page.evaluate("document.documentElement.lang") != "zh-Hant"
