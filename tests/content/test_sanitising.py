"""Rich text on its way in."""

import pytest

from content.sanitising import clean_html, clean_line, is_tangled, opening_words, plain_text


@pytest.mark.parametrize(
    "nasty",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)></svg>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="data:text/html,alert(1)">x</a>',
        '<iframe src="https://evil.example"></iframe>',
        '<p style="position:fixed;background:url(javascript:alert(1))">x</p>',
        "<style>*{alert:1}</style>",
        '<form action="https://evil.example"><input name="alert"></form>',
        "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
        "<!-- alert(1) -->",
        '<img src="https://evil.example/alert.png">',
        '<img src="/media/../admin/alert">',
        '<object data="alert"></object>',
    ],
)
def test_nothing_that_runs_or_calls_out_survives(nasty):
    cleaned = clean_html(nasty)
    assert "alert" not in cleaned.replace("&lt;", "")
    assert "evil" not in cleaned


def test_what_an_official_text_needs_is_kept():
    text = (
        '<h2>一、总体要求</h2><p style="text-align: right">2026年11月</p>'
        '<table><thead><tr><th scope="col" colspan="2">指标</th></tr></thead><tbody><tr><td rowspan="2">甲</td></tr></tbody></table>'
        '<figure><img src="/media/a/202611/x.jpg" alt="会场"><figcaption>会场</figcaption></figure>'
    )
    cleaned = clean_html(text)
    for part in ("<h2>", "text-align", 'colspan="2"', 'rowspan="2"', "/media/a/202611/x.jpg", "<figcaption>"):
        assert part in cleaned


def test_words_own_marks_are_dropped():
    assert clean_html('<p class="MsoNormal" style="mso-fareast-font-family:宋体;text-indent:2em">正文</p>') == (
        '<p style="text-indent:2em">正文</p>'
    )


def test_a_line_loses_control_characters_and_runs_of_space():
    assert clean_line(" 关于\x00印发\u200b  规划\n的通知 ") == "关于印发 规划 的通知"


def test_the_plain_text_keeps_words_of_different_blocks_apart():
    assert plain_text("<h2>一</h2><p>二<br>三</p>") == "一 二 三"


def test_words_cannot_be_made_to_read_otherwise_than_they_are_stored():
    assert clean_line("补贴\u202e元001\u202c") == "补贴元001"
    assert clean_html("<p>补贴\u2066元\u2069</p>") == "<p>补贴元</p>"


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<p>完</p><p></p><p> <br> </p>\n<p>&nbsp;</p>", "<p>完</p>"),
        ("<p>完</p><p></p><pre></pre>", "<p>完</p><p></p><pre></pre>"),
        ("<p></p><p></p>", ""),
        ("<p></p>" * 20_000 + "<p>完</p>", "<p></p>" * 20_000 + "<p>完</p>"),
    ],
    ids=["at the end", "not a paragraph", "nothing else", "thousands before the end"],
)
def test_empty_paragraphs_at_the_end_are_dropped_and_no_others(html, kept):
    assert clean_html(html) == kept


@pytest.mark.parametrize(
    ("html", "tangled"),
    [
        ("<div>" * 250 + "字" + "</div>" * 250, True),
        ("<p>" + "".join(f"<b id={each}>" for each in range(30)) + "</p><p>字</p>", True),
        ("<div>" * 100 + "字" + "</div>" * 100, False),
        ("<p>第一段<p>第二段<ul><li>甲<li>乙</ul><br><img src='/media/a.png'>" * 300, False),
        ("<table>" + "<tr><td>1<td>2" * 3000 + "</table>", False),
    ],
    ids=["deep", "left open", "not so deep", "ends left out as HTML allows", "a long table"],
)
def test_html_that_a_parser_would_lose_words_of_is_told_from_what_it_bears(html, tangled):
    assert is_tangled(html) is tangled


def test_a_text_begins_with_its_sentences_not_with_tables_and_notes():
    body = (
        "<table><tbody><tr><td>甲</td></tr></tbody></table><p>开头<sup id='note-1-back'><a href='#note-1'>[1]</a></sup>。</p>"
        "<p>水的化学式是H<sub>2</sub>O。</p><section><h4>注释</h4><ol><li id='note-1'>出处。</li></ol></section>"
    )
    assert opening_words(body) == "开头。 水的化学式是H2O。"
    assert opening_words("<table><tbody><tr><td>甲</td></tr></tbody></table>") == "甲"
