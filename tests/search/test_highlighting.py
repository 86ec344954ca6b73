"""Marks around what was searched, and nothing but text inside them."""

from search.highlighting import LINE, best_lines, marked, pattern_of


def test_text_is_escaped_before_it_is_marked():
    pattern = pattern_of(["<b>", "粮食"])
    assert marked("<b>粮食</b> & 油", pattern) == "<mark>&lt;b&gt;</mark><mark>粮食</mark>&lt;/b&gt; &amp; 油"


def test_the_longest_word_is_marked_as_a_whole():
    assert marked("住房公积金提取", pattern_of(["公积金", "住房公积金", "住房"])) == "<mark>住房公积金</mark>提取"


def test_words_are_taken_literally():
    assert marked("a+b (c)", pattern_of(["a+b", "(c)"])) == "<mark>a+b</mark> <mark>(c)</mark>"


def test_capitals_do_not_matter():
    assert marked("全省GDP增长", pattern_of(["gdp"])) == "全省<mark>GDP</mark>增长"


def test_the_stretch_with_most_different_words_is_shown():
    text = "公积金。" + "无关的话。" * 60 + "办理公积金提取须提供材料。" + "无关的话。" * 60
    lines = best_lines(text, pattern_of(["公积金", "提取", "材料"]))
    assert "<mark>提取</mark>须提供<mark>材料</mark>" in lines
    assert lines.startswith("…")
    assert lines.endswith("…")


def test_without_a_hit_the_beginning_is_shown():
    assert best_lines("开头的话" * 100, pattern_of(["没有"])).startswith("开头的话")
    assert len(best_lines("开头的话" * 100, None)) <= LINE + 1


def test_a_very_long_text_is_marked_in_a_moment():
    assert "<mark>" in best_lines("粮食安全" * 50_000, pattern_of(["粮食", "安全"]))
