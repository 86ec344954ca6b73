"""The report of an import in a browser: several files are put right on one page, each saved by itself."""

import pytest
from django.test import Client

from content.actions import begin_import, import_word_file
from content.models import ArticleKind
from sites.policy import Role
from tests.cast import NOW, a_column, a_person, a_site
from tests.content.test_in_a_browser import browser
from tests.content.test_in_a_browser import pytestmark as of_a_browser
from tests.content.word_builders import a_report

__all__ = ["browser"]
pytestmark = [*of_a_browser, pytest.mark.browser]


def test_saving_one_file_keeps_what_was_typed_into_the_others(browser, transactional_db, live_server):
    column = a_column(a_site("portal", host="localhost", name="测试省人民政府"), "yw", name="要闻")
    writer = a_person("writes", (Role.CONTRIBUTOR, column.site))
    batch = begin_import(column, by=writer, at=NOW, kind=ArticleKind.ARTICLE)
    files = [import_word_file(batch, f"{name}.docx", a_report(), by=writer, at=NOW) for name in "甲乙"]
    client = Client()
    client.force_login(writer)
    address = live_server.url.replace("127.0.0.1", "localhost")
    context = browser.new_context()
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/admin/imports/{batch.pk}/")
    page.fill(f"#file-{files[1].pk} [name=title]", "第二篇改过的标题")
    page.fill(f"#file-{files[0].pk} [name=title]", "第一篇改过的标题")
    page.click(f"#file-{files[0].pk} .imported-form button.office-button")
    page.get_by_text("“第一篇改过的标题”已核对并保存为草稿").wait_for()
    assert page.input_value(f"#file-{files[1].pk} [name=title]") == "第二篇改过的标题"
    context.close()


def test_whoever_chooses_a_whole_folder_is_told_how_many_fit_before_anything_is_sent(
    browser, transactional_db, live_server
):
    column = a_column(a_site("portal", host="localhost", name="测试省人民政府"), "yw", name="要闻")
    client = Client()
    client.force_login(a_person("writes", (Role.CONTRIBUTOR, column.site)))
    address = live_server.url.replace("127.0.0.1", "localhost")
    context = browser.new_context()
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
    page, sent = context.new_page(), []
    page.on("request", lambda request: sent.append(request.method))
    page.goto(f"{address}/admin/imports/")
    page.select_option("select[name=column]", str(column.pk), force=True)
    page.set_input_files(
        "[data-drop] input[type=file]",
        [{"name": f"{n}.docx", "mimeType": "application/zip", "buffer": b"x"} for n in range(160)],
    )
    page.get_by_role("alert").get_by_text("选择了 160 个文件，一次最多导入 50 个").wait_for()
    page.click("[data-busy]")
    page.wait_for_timeout(300)
    assert "POST" not in sent
    context.close()
