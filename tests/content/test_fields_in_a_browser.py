"""Dates and files look the same in every browser: in Chinese, typed or chosen, and the server understands what is sent."""

import pytest
from django.test import Client
from django.utils import timezone

from content.models import Revision
from sites.policy import Role
from tests.builders import a_draft
from tests.cast import a_column, a_person, a_site
from tests.content.files import a_picture
from tests.content.test_in_a_browser import browser
from tests.content.test_in_a_browser import pytestmark as of_a_browser

__all__ = ["browser"]
pytestmark = [*of_a_browser, pytest.mark.browser]
EXPIRY = "#id_expires_at"


@pytest.fixture
def page(browser, transactional_db, live_server):
    column = a_column(a_site("portal", host="localhost", name="测试省人民政府"), "yw", name="要闻")
    draft, client, context = a_draft(column, title="草稿"), Client(), browser.new_context(locale="en-US")
    client.force_login(a_person("busy", (Role.CONTRIBUTOR, column)))
    address = live_server.url.replace("127.0.0.1", "localhost")
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/admin/content/article/{draft.article_id}/change/")
    page.wait_for_function("window.hugerte && hugerte.get(0) && hugerte.get(0).initialized")
    yield page
    context.close()


def test_a_moment_is_typed_as_people_write_it(page):
    assert page.get_attribute(EXPIRY, "placeholder") == "年-月-日 时:分"
    page.fill(EXPIRY, "2027年3月5日 8:30")
    page.press(EXPIRY, "Tab")
    assert page.input_value(EXPIRY) == "2027-03-05 08:30"
    page.click("button[name=_save]")
    page.wait_for_url("**/articles/*/")
    assert f"{Revision.objects.latest('pk').expires_at:%Y-%m-%d %H:%M}" == "2027-03-05 00:30"


def test_a_day_is_taken_from_the_calendar_by_keyboard(page):
    page.fill(EXPIRY, "2027-01-31 09:00")
    page.get_by_role("button", name="打开日历：到期下线").press("Enter")
    page.wait_for_selector("[role=dialog][aria-label=选择日期]")
    page.keyboard.press("PageDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.input_value(EXPIRY) == "2027-03-01 09:00"
    assert page.evaluate("document.activeElement.className") == "date-field-open"


def test_today_is_the_day_where_the_site_is_whatever_this_computer_thinks(page):
    page.clock.set_fixed_time("2031-05-06T12:00:00Z")
    page.get_by_role("button", name="打开日历：到期下线").press("Enter")
    page.get_by_role("button", name="今天").click()
    assert page.input_value(EXPIRY) == f"{timezone.localdate():%Y-%m-%d} 09:00"


def test_the_title_has_the_width_of_the_text(page):
    width = "selector => Math.round(document.querySelector(selector).getBoundingClientRect().width)"
    for field in ("#id_title", "#id_subtitle", "#id_summary"):
        assert abs(page.evaluate(width, field) - page.evaluate(width, ".tox")) <= 2, field


def test_choosing_a_file_makes_no_script_stumble(page):
    stumbled = []
    page.on("pageerror", lambda error: stumbled.append(str(error)))
    page.set_input_files("#id_new_files", [{"name": "通知.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}])
    assert stumbled == []


def test_file_inputs_speak_chinese_and_name_what_was_chosen(page):
    box = page.locator(".file-field", has=page.locator("#id_new_files"))
    assert "选择文件（可多选）" in box.inner_text() and "未选择文件" in box.inner_text()
    page.set_input_files("#id_new_files", [{"name": "通知.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}])
    assert "通知.pdf（1 KB）" in box.inner_text()


def test_what_is_missing_is_asked_for_in_chinese_and_asked_again(page):
    page.fill("#id_title", "")
    said = "document.querySelector('#id_title').validationMessage"
    page.evaluate(
        "document.querySelector('#id_title').required = true; document.querySelector('#id_title').form.noValidate = false"
    )
    page.click("button[name=_save]")
    assert page.evaluate(said) == "请填写此项。"
    page.evaluate("document.querySelector('#id_title').value = '补上的标题'")
    page.click("button[name=_save]")
    page.wait_for_url("**/articles/*/")


def test_the_words_of_a_picture_are_asked_for_before_the_form_is_sent_and_the_file_is_lost(page):
    page.fill("#id_title", "有题图的稿件")
    page.set_input_files("#id_picture_file", [{"name": "a.png", "mimeType": "image/png", "buffer": a_picture().read()}])
    page.click("button[name=_save]")
    assert page.evaluate("document.querySelector('#id_picture_alt').validationMessage") == "请写明图片内容。"
    page.fill("#id_picture_alt", "会场")
    page.click("button[name=_save]")
    page.wait_for_url("**/articles/*/")
