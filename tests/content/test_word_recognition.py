"""What a document says about itself: number, issuer, dates. Values in, values out."""

from datetime import date

import pytest
from docx import Document

from content.word import read_word
from content.word.recognition import day_in, tidy_number
from tests.content.word_builders import a_policy_document, centered, indented, saved


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026年11月1日", date(2026, 11, 1)),
        ("2026 年 11 月 1 日", date(2026, 11, 1)),
        ("二〇二六年十一月一日", date(2026, 11, 1)),
        ("二○二六年十二月三十一日", date(2026, 12, 31)),
        ("二0二六年二月二十日", date(2026, 2, 20)),
        ("（2026年11月1日）", date(2026, 11, 1)),
        ("2026年2月30日", None),
        ("2026年11月", None),
        ("截至2026年11月1日的情况", None),
    ],
)
def test_a_line_that_is_a_date_is_read(words, day):
    assert day_in(words, whole=True) == day


@pytest.mark.parametrize("line", ["测教发〔2026〕12号", "（测教发[2026] 012 号）"])
def test_a_number_below_the_title_is_found_and_leaves_the_text(line):
    document = Document()
    document.add_heading("测试省教育厅关于做好冬季供暖的通知", 0)
    for words in (line, "各市教育局：", "请认真落实。"):
        document.add_paragraph(words)
    manuscript = read_word("通知.docx", saved(document))
    assert manuscript.recognised.document_number == "测教发〔2026〕12号"
    assert "12" not in manuscript.body and "各市教育局" in manuscript.body


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        ("测府发[2026]5号", "测府发〔2026〕5号"),
        ("测府办发（2026） 012 号", "测府办发〔2026〕12号"),
        ("测教规〔2026〕第3号", "测教规〔2026〕3号"),
        ("第12号", "第12号"),
    ],
)
def test_a_number_gets_the_brackets_of_the_standard(written, tidy):
    assert tidy_number(written) == tidy


def test_an_official_document_names_number_issuer_kind_and_dates():
    found = read_word("a.docx", a_policy_document()).recognised
    assert found.title == "测试省人民政府办公厅关于印发全省春耕备耕工作方案的通知"
    assert (found.document_number, found.genre) == ("测府办发〔2026〕12号", "通知")
    assert (found.written_on, found.printed_on) == (date(2026, 11, 2), date(2026, 11, 3))
    assert found.issuer_words[0] == "测试省人民政府办公厅"


def test_the_number_below_the_title_and_a_date_in_brackets_are_no_title():
    document = Document()
    centered(document, "测试市消防管理办法")
    centered(document, "（2026年11月1日测试市人民政府令第12号公布）")
    indented(document, "第一条 为了加强消防管理，制定本办法。")
    found = read_word("a.docx", saved(document))
    assert found.recognised.title == "测试市消防管理办法"
    assert "令第12号公布" in found.body


def test_a_file_that_says_nothing_proposes_nothing():
    document = Document()
    centered(document, "全省水利建设推进会召开")
    indented(document, "会议部署冬春水利建设。")
    found = read_word("a.docx", saved(document)).recognised
    assert (found.document_number, found.written_on, found.genre) == ("", None, "")
