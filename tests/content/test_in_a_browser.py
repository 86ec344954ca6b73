"""What only a browser can show: the reader's aids, the navigation by keyboard, the question before leaving, and axe."""

import os
import shutil
from collections.abc import Iterator

import pytest

from tests.builders import a_document, an_article
from tests.cast import a_column, a_site

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def site(transactional_db):
    """A portal on the host that the live server answers to, with one article that links to the outside."""
    site = a_site("portal", host="localhost", name="测试省人民政府")
    parent = a_column(site, "ywdt", name="要闻动态")
    child = a_column(site, "yw", name="要闻", parent=parent)
    an_article(child, title="一条要闻", body='<p>详见<a href="https://shop.example.com/">外部网站</a>。</p>')
    return site


@pytest.fixture
def address(site, live_server) -> str:
    return live_server.url.replace("127.0.0.1", "localhost")


def test_elder_mode_enlarges_and_survives_the_next_page(browser, address):
    page = browser.new_page()
    page.goto(address)
    before = page.evaluate("getComputedStyle(document.documentElement).fontSize")
    page.click("[data-assist-elder]")
    assert page.evaluate("document.documentElement.dataset.elder") == "on"
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "21.6px" != before
    page.goto(f"{address}/sitemap.html")
    assert page.evaluate("document.documentElement.dataset.elder") == "on"
    page.click('[data-assist="reset"]')
    assert page.evaluate("document.documentElement.dataset.elder") is None


def test_on_a_phone_elder_mode_keeps_the_search_within_the_page(browser, address):
    page = browser.new_context(viewport={"width": 390, "height": 800}).new_page()
    page.goto(f"{address}/sitemap.html")
    page.click("[data-assist-elder]")
    assert page.evaluate("document.querySelector('.search button').getBoundingClientRect().right") <= 390 - 16


def test_on_paper_the_type_is_of_one_size_whatever_the_reader_chose(browser, address):
    page = browser.new_page()
    page.goto(f"{address}/sitemap.html")
    page.click("[data-assist-elder]")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "16px"
    assert not page.is_visible(".assist")


def test_the_navigation_opens_and_shuts_by_keyboard(browser, address):
    page = browser.new_page()
    page.goto(address)
    page.focus(".nav-item.has-children > a")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "要闻"
    page.keyboard.press("Escape")
    assert not page.is_visible(".nav-panel")


def test_leaving_for_a_site_that_is_no_governments_asks_first(browser, address):
    page = browser.new_page()
    page.goto(f"{address}/ywdt/yw/")
    page.click("main .rows a")
    page.click(".prose a")
    assert page.is_visible("dialog.leave") and "shop.example.com" in page.inner_text("dialog.leave")
    page.click("dialog.leave button")
    assert not page.is_visible("dialog.leave")


def test_the_items_of_a_text_are_numbered_as_they_are_quoted(browser, address, site):
    kinds = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman", "": "decimal"}
    lists = "".join(f'<ol type="{kind}"><li>项</li></ol>' for kind in kinds).replace(' type=""', "")
    article = an_article(site.columns.get(slug="yw"), title="有编号的通知", body=lists)
    page = browser.new_page()
    page.goto(address + article.path)
    shown = page.eval_on_selector_all(".prose ol", "all => all.map(each => getComputedStyle(each).listStyleType)")
    assert shown == list(kinds.values())


def test_pages_work_without_scripts(browser, address):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(address)
    assert page.is_visible("text=一条要闻") and page.is_visible(".nav a")
    assert not page.is_visible("[data-assist-elder]")


@pytest.mark.parametrize("width", [1440, 768, 390, 360])
def test_no_page_scrolls_sideways(browser, address, width):
    page = browser.new_context(viewport={"width": width, "height": 800}).new_page()
    for path in ("/", "/ywdt/", "/ywdt/yw/", "/sitemap.html", "/accessibility.html", "/nowhere/"):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("width", [1440, 768, 390])
def test_titles_of_documents_that_begin_alike_are_read_whole(browser, site, address, width):
    parent = a_column(site, "zc", name="政策")
    child = a_column(site, "zfwj", name="省政府文件", parent=parent, type="policy")
    a_document(child, title="测试省人民政府办公厅关于推进基本养老服务体系建设和完善居民医保门诊保障的实施意见")
    page = browser.new_context(viewport={"width": width, "height": 800}).new_page()
    page.goto(f"{address}/zc/")
    link = page.locator(".list-groups .rows a").first
    assert link.evaluate(
        "(each) => each.scrollHeight <= each.clientHeight + 1 && each.scrollWidth <= each.clientWidth + 1"
    )


@pytest.mark.parametrize("scripts", [True, False])
def test_what_folds_on_a_phone_is_there_without_scripts(browser, address, scripts):
    page = browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=scripts).new_page()
    page.goto(f"{address}/ywdt/yw/")
    assert page.is_visible(".side-tree a") is not scripts
    if scripts:
        page.click(".side-fold summary")
        assert page.is_visible(".side-tree a")


def test_axe_finds_nothing_wrong(browser, address):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page = browser.new_page()
    for path in ("/", "/ywdt/", "/ywdt/yw/", "/sitemap.html", "/nowhere/"):
        page.goto(address + path)
        found = axe.Axe().run(page).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], path


def test_nothing_breaks_the_content_policy(browser, address):
    page = browser.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if "Content Security" in message.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for path in ("/", "/ywdt/yw/", "/sitemap.html"):
        page.goto(address + path)
    page.goto(f"{address}/ywdt/yw/")
    page.click("main .rows a")
    assert complaints == []
