"""发文字号: read as people write them, stored in one form, sorted as people count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.document_numbers import LONGEST_KEY, in_one_form, read_number
from tests.builders import a_document, a_draft

TABLE = [
    ("测政发〔2026〕1号", "测政发〔2026〕1号", "测政发", 2026, 1),
    ("测政发[2026]1号", "测政发〔2026〕1号", "测政发", 2026, 1),
    ("测政发［2026］１号", "测政发〔2026〕1号", "测政发", 2026, 1),
    ("测政发（2026）1号", "测政发〔2026〕1号", "测政发", 2026, 1),
    ("测政发(2026)第001号", "测政发〔2026〕1号", "测政发", 2026, 1),
    ("测政发【2026】 12 号", "测政发〔2026〕12号", "测政发", 2026, 12),
    (" 测政办 发 〔２０２６〕 ３ 号 ", "测政办发〔2026〕3号", "测政办发", 2026, 3),
    ("测政办函〔2026年〕7号", "测政办函〔2026〕7号", "测政办函", 2026, 7),
    ("测试省人民政府令 第12号", "测试省人民政府令第12号", "测试省人民政府令", None, 12),
    ("测试省人民政府令第十二号", "测试省人民政府令第12号", "测试省人民政府令", None, 12),
    ("测试省人民政府令（第三百零四号）", "测试省人民政府令第304号", "测试省人民政府令", None, 304),
    ("令第788号", "令第788号", "令", None, 788),
    ("第12号", "第12号", "", None, 12),
    ("公告2026年第5号", "公告2026年第5号", "公告", 2026, 5),
    ("2026年第5号", "2026年第5号", "", 2026, 5),
    ("测财税〔2026〕3号、测税发〔2026〕4号", "测财税〔2026〕3号、测税发〔2026〕4号", "测财税", 2026, 3),
    ("测教〔2026〕3号，测财〔2026〕9号", "测教〔2026〕3号、测财〔2026〕9号", "测教", 2026, 3),
]


@pytest.mark.parametrize(("typed", "shown", "organ", "year", "serial"), TABLE, ids=[row[0] for row in TABLE])
def test_a_number_is_read_and_written_in_one_form(typed, shown, organ, year, serial):
    number = read_number(typed)
    assert (number.shown, number.organ, number.year, number.serial) == (shown, organ, year, serial)
    assert in_one_form(number.shown) == number.shown


@pytest.mark.parametrize(
    "typed", ["", "无文号", "CSFGS—2017—9", "测政发〔26〕1号", "测政发〔2026〕号", "测政发〔1812〕1号"]
)
def test_what_is_no_number_is_kept_as_it_is(typed):
    number = read_number(typed)
    assert not number.is_read
    assert number.shown == typed


def test_numbers_are_sorted_as_people_count():
    typed = [
        "测政发〔2026〕10号",
        "测政发〔2026〕9号",
        "测政发〔2025〕100号",
        "测政办发〔2026〕1号",
        "令第12号",
        "令第2号",
    ]
    assert sorted(typed, key=lambda text: read_number(text).key) == [
        "令第2号", "令第12号", "测政办发〔2026〕1号", "测政发〔2025〕100号", "测政发〔2026〕9号", "测政发〔2026〕10号",
    ]  # fmt: skip


def test_a_joint_number_names_all_bodies():
    assert read_number("测教〔2026〕3号、测财〔2026〕9号").others == ("测财〔2026〕9号",)


@given(st.text(max_size=200))
def test_nothing_that_is_typed_raises_or_grows(text):
    number = read_number(text)
    assert len(number.shown) <= 60
    assert len(number.key) <= LONGEST_KEY
    assert in_one_form(number.shown) == number.shown


def test_the_library_keeps_the_parts_and_the_sort_key(news):
    document = a_document(news, document={"document_number": "测政发[2026]007号"}).policy_document
    assert document.document_number == "测政发〔2026〕7号"
    assert (document.number_organ, document.number_year, document.number_serial) == ("测政发", 2026, 7)
    assert document.number_key == "测政发 2026 000007"


def test_a_draft_is_judged_in_the_form_in_which_it_is_published(news):
    draft = a_draft(news, kind="document", document={"issuer": 1, "document_number": " 测政发(2026)7号 "})
    assert draft.document["document_number"] == "测政发〔2026〕7号"
