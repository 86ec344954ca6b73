"""Writing in three steps without scripts: what was typed and uploaded comes along, whatever happens on the way."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from interaction.actions import carry_files, keep_file, sweep_abandoned_files
from interaction.codes import new_token, read_token
from interaction.models import Letter, LetterAttachment
from sites.refusals import Refused
from tests.cast import NOW
from tests.interaction.test_writing_page import sent

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


@pytest.fixture
def address(mailbox):
    return reverse("interaction:write", args=[mailbox.slug])


def a_photo(name: str = "现场.jpg") -> SimpleUploadedFile:
    """A photograph that tells where it was taken."""
    picture, exif = Image.new("RGB", (64, 48), (120, 80, 40)), Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    stream = BytesIO()
    picture.save(stream, "JPEG", exif=exif)
    return SimpleUploadedFile(name, stream.getvalue(), "image/jpeg")


def a_pdf(name: str = "材料.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF", "application/pdf")


def carried(response) -> dict[str, str]:
    """What the page that checks a letter carries to the next step."""
    return dict(HIDDEN.findall(response.content.decode()))


def test_the_first_step_shows_what_each_open_mailbox_is_for(client, mailbox):
    page = client.get(reverse("interaction:choose")).content.decode()
    assert mailbox.purpose in page and "个工作日内答复" in page


def test_checking_shows_everything_and_sends_nothing(client, mailbox, address):
    response = client.post(address, sent(mailbox, step="check"))
    page = response.content.decode()
    assert response.status_code == 200 and Letter.objects.count() == 0
    for words in ("小区门口的路灯坏了", "东风路 12 号", "张晓明", "13812345678", "愿意公开"):
        assert words in page


def test_a_letter_goes_from_check_to_receipt_with_what_the_page_carries(client, mailbox, address):
    checked = client.post(address, sent(mailbox, step="check"))
    done = client.post(address, carried(checked) | {"step": "send"}, follow=True)
    assert Letter.objects.get().number in done.content.decode()


def test_going_back_finds_everything_as_it_was(client, mailbox, address):
    checked = client.post(address, sent(mailbox, step="check"))
    back = client.post(address, carried(checked) | {"step": "edit"})
    page = back.content.decode()
    assert back.status_code == 200 and "小区门口的路灯坏了" in page and "13812345678" in page
    assert carried(back)["token"] == carried(checked)["token"]


def test_errors_stand_beside_the_field_and_in_the_summary(client, mailbox, address):
    page = client.post(address, sent(mailbox, step="check", title="短")).content.decode()
    assert page.count("标题太短") == 2 and 'href="#id_title"' in page


def test_personal_data_is_marked_where_it_stands_before_the_letter_goes(client, mailbox, address):
    page = client.post(
        address, sent(mailbox, step="check", body="请回我电话 13812345678，路灯坏了很久。")
    ).content.decode()
    assert "<mark" in page and "confirm_private" in page


def test_files_wait_for_the_letter_and_belong_to_it_once_it_is_sent(client, mailbox, address):
    checked = client.post(address, sent(mailbox, step="check") | {"files": [a_photo(), a_pdf()]})
    assert "现场.jpg" in checked.content.decode() and LetterAttachment.objects.filter(letter=None).count() == 2
    client.post(address, carried(checked) | {"step": "send"})
    photo, document = Letter.objects.get().files.all()
    assert photo.is_picture and b"SECRET-CAMERA" not in photo.file.read()
    assert document.content_type == "application/pdf" and document.file.read().startswith(b"%PDF")


def test_files_are_kept_when_another_field_is_wrong(client, mailbox, address):
    page = client.post(address, sent(mailbox, step="check", title="短") | {"files": [a_photo()]})
    assert page.status_code == 400 and "现场.jpg" in page.content.decode()
    assert LetterAttachment.objects.count() == 1


def test_files_follow_a_form_whose_token_expired(client, mailbox, address):
    old = sent(mailbox, age=timedelta(hours=13), step="check")
    keep_file(mailbox.site, a_photo(), draft=_digest(old["token"], mailbox, age=timedelta(hours=13)), at=NOW)
    page = client.post(address, old)
    assert "现场.jpg" in page.content.decode()
    client.post(address, carried(page) | {"step": "send"})
    assert Letter.objects.count() == 0, "the new token is younger than three seconds"
    assert LetterAttachment.objects.get().draft != ""


def _digest(token: str, mailbox, *, age: timedelta) -> str:
    return read_token(token, mailbox_id=mailbox.pk, at=timezone.now() - age).digest


def test_a_forged_token_takes_no_files_of_others(client, mailbox, address):
    token = new_token(mailbox.pk, at=timezone.now())
    keep_file(mailbox.site, a_photo(), draft=token.digest, at=NOW)
    page = client.post(address, sent(mailbox, step="check", token="forged"))
    assert "现场.jpg" not in page.content.decode()


def test_a_file_can_be_taken_out_again(client, mailbox, address, django_capture_on_commit_callbacks):
    checked = client.post(address, sent(mailbox, step="check") | {"files": [a_photo()]})
    file = LetterAttachment.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, carried(checked) | {"step": "check", "drop": [file.pk], "title": "小区门口的路灯坏了"})
    assert LetterAttachment.objects.count() == 0 and not file.file.storage.exists(file.file.name)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("病毒.exe", b"MZ\x90\x00", "不是允许上传的类型"),
        ("照片.jpg", b"<html><script>", "不是可以打开的图片"),
        ("材料.pdf", b"MZ\x90\x00", "与文件类型不符"),
        ("打包.zip", b"PK\x03\x04", "不是可以随信提交的类型"),
        ("空.txt", b"", "空"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_named_and_nothing_else_is_lost(
    client, mailbox, address, name, content, sentence
):
    file = SimpleUploadedFile(name, content)
    page = client.post(address, sent(mailbox, step="send") | {"files": [file]})
    text = page.content.decode()
    assert page.status_code == 400 and sentence in text and "东风路 12 号" in text
    assert Letter.objects.count() == 0 and LetterAttachment.objects.count() == 0


def test_a_file_too_many_and_a_file_too_large_are_refused_with_a_sentence(province, settings):
    settings.LETTER_FILES, settings.LETTER_FILE_LIMIT_MB = 1, 1
    keep_file(province, a_pdf("一.pdf"), draft="a form", at=NOW)
    with pytest.raises(Refused, match="最多附 1 个文件"):
        keep_file(province, a_pdf("二.pdf"), draft="a form", at=NOW)
    large = SimpleUploadedFile("大.pdf", b"%PDF-" + b"0" * 1024 * 1024)
    with pytest.raises(Refused, match="超过 1 MB"):
        keep_file(province, large, draft="another", at=NOW)


def test_the_same_file_chosen_twice_is_kept_once(province):
    keep_file(province, a_pdf(), draft="a form", at=NOW)
    keep_file(province, a_pdf(), draft="a form", at=NOW)
    assert LetterAttachment.objects.count() == 1


def test_files_of_forms_that_never_came_are_swept(province, django_capture_on_commit_callbacks):
    keep_file(province, a_pdf(), draft="a form", at=NOW)
    carry_files(draft="a form", to="its successor")
    assert sweep_abandoned_files(at=NOW + timedelta(hours=23)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_abandoned_files(at=NOW + timedelta(hours=25)) == 1
    assert LetterAttachment.objects.count() == 0


def test_hints_point_out_personal_data_and_keep_nothing(client, mailbox):
    words = {"title": "查询进度", "body": "身份证11010519491231002X"}
    response = client.post(reverse("interaction:hints", args=[mailbox.slug]), words)
    assert response.status_code == 200 and "身份证号" in response.content.decode()
    assert Letter.objects.count() == 0 and not response.cookies


def test_a_letter_rewritten_with_the_back_button_is_not_swallowed(client, mailbox, address):
    form = sent(mailbox)
    client.post(address, {**form, "step": "send"})
    first = Letter.objects.get()
    rewritten = {**form, "title": "公园里的水龙头一直漏水", "body": "人民公园东门的水龙头漏水三天了，请派人修理。"}
    answer = client.post(address, {**rewritten, "step": "send", "files": [a_photo()]})
    page = answer.content.decode()
    assert answer.status_code == 409 and first.number in page and "没有登记" in page
    kept = carried(answer)
    assert kept["title"] == rewritten["title"] and Letter.objects.count() == 1
    token = read_token(kept["token"], mailbox_id=mailbox.pk, at=timezone.now())
    assert LetterAttachment.objects.get().draft == token.digest
    aged = new_token(mailbox.pk, at=timezone.now() - timedelta(minutes=1))
    client.post(address, {**kept, "token": aged.signed(), "step": "send"})
    assert Letter.objects.count() == 2 and Letter.objects.filter(title=rewritten["title"]).exists()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("writer_name", "\u200b\u2060\ufeff", "此项必填"),
        ("writer_name", "。。。", "请填写您的姓名"),
        ("title", "路灯\u200b\u200b\u200b", "标题太短"),
        ("title", "？？？！！！", "标题中没有文字"),
        ("body", "\u00ad" * 40, "此项必填"),
        ("body", "🙏" * 12, "内容中没有文字"),
    ],
)
def test_what_nobody_can_read_is_no_letter(client, mailbox, address, field, typed, said):
    answer = client.post(address, sent(mailbox, step="send", **{field: typed}))
    assert answer.status_code == 400 and said in answer.content.decode() and not Letter.objects.exists()


def test_signs_that_turn_the_line_round_are_left_out_and_odd_names_are_masked(client, mailbox, address):
    words = {"writer_name": "张伟明@163.com", "title": "路灯\u202e坏了\u200b三天🙏"}
    client.post(address, sent(mailbox, step="send", **words))
    letter = Letter.objects.get()
    assert letter.title == "路灯坏了三天🙏" and letter.writer_name == "张伟明@163.com"
