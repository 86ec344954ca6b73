"""From a finding back to its place: in the visible text, and in the HTML when the right form is put in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.proofreading.passages import line_of, passage_of
from content.proofreading.reading import corrected
from tests.content.proofreaders import an_entry, found

WORD = an_entry("登陆网站", "登录网站")


@pytest.mark.parametrize(
    ("html", "mended"),
    [
        ("<p>请登陆网站办理。</p>", "<p>请登录网站办理。</p>"),
        ("<p>请登<b>陆网</b>站办理。</p>", "<p>请登录网站<b></b>办理。</p>"),
        ("<p>请<b>登陆</b>网站。</p><p>登 陆网站</p>", "<p>请<b>登录网站</b>。</p><p>登录网站</p>"),
        ("<p>甲&amp;乙&nbsp;登陆网站&lt;完</p>", "<p>甲&amp;乙&nbsp;登录网站&lt;完</p>"),
        ('<p title="登陆网站">登陆网站</p>', '<p title="登陆网站">登录网站</p>'),
    ],
)
def test_the_right_form_is_put_where_the_word_was_shown(html, mended):
    assert corrected({"body": html}, found(html, WORD)) == {"body": mended}


def test_a_line_of_text_is_no_markup():
    text = "A<B 登陆网站 & C"
    finding = found(text, WORD)[0]
    assert line_of("title", text).with_replacements([finding]) == "A<B 登录网站 & C"


def test_a_finding_says_which_of_several_equal_quotes_it_is():
    html = "<p>登陆网站，登陆网站</p><ul><li>登陆网站</li></ul>"
    assert [(finding.quote, finding.occurrence) for finding in found(html, WORD)] == [
        ("登陆网站", 0), ("登陆网站", 1), ("登陆网站", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "html", ["<", "<p", "a < b & c", "<p>&nosuch; &#99999999;</p>", "<!-- x --><p>甲</p>", "", "</p></p>"]
)
def test_broken_markup_is_read_without_complaint(html):
    passage_of("body", html)


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<b>", "</b>", "登", "陆", "网站", "&amp;", "&nbsp;", " ", "x", "<br>", "<"])
    )
)
def test_every_character_knows_its_place_in_the_html(parts):
    passage = passage_of("body", "".join(parts))
    for at, character in enumerate(passage.text):
        pieces = passage._pieces(at, at + 1)
        assert len(pieces) == (character != "\n")
        for start, end in pieces:
            assert character in (passage.html[start:end], "&", "\xa0")
