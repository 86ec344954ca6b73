"""图解 of blocks: what was written becomes plain, accessible text and is read back from it; nothing else is lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.sanitising import clean_html
from interpretation.charts import Block, Kind, blocks_in, rows_in, to_html
from sites.refusals import Refused

WORDS = (
    st.text(alphabet="补贴标准每亩不低于一百元ABC12<>&\"'、，。", min_size=1, max_size=12)
    .map(lambda words: words.strip())
    .filter(bool)
)
PAIRS = st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=4).map(tuple)
BLOCKS = st.lists(
    st.one_of(
        st.builds(Block, st.sampled_from([Kind.STEPS, Kind.NUMBERS, Kind.TIMELINE, Kind.FAQ]), WORDS, PAIRS),
        st.builds(
            Block, st.just(Kind.COMPARISON), WORDS, st.lists(st.tuples(WORDS, WORDS), min_size=2, max_size=4).map(tuple)
        ),
    ),
    max_size=5,
)


@given(BLOCKS)
def test_blocks_are_read_back_as_they_were_written_after_the_text_was_cleaned(blocks):
    assert blocks_in(clean_html(to_html(blocks))) == blocks


@pytest.mark.parametrize(
    ("kind", "lines", "rows"),
    [
        ("steps", "申请：填写申请表\n\n审核: 十个工作日\n领取", (("申请", "填写申请表"), ("审核", "十个工作日"), ("领取", ""))),
        ("numbers", "100元：每亩补贴", (("100元", "每亩补贴"),)),
        ("comparison", "项目|原规定|新规定\n标准 ｜ 80元 ｜ 100元", (("项目", "原规定", "新规定"), ("标准", "80元", "100元"))),
        ("faq", "问：谁能领？\n答：种粮农户。\n含合作社。\n问 何时领？\n答 年底。", (("谁能领？", "种粮农户。 含合作社。"), ("何时领？", "年底。"))),
    ],
)  # fmt: skip
def test_rows_are_written_one_a_line(kind, lines, rows):
    assert rows_in(Kind(kind), lines) == rows
    assert rows_in(Kind(kind), Block(Kind(kind), "", rows).lines) == rows


@pytest.mark.parametrize(
    ("kind", "lines", "sentence"),
    [
        ("steps", " \n ", "还没有内容"), ("steps", "：没有名称", "先写名称"), ("comparison", "项目|新\n标准", "至少两列|列数"),
        ("comparison", "项目|新\n标准|1|2", "列数不一致"), ("comparison", "项目|新规定", "第一行写表头"), ("faq", "问：只有问题", "另起一行"),
        ("faq", "没有问题", "逐条写"), ("numbers", "长：" + "字" * 301, "不超过"), ("steps", "步\n" * 90, "最多"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said(kind, lines, sentence):
    with pytest.raises(Refused, match=sentence):
        rows_in(Kind(kind), lines)


def test_other_text_stays_as_it_is_and_in_its_place():
    text = f"<p>导语<em>一</em>。</p><ul><li>甲</li></ul>{to_html([Block(Kind.NUMBERS, '数字', (('3年', '期限'),))])}<p>结语</p>"
    blocks = blocks_in(text)
    assert [block.kind for block in blocks] == [Kind.TEXT, Kind.NUMBERS, Kind.TEXT]
    assert re.sub(r"-\d+\"", "", to_html(blocks)) == re.sub(r"-\d+\"", "", text)


def test_a_block_that_was_changed_by_hand_beyond_its_form_is_kept_as_text():
    text = (
        '<section id="tujie-steps-1"><h2>步骤</h2><ol><li><strong>一</strong></li></ol><p>后来加的一句。</p></section>'
    )
    assert [block.kind for block in blocks_in(text)] == [Kind.TEXT]
    assert "后来加的一句" in to_html(blocks_in(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "<!-- x -->",
        "纯文字",
        "<p>未闭合",
        '<section id="tujie-text-1"></section>',
        '<section id="tujie-faq-9"></section>',
    ],
)
def test_any_text_can_be_read(text):
    to_html(blocks_in(text))


def test_tables_have_heads_for_screen_readers():
    html = to_html([Block(Kind.COMPARISON, "新旧对比", (("项目", "新规定"), ("标准", "100元")))])
    assert '<th scope="col">项目</th>' in html
    assert '<th scope="row">标准</th>' in html
