"""The citation of a document is copied with one click; where the browser lets nobody copy, it stands selected."""

import pytest

from tests.builders import a_document
from tests.cast import a_column, a_site
from tests.content.test_in_a_browser import browser, pytestmark

__all__ = ["browser", "pytestmark"]
COPIED = "已复制"


@pytest.fixture
def document(transactional_db, live_server):
    column = a_column(a_site("portal", host="localhost", name="测试省人民政府"), "zfwj", name="政府文件")
    article = a_document(column, title="停车办法", document={"document_number": "测政发〔2026〕3号"})
    return live_server.url.replace("127.0.0.1", "localhost") + article.path


def test_one_click_copies_the_citation(browser, document):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(document)
    page.click("[data-copy]")
    page.get_by_text(COPIED).wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.inner_text("#citation")
    assert "停车办法" in copied and "测政发〔2026〕3号" in copied and document.rpartition("/")[2] in copied
    context.close()


def test_without_the_right_to_copy_the_citation_stands_selected(browser, document):
    context = browser.new_context()
    context.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page = context.new_page()
    page.goto(document)
    page.click("[data-copy]")
    page.get_by_text("请按 Ctrl+C 复制").wait_for()
    assert page.evaluate("getSelection().toString().trim()") == page.inner_text("#citation")
    context.close()
