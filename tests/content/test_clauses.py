"""Clauses have addresses by construction: numbers in every spelling, once per page, whatever the text around them is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.clauses import anchor_of, clauses_in, in_chinese, key_of, label_of, number_of, with_anchors

TEXT = (
    "<p>第一章　总则</p><p>第一条　为了规范管理，制定本办法。</p><p><strong>第二条</strong> 本办法适用于本省。</p>"
    "<p>（一）第一项；</p><h2>第二章　管理</h2><p>第三条之一 另行规定。</p><p>依照第二条办理。</p>"
    '<p>“第一条　旧文”</p><p id="kept">　　第十二条&nbsp;自发布之日起施行。</p>'
)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("一百零五", 105), ("一百二十", 120), ("一〇五", 105), ("一千零一", 1001),
        ("12", 12), ("１２", 12), ("两", 2), ("", None), ("零", None), ("甲", None), ("0", None), ("十甲", None),
    ],
)  # fmt: skip
def test_numbers_are_read_in_every_spelling(words, number):
    assert number_of(words) == number


@given(st.integers(1, 9999))
def test_a_number_reads_back_as_itself(number):
    assert number_of(in_chinese(number)) == number
    assert key_of(label_of(str(number))) == str(number)


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("第十二条", "12"), ("12", "12"), ("第 12 条", "12"), ("第１２条", "12"), ("第三条之一", "3-1"), ("二、", "s2"),
        ("第二部分", "s2"), ("第二章", None), ("", None), ("条", None), ("第零条", None), ("<b>", None),
    ],
)  # fmt: skip
def test_what_people_write_becomes_one_key(asked, key):
    assert key_of(asked) == key


def test_each_clause_has_its_address_once():
    html = with_anchors(TEXT)
    assert re.findall(r'id="([^"]+)"', html) == ["tiao-1", "tiao-2", "tiao-3-1", "kept", "tiao-12"]
    assert '<p id="kept"><span class="clause" id="tiao-12"></span>' in html


def test_an_address_that_an_editor_typed_elsewhere_does_not_catch_the_reader():
    html = with_anchors('<p id="tiao-1">前言</p><p>第一条　正文</p>')
    assert html == '<p>前言</p><p id="tiao-1">第一条　正文</p>'


def test_a_clause_says_what_stands_until_the_next_one_or_a_heading():
    clauses = {clause.key: clause for clause in clauses_in(TEXT)}
    assert clauses["2"].words == "第二条 本办法适用于本省。 （一）第一项；"
    assert clauses["12"].label == "第十二条"
    assert clauses["3-1"].label == "第三条之一"


def test_notices_have_parts():
    parts = clauses_in("<h2>一、统一办理口径</h2><p>以本通知为准。</p><h2>二、简化办理材料</h2><p>不再要求提供。</p>")
    assert [(part.key, part.label, part.anchor) for part in parts] == [
        ("s1", "一、统一办理口径", "bufen-1"), ("s2", "二、简化办理材料", "bufen-2"),
    ]  # fmt: skip
    assert parts[1].words == "二、简化办理材料 不再要求提供。"


@given(
    st.lists(
        st.sampled_from(["第一条", "第2条 a", "二、b", "<b>第三条</b>", "正文", "第九十九条之二", '"><x']), max_size=12
    )
)
def test_whatever_the_text_is_addresses_are_there_once_and_agree_with_the_clauses(pieces):
    html = "".join(f"<p>{piece}</p>" for piece in pieces)
    shown = with_anchors(html)
    ids = re.findall(r' id="([^"]+)"', shown)
    assert ids == [anchor_of(clause.key) for clause in clauses_in(html)]
    assert len(ids) == len(set(ids))
    assert re.sub(r' id="(?:tiao|bufen)-[^"]*"', "", shown) == html
