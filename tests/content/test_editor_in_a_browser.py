"""The editor in a real browser: what is pasted is cleaned, a picture is not accepted without words, unsaved text comes back."""

from base64 import b64encode

import pytest

from content.actions import upload_asset
from content.models import Article
from sites.models import Site, User
from sites.policy import Role
from tests.cast import NOW, a_column, a_person, a_site
from tests.content.files import a_picture, a_video
from tests.content.test_in_a_browser import browser, pytestmark
from tests.content.test_pasting import WPS
from tests.content.test_sheets import a_book

__all__ = ["browser", "pytestmark"]
PASTE = """html => {
  const editor = hugerte.get(0), data = new DataTransfer(), frame = editor.getWin();
  editor.focus(); data.setData("text/html", html); data.setData("text/plain", "x");
  editor.getBody().dispatchEvent(new frame.ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""
PIXEL = f"data:image/png;base64,{b64encode(a_picture().read()).decode()}"
CONTENT = "hugerte.get(0).getContent()"


@pytest.fixture
def page(browser, transactional_db, live_server):
    site = a_site("portal", host="localhost", name="测试省人民政府")
    column = a_column(site, "yw", name="要闻")
    a_person("writer", (Role.CONTRIBUTOR, column))
    page = browser.new_context().new_page()
    address = live_server.url.replace("127.0.0.1", "localhost")
    page.goto(f"{address}/admin/login/")
    page.fill("#id_username", "writer")
    page.fill("#id_password", "pw")
    page.click("button[type=submit]")
    page.goto(f"{address}/admin/content/article/add/")
    page.wait_for_function("window.hugerte && hugerte.get(0) && hugerte.get(0).initialized")
    page.select_option("#id_column", str(column.pk), force=True)
    return page


def test_what_is_pasted_is_cleaned(page):
    page.evaluate(PASTE, WPS)
    page.wait_for_function(f"{CONTENT}.includes('落实')")
    content = page.evaluate(CONTENT)
    assert "<strong>抓紧</strong>" in content
    assert "mso" not in content


def test_a_picture_without_words_stops_the_submission_and_asks_for_them(page):
    page.fill("#id_title", "标题")
    page.evaluate("hugerte.get(0).setContent('<p><img src=\"/media/a.png\"></p>')")
    page.click("button[name=_submit]")
    page.wait_for_selector("[role=dialog] >> text=图片说明")
    page.locator("[role=dialog]").get_by_text("有 1 幅图片没有替代文字").wait_for()
    page.get_by_role("button", name="确定", exact=True).click()
    assert page.locator("[role=dialog]").count() == 1
    page.locator("[role=dialog]").get_by_text("请填写替代文字，说明图片内容。").wait_for()
    page.locator("[role=dialog] input").first.fill("会场")
    page.get_by_role("button", name="确定", exact=True).click()
    assert 'alt="会场"' in page.evaluate(CONTENT)


def test_a_sheet_of_a_workbook_is_put_into_the_text_and_a_bad_range_said_in_front_of_the_dialogue(page):
    with page.expect_file_chooser() as choosing:
        page.get_by_role("button", name="把 Excel 或 CSV 表格导入正文").click()
    book = a_book(["市州", "产量"], ["临岚市", 356.2])
    choosing.value.set_files({"name": "粮食.xlsx", "mimeType": "application/zip", "buffer": book})
    page.get_by_label("区域（如 A1:F20，不填为全部）").fill("1-5")
    page.get_by_role("button", name="插入", exact=True).click()
    page.get_by_role("alertdialog").or_(page.locator(".tox-alert-dialog")).get_by_text("写法不对").wait_for()
    page.get_by_role("button", name="确定", exact=True).click()
    page.get_by_label("区域（如 A1:F20，不填为全部）").fill("")
    page.get_by_role("button", name="插入", exact=True).click()
    page.wait_for_function(f"{CONTENT}.includes('临岚市')")
    assert page.locator("[role=dialog]").count() == 0
    assert "已插入 2 行 2 列的表格" in page.locator(".tox-notification").inner_text()


def test_whoever_has_chosen_no_column_is_asked_for_it_before_files(page):
    page.select_option("#id_column", "", force=True)
    for name in ("图片", "把 Excel 或 CSV 表格导入正文"):
        page.get_by_role("button", name=name, exact=True).click()
        page.locator(".tox-notification").get_by_text("请先选择栏目").wait_for()
        assert page.locator("dialog[open], [role=dialog]").count() == 0
        page.locator(".tox-notification__dismiss").click()


def test_the_dialogues_of_files_and_tables_stay_within_a_phone(page):
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name="图片", exact=True).click()
    box = page.locator("dialog.media-picker").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390 and box["y"] + box["height"] <= 844
    assert page.get_by_role("button", name="选用").is_disabled()
    page.get_by_role("button", name="取消").click()
    with page.expect_file_chooser() as choosing:
        page.get_by_role("button", name="把 Excel 或 CSV 表格导入正文").click()
    book = a_book(["市州", "产量"], ["临岚市", 356.2])
    choosing.value.set_files({"name": "全省粮食" * 15 + ".xlsx", "mimeType": "application/zip", "buffer": book})
    insert = page.get_by_role("button", name="插入", exact=True)
    insert.wait_for()
    box = page.locator(".tox-dialog").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    assert insert.bounding_box()["y"] < 844


def test_on_the_way_back_the_form_knows_which_version_its_text_was_typed_on(page):
    page.fill("#id_title", "写了一遍")
    page.evaluate("hugerte.get(0).setContent('<p>文字</p>'); hugerte.get(0).save()")
    with page.expect_navigation():
        page.click("button[name=_save]")
    with page.expect_navigation():
        page.go_back()
    page.wait_for_function("window.hugerte && hugerte.get(0) && hugerte.get(0).initialized")
    page.fill("#id_title", "退回去改了")
    with page.expect_navigation():
        page.click("button[name=_save]")
    page.get_by_text("此后的改动还没有保存").wait_for()
    assert list(Article.objects.values_list("title", flat=True)) == ["写了一遍"]


def test_unsaved_text_is_offered_again(page):
    page.evaluate("() => { hugerte.get(0).setContent('<p>写了一半</p>'); }")
    page.reload()
    page.wait_for_selector(".rich-text-offer")
    page.click("text=恢复")
    assert "写了一半" in page.evaluate(CONTENT)


def test_a_text_that_met_the_end_of_the_session_is_offered_after_signing_in_and_a_saved_one_is_not(page):
    page.fill("#id_title", "写了很久")
    page.evaluate("() => { hugerte.get(0).setContent('<p>写了很久的正文</p>'); }")
    page.get_by_text("已在这台电脑上暂存").wait_for()
    form = page.url
    page.context.clear_cookies(name="sessionid")
    page.click("button[name=_save]")
    page.wait_for_url("**/login/**")
    page.fill("#id_username", "writer")
    page.fill("#id_password", "pw")
    page.click("button[type=submit]")
    page.click(".rich-text-offer >> text=恢复")
    assert "写了很久的正文" in page.evaluate(CONTENT)
    assert page.input_value("#id_title") == "写了很久"
    page.select_option("#id_column", index=1, force=True)
    page.click("button[name=_save]")
    page.wait_for_url("**/articles/*/")
    page.goto(form)
    page.wait_for_function("window.hugerte && hugerte.get(0) && hugerte.get(0).initialized")
    assert page.locator(".rich-text-offer").count() == 0


def test_the_buttons_save_what_was_written(page):
    page.fill("#id_title", "标题")
    page.evaluate("() => { hugerte.get(0).setContent('<p>正文</p>'); }")
    page.click("button[name=_save]")
    page.wait_for_url("**/articles/*/")
    assert page.is_visible("text=草稿已保存")


def test_a_video_of_the_library_is_put_into_the_text(page, transactional_db):
    site = Site.objects.get()
    video = upload_asset(site, a_video(), by=User.objects.get(username="writer"), at=NOW)
    page.get_by_role("button", name="插入视频").click()
    page.get_by_role("button", name="会议.mp4").click()
    page.get_by_role("button", name="选用").click()
    page.wait_for_function(f"{CONTENT}.includes('<video')")
    assert f'src="{video.file.url}"' in page.evaluate(CONTENT)
    assert page.is_visible("text=还没有字幕或文字稿")


def test_pasting_before_a_column_is_chosen_is_cleaned_too_and_a_picture_waits_for_the_column(page):
    column = page.input_value("#id_column")
    page.select_option("#id_column", "", force=True)
    page.evaluate(PASTE, f'<p style="mso-x:1">先写<img src="{PIXEL}"></p>')
    page.wait_for_function(f"{CONTENT}.includes('先写')")
    assert "data:image/png" in page.evaluate(CONTENT)
    assert page.locator(".tox-notification").count() == 0
    page.select_option("#id_column", column, force=True)
    page.wait_for_function(f"{CONTENT}.includes('/media/')")
    assert "mso" not in page.evaluate(CONTENT)


def test_signs_of_official_texts_are_found_by_their_chinese_names(page):
    page.get_by_role("button", name="特殊符号", exact=True).click()
    page.locator(".tox-dialog input").fill("六角")
    found = page.locator(".tox-dialog .tox-collection__item")
    page.wait_for_function("document.querySelectorAll('.tox-dialog .tox-collection__item').length === 2")
    found.first.click()
    page.wait_for_function(f"{CONTENT}.includes('〔')")


def test_a_paste_that_is_too_large_says_so_and_leaves_its_words(page):
    page.evaluate("document.querySelector('textarea.rich-text').dataset.pasteLimit = String(2 * 1024 * 1024)")
    page.evaluate(PASTE, f"<p>会场</p><img src='data:image/png;base64,{'A' * 2_500_000}'>")
    page.get_by_text("粘贴的内容约 3 MB，一次最多 2 MB").wait_for()
    page.get_by_text("请分段粘贴，或用“导入 Word”。已粘贴为纯文本。").wait_for()
    assert page.evaluate(CONTENT) == "<p>x</p>"


def test_a_text_that_is_too_long_is_not_sent_and_says_what_to_do(page):
    page.fill("#id_title", "标题")
    page.evaluate("document.querySelector('textarea.rich-text').maxLength = 20000")
    page.evaluate("hugerte.get(0).setContent('<p>' + '甲'.repeat(20001) + '</p>')")
    page.click("button[name=_save]")
    page.get_by_text("正文约 3 万字符，最多 2 万，还没有提交，内容都在。").wait_for()
    assert not Article.objects.exists() and page.url.endswith("/add/")
    page.evaluate("hugerte.get(0).setContent('<p>甲</p>')")
    page.click("button[name=_save]")
    page.wait_for_url("**/articles/*/")
    assert Article.objects.count() == 1
