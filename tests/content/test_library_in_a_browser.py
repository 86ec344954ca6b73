"""The media library in a real browser: a double click sends nothing twice, and nothing is deleted by one slip."""

import pytest
from django.test import Client

from content.models import Asset
from sites.policy import Role
from tests.cast import a_column, a_person, a_site
from tests.content.files import a_picture
from tests.content.test_in_a_browser import browser
from tests.content.test_in_a_browser import pytestmark as of_a_browser

__all__ = ["browser"]
pytestmark = [*of_a_browser, pytest.mark.browser]


@pytest.fixture
def page(browser, transactional_db, live_server):
    column = a_column(a_site("portal", host="localhost", name="测试省人民政府"), "yw", name="要闻")
    client, context = Client(), browser.new_context(locale="en-US")
    client.force_login(a_person("busy", (Role.CONTRIBUTOR, column)))
    address = live_server.url.replace("127.0.0.1", "localhost")
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/admin/media/")
    yield page
    context.close()


def test_a_double_click_uploads_once_and_deleting_is_asked_about(page):
    page.route("**/media/upload/", lambda route: (page.wait_for_timeout(300), route.continue_()))
    files = [{"name": "会场.png", "mimeType": "image/png", "buffer": a_picture().read()},
             {"name": "坏.png", "mimeType": "image/png", "buffer": b"x"}]  # fmt: skip
    page.set_input_files("[data-media-upload] input[type=file]", files)
    page.get_by_role("button", name="上传", exact=True).dblclick()
    page.get_by_text("不是可以打开的图片").wait_for()
    assert page.locator("[data-media-progress] li").count() == 2
    page.get_by_role("link", name="已上传，查看").click()
    page.get_by_role("button", name="删除").click()
    assert page.evaluate("document.querySelector('#delete-sure').validationMessage") == "请选择。"
    assert Asset.objects.count() == 1
    page.check("#delete-sure")
    page.get_by_role("button", name="删除").click()
    page.get_by_text("已删除“会场.png”").wait_for()
    assert not Asset.objects.exists()
