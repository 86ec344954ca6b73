"""Personal data in free text."""

import pytest

from sites.privacy import Kind, findings, known_of, masked, masked_name

FOUND = [
    ("身份证11010519491231002X。", "id-card"),
    ("身份证号１１０１０５１９４９１２３１００２Ｘ", "id-card"),
    ("110105 19491231 002x", "id-card"),
    ("电话13812345678", "mobile"),
    ("电话１３８ １２３４ ５６７８", "mobile"),
    ("138-1234-5678", "mobile"),
    ("1 3 8 1 2 3 4 5 6 7 8", "mobile"),
    ("+86 13812345678", "mobile"),
    ("一三八一二三四五六七八", "mobile"),
    ("138\u200b1234\u200b5678", "mobile"),
    ("0812-3322555", "landline"),
    ("(028)86601234", "landline"),
    ("（010）6660 1234", "landline"),
    ("电话：3322555", "landline"),
    ("6222 0200 0000 0000 000", "bank-card"),
    ("6225880137706868", "bank-card"),
    ("zhang.san@163.com", "email"),
    ("ｚｓ＠ｑｑ．ｃｏｍ", "email"),
    ("川D·12345", "plate"),
    ("车牌川DD12345，", "plate"),
    ("川d 12345", "plate"),
]
CLEAN = [
    "国办发〔2014〕57号",
    "2026-11-22 14:30 在东风路 12 号",
    "信件编号20261122123456",
    "110105194912310021",  # wrong check digit, and Luhn does not pass either
    "一共三千二百元，二〇二六年十一月二十二日",
    "公交 12 路、23 路和 101 路",
    "总投资 138.12 亿元，同比增长 5.6%",
    "川流不息",
    "1111111111111111",
    "第1、3、5、7、9、11、13、15周",
]


@pytest.mark.parametrize(("text", "kind"), FOUND)
def test_personal_data_is_found(text, kind):
    assert [finding.kind.value for finding in findings(text)] == [kind]


@pytest.mark.parametrize("text", CLEAN)
def test_ordinary_text_is_left_alone(text):
    assert findings(text) == []


@pytest.mark.parametrize(("text", "kind"), FOUND)
def test_masked_text_has_nothing_left_to_find(text, kind):
    assert findings(masked(text)) == []


def test_all_occurrences_are_masked():
    assert masked("13812345678 和 13912345678").count("已隐去") == 2


def test_positions_refer_to_the_text_as_written():
    text = "打１３８１２３４５６７８找我"
    found = findings(text)[0]
    assert text[found.start : found.end] == found.text == "１３８１２３４５６７８"


def test_a_hint_does_not_say_the_number():
    assert findings("13812345678")[0].hint == "138*****678"


@pytest.mark.parametrize(
    ("name", "shown"),
    [("张三", "张**"), ("张晓明", "张**"), ("欧阳修", "欧阳**"), ("欧阳", "欧**"), (" 李 四 ", "李**"), ("", "匿名")],
)
def test_names_are_masked_without_telling_their_length(name, shown):
    assert masked_name(name) == shown


def test_what_is_known_of_the_writer_is_found_in_any_text():
    known = known_of("赵铁柱", "东风路12号3单元501室")
    text = "赵铁柱同志：您好。您家住东风路12号3单元501室，我们已上门。"
    assert [finding.kind for finding in findings(text, known=known)] == [Kind.NAME, Kind.ADDRESS]
    assert masked(text, known=known) == "赵**同志：您好。您家住［来信人地址已隐去］，我们已上门。"


def test_a_name_with_spaces_in_it_is_found_too():
    assert findings("赵 铁 柱 您好", known=known_of("赵铁柱", ""))


def test_only_the_writers_own_words_are_masked_when_asked():
    text = masked("赵铁柱：请电 0000-2120000", known=known_of("赵铁柱", ""), kinds={Kind.NAME})
    assert text == "赵**：请电 0000-2120000"


@pytest.mark.parametrize(
    ("typed", "hidden"),
    [
        ("张伟明@163.com", ["张伟明"]),
        ("张伟明（业主）", ["张伟明"]),
        ("业主：张伟明", ["张伟明"]),
        ("张伟明13800138000", ["张伟明"]),
        ("张伟明、李小红", ["张伟明", "李小红"]),
        ("张伟明 李小红", ["张伟明", "李小红"]),
        ("张伟明先生", ["张伟明"]),
        ("欧阳娜娜@example.com", ["欧阳娜娜"]),
        ("买买提@example.com", ["买买提"]),
    ],
)
def test_a_name_with_something_around_it_is_still_the_name(typed, hidden):
    text = "反映人" + "和".join(hidden) + "住在业主委员会旁边，欧阳先生可以作证。"
    shown = masked(text, known=known_of(typed, ""))
    assert not any(name in shown for name in hidden)
    assert "业主委员会旁边，欧阳先生可以作证。" in shown


@pytest.mark.parametrize(("typed", "shown"), [("业主张伟明", "张**"), ("张伟明@163.com", "张**"), ("家长", "家**")])
def test_what_stands_before_a_name_is_no_surname(typed, shown):
    assert masked_name(typed) == shown
