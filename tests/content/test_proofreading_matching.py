"""Words of the lists in a text: disguised ones, overlapping ones, exceptions, and leaders with title and order."""

import pytest

from content.proofreading.findings import Kind
from tests.content.proofreaders import BLOCK, WARN, an_entry, found, quotes

DISGUISED = ["敏感词", "敏 感 词", "敏\u200b感\xad词", "敏　感词", "<p>敏<b>感</b>词</p>", "<p>敏&nbsp;感&#35789;</p>"]


@pytest.mark.parametrize("text", DISGUISED)
def test_a_word_is_found_however_it_is_disguised(text):
    (finding,) = found(text, an_entry("敏感词"))
    assert finding.quote.replace(" ", "")[0] == "敏"


@pytest.mark.parametrize("text", ["ＡＢＣ公司", "abc公司", "ABC公司", "a b c 公司"])
def test_width_and_case_make_no_difference(text):
    assert found(text, an_entry("AbC公司"))


def test_traditional_characters_are_the_same_word():
    assert quotes("請勿傳播違禁詞語", an_entry("违禁词语")) == ["違禁詞語"]


def test_a_word_does_not_reach_over_two_paragraphs():
    assert found("<p>保持敏</p><p>感词汇</p>", an_entry("敏感词")) == []


def test_a_latin_word_is_not_found_inside_a_longer_one():
    assert quotes("website and web", an_entry("web")) == ["web"]


def test_an_exception_is_a_longer_wording_in_which_the_word_is_right():
    word = an_entry("登陆", "登录", exceptions=("台风登陆", "登陆作战"))
    assert quotes("台风登陆后，请登陆系统；登 陆作战。", word) == ["登陆"]


def test_of_two_words_that_overlap_the_longer_counts():
    assert quotes("发展规化纲要", an_entry("规化纲要", "规划纲要"), an_entry("规化纲", "规划纲")) == ["规化纲要"]


def test_a_longer_warning_cannot_hide_a_shorter_word_that_blocks():
    entries = an_entry("违禁词", severity=BLOCK), an_entry("某违禁词汇", "某词汇", severity=WARN)
    assert [(f.quote, f.severity) for f in found("这是某违禁词汇。", *entries)] == [("违禁词", BLOCK)]


def test_of_the_same_word_in_two_lists_the_stricter_counts():
    entries = an_entry("某某", severity=WARN), an_entry("某某", severity=BLOCK)
    assert [f.severity for f in found("某某", *entries)] == [BLOCK]


LEADERS = (
    an_entry("江明远", kind=Kind.LEADER, title="省委书记", rank=1, list_pk=1),
    an_entry("何雨桐", kind=Kind.LEADER, title="省委副书记、省长", rank=2, list_pk=1),
    an_entry("陆知白", kind=Kind.LEADER, title="副省长", rank=3, list_pk=1),
)


@pytest.mark.parametrize(
    "text",
    [
        "省委书记江明远，省委副书记、省长何雨桐，副省长陆知白出席。", "江明远、何雨桐、陆知白参加。", "省长何雨桐主持。",
        "副书记何雨桐讲话。", "陆知白副省长讲话。", "陆知白陪同江明远调研。", "陆知白讲话。江明远作总结。",
    ],
)  # fmt: skip
def test_leaders_with_their_title_and_in_their_order_are_right(text):
    assert found(text, *LEADERS) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("省长陆知白主持会议。", "陆知白的登记职务为“副省长”，这里写的是“省长”。"),
        ("副省长何雨桐讲话。", "何雨桐的登记职务为“省委副书记、省长”，这里写的是“副省长”。"),
        ("何雨桐书记指出。", "何雨桐的登记职务为“省委副书记、省长”，这里写的是“书记”。"),
        ("何雨桐、江明远出席。", "排序：江明远应排在何雨桐之前。"),
        ("江明远，陆知白、何雨桐参加。", "排序：何雨桐应排在陆知白之前。"),
    ],
)
def test_a_wrong_title_and_a_wrong_order_are_found(text, message):
    assert [finding.message for finding in found(text, *LEADERS)] == [message]
