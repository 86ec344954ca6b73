"""Files that are no Word file, or not safe to open: each gets its sentence."""

import io
import zipfile

import pytest

from content.word import read_word
from sites.files import FileRefused
from tests.content.word_builders import a_word, line, repacked


def refusal(content: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        read_word("来文.docx", content)
    return str(refused.value)


def with_body(xml: bytes) -> bytes:
    return repacked(a_word(line("甲")), lambda parts: parts.update({"word/document.xml": xml}))


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空文件"),
        (b"hello", "不是 Word 文档"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "另存为"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (b"PK\x03\x04broken", "损坏"),
        (with_body(b"<w:document"), "不完整"),
        (with_body(b"<a/>"), "不完整"),
        (with_body(BOMB), "不安全"),
        (with_body(BOMB.decode().encode("utf-16")), "不安全"),
        (repacked(a_word(), lambda parts: parts.update({"word/vbaProject.bin": b"x"})), "宏"),
        (repacked(a_word(), lambda parts: parts.pop("word/document.xml")), "不是 Word 文档"),
        (repacked(a_word(), lambda parts: parts.update({"word/media/a.png": b"\0" * 50_000_000})), "过大"),
    ],
    ids=[
        "nothing",
        "text",
        "old-word",
        "encrypted",
        "broken-zip",
        "cut-off",
        "other-xml",
        "bomb",
        "bomb-in-utf16",
        "macros",
        "no-text",
        "too-large",
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(content, words):
    sentence = refusal(content)
    assert words in sentence
    assert sentence.startswith("“来文.docx”")
    assert sentence.endswith("。")


def test_a_file_over_the_limit_is_refused_before_it_is_opened(settings):
    settings.IMPORT_LIMIT_MB = 1
    assert "上限" in refusal(b"PK\x03\x04" + b"x" * 1024 * 1024)


def test_a_file_with_thousands_of_parts_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
        for number in range(5001):
            archive.writestr(f"x{number}", "")
    assert "过大" in refusal(packed.getvalue())


def test_a_part_whose_bytes_were_damaged_is_refused():
    content = bytearray(a_word(line("甲" * 2000)))
    at = content.find(b"word/document.xml") + 40
    content[at : at + 60] = b"\x07" * 60
    assert "损坏" in refusal(bytes(content)) or "不完整" in refusal(bytes(content))


def test_tables_nested_without_end_do_not_break_the_reader():
    nested = "<w:tbl><w:tr><w:tc>" * 80 + line("深处") + "</w:tc></w:tr></w:tbl>" * 80
    try:
        assert "深处" in read_word("a.docx", a_word(line("标题"), nested)).body
    except FileRefused as refused:
        assert str(refused).endswith("。")
