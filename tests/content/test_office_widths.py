"""The office on a phone and on a tablet: nothing reaches out of the page, titles keep room beside the other columns."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from sites.policy import Role
from tests.builders import a_document, a_submitted, an_article
from tests.cast import a_column, a_person, a_site
from tests.content.test_in_a_browser import browser
from tests.content.test_in_a_browser import pytestmark as of_a_browser

__all__ = ["browser"]
pytestmark = [*of_a_browser, pytest.mark.browser]
TITLE = "测试省人民政府办公厅关于进一步规范电动自行车停放充电管理的通知"


@pytest.fixture
def column(transactional_db):
    return a_column(a_site("portal", host="localhost", name="测试省人民政府"), "yw", name="要闻")


@pytest.fixture
def look(browser, column, live_server):
    """Open a page of the office at a width, as a reviewer, and measure something on it."""
    client, opened = Client(), []
    client.force_login(a_person("busy", (Role.SECOND_REVIEWER, column.site)))
    address = live_server.url.replace("127.0.0.1", "localhost")

    def measured(path, width, what, *, click=""):
        context = browser.new_context(viewport={"width": width, "height": 900})
        opened.append(context)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
        page = context.new_page()
        page.goto(f"{address}{path}")
        if click:
            page.click(click)
            page.get_by_text("/preview/").wait_for()
        return page.evaluate(what)

    yield measured
    for context in opened:
        context.close()


def test_an_address_in_an_opinion_stays_within_the_page(look, column):
    article = an_article(column)
    step = article.revisions.get().steps.order_by("pk").last()
    type(step).objects.filter(pk=step.pk).update(opinion="原文：https://upstream.example/" + "a" * 120 + ".html")
    too_wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert look(f"/admin/articles/{article.pk}/", 390, too_wide) == 0


def test_the_address_of_a_preview_link_stays_within_the_page(look, column):
    draft = a_submitted(column)
    too_wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert look(f"/admin/review/{draft.pk}/frame/", 390, too_wide, click="form[action$='share/'] button") == 0


def test_a_title_keeps_room_in_a_ledger_on_a_tablet(look, column):
    a_document(column, title=TITLE, at=timezone.now() - timedelta(days=1))
    width = "document.querySelector('td.ledger-document').getBoundingClientRect().width"
    assert look("/admin/interpretations/", 768, width) >= 190


def test_the_name_of_a_field_stays_on_one_line_in_a_list_on_a_phone(look, column):
    a_submitted(column, title=TITLE)
    cells = "[...document.querySelectorAll('#result_list tr.data-row > :is(td, th)')]"
    heights = f"{cells}.map((each) => parseFloat(getComputedStyle(each, '::before').height)).filter((each) => each)"
    found = look("/admin/content/article/", 390, heights)
    assert len(found) >= 5 and max(found) < 30


def test_a_row_of_a_list_on_a_phone_takes_a_quarter_of_the_screen(look, column):
    a_submitted(column, title=TITLE)
    height = "document.querySelector('#result_list tr.data-row').getBoundingClientRect().height"
    assert look("/admin/content/article/", 390, height) < 220


def test_the_cells_of_a_ledger_stand_side_by_side_on_a_phone_where_they_are_short(look, column):
    a_document(column, title=TITLE, at=timezone.now() - timedelta(days=1))
    tops = "[...document.querySelectorAll('.office-table td[data-label]')].slice(0, 6).map((each) => each.offsetTop)"
    found = look("/admin/documents/", 390, tops)
    assert len(set(found)) < len(found)


def test_the_list_of_articles_stays_a_table_on_a_tablet(look, column):
    a_submitted(column, title=TITLE)
    path = "/admin/content/article/"
    assert (
        look(path, 768, "getComputedStyle(document.querySelector('#result_list tr.data-row')).display") == "table-row"
    )
    headings = "[...document.querySelectorAll('#result_list thead th')].filter((each) => each.offsetWidth).length"
    assert look(path, 768, headings) == 7
    assert look(path, 768, "document.querySelector('#result_list tr.data-row').offsetHeight") < 80
    assert look(path, 768, "document.querySelector('td.field-title_link').offsetWidth") >= 190
    beyond = "(list => list.getBoundingClientRect().right - innerWidth)(document.querySelector('#result_list'))"
    assert look(path, 768, beyond) <= 0
