"""Questions and answers are found wherever an interpretation has them."""

import pytest

from interpretation.charts import Block, Kind, to_html
from interpretation.questions import questions_in

RUNNING = (
    "<p>导语。</p><h3>问：谁能领补贴？</h3><p>答：种粮农户。</p><p>合作社也可以。</p><h2>二、其他</h2><p>与问答无关。</p>"
    "<p><strong>问：何时发放？</strong></p><p>答：每年年底。</p>"
)


def test_in_running_text():
    assert questions_in(RUNNING) == [("谁能领补贴？", "种粮农户。\n合作社也可以。"), ("何时发放？", "每年年底。")]


def test_in_blocks_and_text_together():
    block = Block(Kind.FAQ, "常问", (("怎样申请？", "到村委会。"),))
    assert questions_in(to_html([block]) + RUNNING)[0] == ("怎样申请？", "到村委会。")
    assert len(questions_in(to_html([block]) + RUNNING)) == 3


@pytest.mark.parametrize(
    "text",
    ["", "<p>没有问答</p>", "<p>问：只有问题</p>", "<p>答：只有回答</p>", "<table><tr><td>问：</td></tr></table>"],
)
def test_nothing_where_there_is_nothing(text):
    assert questions_in(text) == []
