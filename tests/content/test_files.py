"""What an upload is, is decided by its bytes."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from sites.files import FileRefused, recognised
from tests.content.files import a_picture


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def an_archive(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return packed.getvalue()


def test_a_picture_is_drawn_anew_without_what_was_hidden_in_it():
    plain = a_picture().read()
    seen = recognised(upload("a.png", plain + b"<script>alert(1)</script>"))
    assert seen.kind == "image"
    assert b"script" not in seen.content


def test_a_picture_keeps_no_place_where_it_was_taken():
    taken = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    Image.new("RGB", (40, 30)).save(taken, "JPEG", exif=exif)
    assert b"secret place" not in recognised(upload("a.jpg", taken.getvalue())).content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.jpg", b"<html><body>hello</body></html>"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"),
        ("page.html", b"<html></html>"),
        ("program.exe", b"MZ\x90\x00"),
        ("paper.pdf", b"not a pdf"),
        ("sheet.xlsx", b"PK\x03\x04broken"),
        ("letter.docx", an_archive("xl/workbook.xml")),
        ("macro.docx", an_archive("word/document.xml", "word/vbaProject.bin")),
        ("list.csv", b"a,b\n<script>alert(1)</script>"),
        ("empty.png", b""),
        ("noending", b"hello"),
    ],
)
def test_what_is_not_what_it_says_is_refused_with_a_sentence(name, content):
    with pytest.raises(FileRefused) as refused:
        recognised(upload(name, content))
    assert str(refused.value).endswith("。")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("paper.pdf", b"%PDF-1.7\n%", "application/pdf"),
        ("letter.docx", an_archive("word/document.xml"), "wordprocessingml.document"),
        ("sheet.xlsx", an_archive("xl/workbook.xml"), "spreadsheetml.sheet"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "msword"),
        ("名单.csv", "姓名,单位\n".encode("gb18030"), "text/csv"),
    ],
)
def test_the_documents_of_an_office_are_taken(name, content, kind):
    assert recognised(upload(name, content)).content_type.endswith(kind)


def test_a_file_over_the_limit_is_refused(settings):
    settings.UPLOAD_LIMIT_MB = 1
    with pytest.raises(FileRefused, match="上限"):
        recognised(upload("big.pdf", b"%PDF-" + b"x" * 1024 * 1024))


def test_a_picture_with_too_many_points_is_refused():
    huge = io.BytesIO()
    Image.new("1", (9000, 9000)).save(huge, "PNG")
    with pytest.raises(FileRefused, match="图片"):
        recognised(upload("huge.png", huge.getvalue()))


def test_a_path_in_the_name_is_dropped():
    assert recognised(upload("..\\..\\a.png", a_picture().read())).name == "a.png"
