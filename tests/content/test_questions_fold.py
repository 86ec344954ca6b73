"""Questions of a 图解 unfold; without a script, on paper and for reading aloud they are open."""

from __future__ import annotations

import pytest

from content.rendering import for_page
from interpretation.charts import Block, Kind, to_html
from tests.builders import an_article
from tests.cast import a_column, a_site
from tests.content.test_in_a_browser import browser
from tests.content.test_in_a_browser import pytestmark as of_a_browser

__all__ = ["browser"]
ROWS = (("谁能领？", "种粮农户。"), ("何时领？", "年底。"), ("怎样领？", "到村委会。"))
FAQ = to_html([Block(Kind.FAQ, "大家常问", ROWS)])


def test_questions_come_open_from_the_server():
    page = for_page(FAQ)
    assert page.count("<details open") == 3 and "<dt>" not in page
    assert "<summary>谁能领？</summary><p>种粮农户。</p>" in page and "<h2>大家常问</h2>" in page


@pytest.mark.parametrize(
    "other",
    [
        to_html([Block(Kind.NUMBERS, "", (("100元", "每亩"),))]),
        "<dl><dt>甲</dt><dd>乙</dd></dl>",
        '<section id="tujie-faq-1"><dl><dt>甲</dt><dt>丙</dt><dd>乙</dd></dl></section>',
        '<section id="tujie-faq-1"><dl><dt>甲</dt><dd>乙<strong>丙</strong></dd></dl></section>',
    ],
)
def test_other_lists_stay_lists(other):
    assert for_page(other) == other


@pytest.fixture
def address(transactional_db, live_server) -> str:
    site = a_site("portal", host="localhost", name="测试省人民政府")
    article = an_article(a_column(site, "jd", name="政策解读"), title="一图读懂", body=FAQ)
    return live_server.url.replace("127.0.0.1", "localhost") + article.path


OPEN = "[...document.querySelectorAll('[data-fold-question]')].map(fold => fold.open)"


class TestInABrowser:
    pytestmark = [*of_a_browser, pytest.mark.browser]

    def test_only_the_first_stays_open_and_paper_shows_all(self, browser, address):
        page = browser.new_page()
        page.goto(address)
        assert page.evaluate(OPEN) == [True, False, False]
        page.click("summary:has-text('何时领？')")
        assert page.evaluate(OPEN) == [True, True, False]
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate(OPEN) == [True, True, True]
        page.close()

    def test_without_a_script_all_are_open(self, browser, address):
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(address)
        assert page.locator("text=到村委会。").is_visible() and page.locator("text=年底。").is_visible()
        context.close()
