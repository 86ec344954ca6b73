"""What differs between two texts: words that came and went, pictures, tables and links by name, hostile texts in time."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.differences import Change, compare_html, compare_lines, folded
from content.differences.alignment import aligned

WORDS = [
    "会议", "部署", "春耕", "工作", "要求", "各地", "狠抓", "落实", "人民政府", "印发", "通知",
    "关于", "加强", "的", "，", "。", "和", "管理", "规定", "实施", "办法",
]  # fmt: skip


def marked(old: str, new: str) -> str:
    """Return the comparison as one line: [-went-]{+came+}, passages apart by a bar, cells by a slash."""
    signs = {Change.ADDED: "{{+{}+}}", Change.REMOVED: "[-{}-]", Change.FORM: "<{}>"}
    shown = [
        "/".join("".join(signs.get(part.change, "{}").format(part.text) for part in cell) for cell in passage.cells)
        for passage in compare_html(old, new).passages
    ]
    return " | ".join(shown)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("<p>会议部署工作。</p>", "<p>会议部署工作。</p>", "会议部署工作。"),
        ("<p>会议部署工作。</p>", "<p>会议研究部署工作。</p>", "会议{+研究+}部署工作。"),
        ("<p>全年补助12万元。</p>", "<p>全年补助15万元。</p>", "全年补助[-12-]{+15+}万元。"),
        (
            "<p>甲段。</p><p>丙段。</p>",
            "<p>甲段。</p><p>乙类事项。</p><p>丙段。</p>",
            "甲段。 | {+乙类事项。+} | 丙段。",
        ),
        ("<p>甲段。</p><p>乙类事项。</p>", "<p>甲段。</p>", "甲段。 | [-乙类事项。-]"),
        ("", "<p>从无到有</p>", "{+从无到有+}"),
        ("<p>从有到无</p>", "", "[-从有到无-]"),
        ("", "", ""),
        ("<p>春耕<br>发展农业</p>", "<p>春耕<br>发展工业</p>", "春耕 | 发展[-农业-]{+工业+}"),
        ("<p>丰收🌾</p>", "<p>丰收🚜</p>", "丰收[-🌾-]{+🚜+}"),
        ("<p>加强管理的通知</p>", "<p>切实加强管理的紧急通知</p>", "{+切实+}加强管理的{+紧急+}通知"),
        ("<p>增长1倍</p>", "<p>增长12倍</p>", "增长[-1-]{+12+}倍"),
        ("<p>面积5m2</p>", "<p>面积5m<sup>2</sup></p>", "面积<5m2>"),
    ],
)
def test_words_that_came_and_went_are_marked(old, new, expected):
    assert marked(old, new) == expected


def test_a_row_is_compared_cell_by_cell():
    rows = "<table><tr><th>市州</th><th>任务数</th></tr><tr><td>临岚市</td><td>{}</td></tr></table>"
    assert marked(rows.format(12), rows.format(15)) == "市州/任务数 | 临岚市/[-12-]{+15+}"
    assert compare_html(rows.format(12), rows.format(15)).named == ("表格：改动 1 行",)


def test_a_cell_that_was_added_does_not_run_into_its_neighbour():
    old, new = "<table><tr><td>甲</td><td>乙</td></tr></table>", "<table><tr><td>甲</td></tr></table>"
    assert "甲乙" not in marked(old, new)
    assert "甲乙" not in marked(new, old)


def test_words_that_only_look_different_are_named_by_how():
    parts = [p for p in compare_html("<p>应当公开</p>", "<p><b>应当公开</b></p>").passages[0].cells[0]]
    assert [(part.change, part.text, part.note) for part in parts] == [(Change.FORM, "应当公开", "常规 → 加粗")]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("", '<img src="/media/a.jpg" alt="开工现场">', "新增图片“开工现场”"),
        ('<img src="/media/a.jpg" alt="开工现场">', "", "去掉图片“开工现场”"),
        ('<img src="/media/a.jpg" alt="甲">', '<img src="/media/a.jpg" alt="乙">', "图片的替代文字由“甲”改为“乙”"),
        ('<img src="/media/a.jpg">', '<img src="/media/b.jpg">', "新增图片“无替代文字”"),
        ('<a href="/a/">办法</a>', '<a href="/b/">办法</a>', "链接：新增 1 个，去掉 1 个"),
        ("<p>甲</p>", "<p>甲</p><table><tr><td>乙</td></tr><tr><td>丙</td></tr></table>", "表格：新增 2 行"),
    ],
)
def test_pictures_tables_and_links_are_named(old, new, sentence):
    comparison = compare_html(old, new)
    assert sentence in comparison.named
    assert not comparison.is_same


def test_the_address_of_a_link_is_shown_where_it_changed_and_only_there():
    parts = [
        part
        for passage in compare_html(
            '<p><a href="/a/">甲办法</a>和<a href="/c/">丙</a></p>',
            '<p><a href="/b/">甲办法</a>和<a href="/c/">丙</a></p>',
        ).passages
        for cell in passage.cells
        for part in cell
    ]
    assert [part.text for part in parts if part.kind == "link"] == ["/a/", "/b/"]


def test_long_unchanged_stretches_are_folded_and_neighbours_stay():
    old = "".join(f"<p>第{n}段保持不变。</p>" for n in range(20))
    comparison = compare_html(old, old.replace("第10段保持不变", "第10段已有改动"))
    folds = [(fold.is_closed, len(fold.passages)) for fold in folded(comparison.passages)]
    assert folds == [(True, 9), (False, 3), (True, 8)]


def test_plain_lines_are_compared_by_words():
    parts = compare_lines("关于加强管理的通知", "关于切实加强管理的通知")
    assert [part.text for part in parts if part.change == Change.ADDED] == ["切实"]


def old_and_new(comparison) -> tuple[str, str]:
    """Read both texts back out of a comparison."""
    parts = [part for passage in comparison.passages for cell in passage.cells for part in cell if part.kind == "word"]
    old = "".join(part.text for part in parts if part.change != Change.ADDED)
    new = "".join(part.text for part in parts if part.change != Change.REMOVED)
    return old, new


@given(st.lists(st.sampled_from(WORDS), max_size=60), st.lists(st.sampled_from(WORDS), max_size=60))
@settings(max_examples=60, deadline=None)
def test_both_texts_can_be_read_back_from_what_is_shown(old, new):
    shown = old_and_new(compare_html(f"<p>{''.join(old)}</p>", f"<p>{''.join(new)}</p>"))
    assert shown == ("".join(old), "".join(new))


@given(st.lists(st.integers(0, 5), max_size=700), st.lists(st.integers(0, 5), max_size=700))
@settings(max_examples=40, deadline=None)
def test_an_alignment_covers_both_sequences_and_calls_equal_only_what_is(a, b):
    at_a = at_b = 0
    for is_same, i1, i2, j1, j2 in aligned(a, b):
        assert (i1, j1) == (at_a, at_b)
        assert not is_same or a[i1:i2] == b[j1:j2]
        at_a, at_b = i2, j2
    assert (at_a, at_b) == (len(a), len(b))


@given(st.text(alphabet=st.sampled_from("<>/pabtrd \"'=&;甲乙🌾\x00\x1f"), max_size=120))
@settings(max_examples=150, deadline=None)
def test_no_html_is_too_broken_to_be_compared(html):
    compare_html(html, "<p>甲</p>")
    assert compare_html(html, html).is_same


HOSTILE = {
    "one word": ("<p>" + "的" * 33_000, "<p>" + "的" * 20_000 + "和" + "的" * 13_000),
    "alternating": ("<p>" + "的和 " * 15_000, "<p>" + "和的 " * 15_000),
    "emoji": ("<p>" + "😀🌾" * 12_000, "<p>" + "🌾😀" * 12_000),
    "short paragraphs": ("<p>a</p>" * 14_000, "<p>b</p><p>a</p>" * 7_000),
    "rows": ("<table>" + "<tr><td>1<td>2<td>3" * 4_000, "<table>" + "<tr><td>1<td>3" * 4_000),
    "unclosed": ("<p" * 30_000, "<<<>>&" * 10_000),
    "nested": ("<div>" * 20_000 + "x", "<div>" * 20_000 + "y"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_compared_too(name):
    old, new = HOSTILE[name]
    assert not compare_html(old, new).is_same


def test_text_that_is_nested_too_deep_for_the_parser_is_not_hidden_from_the_reviewer():
    assert "藏起来" in marked("<p>甲</p>", "<p>甲</p>" + "<div>" * 2_000 + "藏起来" + "</div>" * 2_000)


def test_a_long_text_without_paragraphs_is_still_compared_by_words():
    luck = random.Random(1)
    sentences = ["".join(luck.choice(WORDS) for _ in range(60)) for _ in range(300)]
    comparison = compare_html(f"<p>{''.join(sentences)}</p>", f"<p>{'改'.join(sentences)}</p>")
    assert comparison.added < 1_000
