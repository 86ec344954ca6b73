"""Each check on sentences that are wrong and on sentences of real documents that are right."""

import pytest

from content.proofreading.findings import Kind, Severity
from tests.content.proofreaders import found, quotes

WRONG = [
    ("会议定于2026年2月30日召开。", "2026年2月30日", None),
    ("请于2026年13月1日前报送。", "2026年13月1日", None),
    ("截至11月31日。", "11月31日", None),
    ("二〇二六年二月三十日", "二〇二六年二月三十日", None),
    ("发布日期：2026-02-29", "2026-02-29", None),
    ("2026年11月18日（星期四）上午", "2026年11月18日（星期四", "2026年11月18日（星期三"),
    ("2026年11月18日星期天", "2026年11月18日星期天", "2026年11月18日星期三"),
    ("他说：“这件事要抓紧办。", "“", None),
    ("根据《条例规定，制定本办法。", "《", None),
    ("请携带身份证、户口簿）到窗口办理。", "）", None),
    ("《关于印发《办法》的通知》", "《", None),
    ("各市、州人民政府,省政府各部门：", ",", "，"),
    ("联系人:张某", ":", "："),
    ("现予公布.", ".", "。"),
    ("请认真贯彻执行(试行期两年)。", "(试行期两年)", "（试行期两年）"),
    ("共有１２３人参加。", "１２３", "123"),
    ("加强领导，，落实责任。", "，，", "，"),
    ("特此通知。。", "。。", "。"),
    ("等等...以上", "...", "……"),
    ("这是群众的的意见。", "的的", "的"),
    ("会议部署了了工作。", "了了", "了"),
    ("要进一步进一步加强管理。", "进一步进一步", "进一步"),
    ("县人民政府办公室人民政府办公室", "人民政府办公室人民政府办公室", "人民政府办公室"),
    ("测政发[2026]1号", "[2026]1号", "〔2026〕1号"),
    ("测政办函（2026）第012号", "（2026）第012号", "〔2026〕12号"),
    ("证号11010519491231002X", "11010519491231002X", None),
    ("联系电话13912345678", "13912345678", None),
]
RIGHT = [
    "会议定于2024年2月29日（星期四）召开，11月18日结束。",
    "农历二〇二六年二月三十日放灯。",
    "用时18个月，第13号公告，2026年11月18日至20日。",
    "“十五五”规划提出，“要‘稳’字当头”。",
    "1）申请；2）受理；（三）办结。",
    "根据《关于印发〈行政许可办法〉的通知》（测政发〔2026〕12号）办理。",
    "时间：9:30—11:30，比分3:2，网址http://www.example.gov.cn/。",
    "增长5.2%，总额1,234.5亿元，版本v2.0（beta）。",
    "以营利为目的的机构；合同标的的交付；这的的确确不了了之。",
    "市人民政府政府信息公开工作年度报告；服务服务对象；一项一项抓落实。",
    "为了了解情况，作了了断；还是是否同意；和和美美。",
    "被告与与会人员；以及及时办理；将将士的事迹；以以上材料为准；存在在建项目。",
    "（2026）测01民初12号民事判决书。",
    "统一社会信用代码11470000MB1234567X，电话0000-12345678。",
    "It’s fine, isn’t it?",
]


@pytest.mark.parametrize(("text", "quote", "right"), WRONG, ids=[text for text, _quote, _right in WRONG])
def test_what_is_wrong_is_found_once_with_its_right_form(text, quote, right):
    assert [(finding.quote, finding.replacement) for finding in found(text)] == [(quote, right)]


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_left_alone(text):
    assert quotes(text) == []


def test_a_date_in_full_width_figures_is_read_too():
    assert "２０２６年２月３０日" in quotes("成文于２０２６年２月３０日。")


def test_brackets_that_cross_are_both_named():
    assert quotes("（见附件【甲款）】") == ["【", "】"]


def test_a_quotation_over_several_paragraphs_opens_each_of_them():
    assert quotes("<p>他说：“第一段话。</p><p>“第二段话。”</p>") == []


def test_a_bracket_is_not_closed_in_another_paragraph():
    assert quotes("<p>说明（前半</p><p>后半部分）完</p>") == ["（", "）"]


def test_a_paragraph_pasted_twice_is_found_but_not_a_short_line():
    long = "<p>各地各部门要压实责任，把防汛抗旱各项措施落实到每一个岗位、每一个环节、每一处隐患，确保人民群众安全。</p>"
    assert [finding.kind for finding in found(long + "<p>合计</p><p>合计</p>" + long)] == [Kind.REPETITION]


def test_an_identity_card_blocks_and_a_mobile_number_only_warns():
    card, mobile = found("身份证11010519491231002X，手机13912345678。")
    assert (card.kind, card.severity) == (Kind.PRIVACY, Severity.BLOCK)
    assert (mobile.kind, mobile.severity) == (Kind.PRIVACY, Severity.WARN)


def test_figures_in_neighbouring_cells_are_no_card_number():
    cells = "".join(f"<td>{number}</td>" for number in ("6222", "0202", "0011", "2233", "445"))
    assert quotes(f"<table><tr><th>项</th></tr><tr>{cells}</tr></table>") == []


def test_a_picture_needs_words_that_are_no_file_name():
    body = '<p><img src="/media/a.png"><img src="/media/b.png" alt="IMG_2031.jpg"><img src="/media/c.png" alt="大桥合龙"></p>'
    assert [(finding.kind, finding.element, finding.occurrence) for finding in found(body)] == [
        (Kind.PICTURE, "img", 0), (Kind.PICTURE, "img", 1),
    ]  # fmt: skip


def test_a_table_needs_header_cells_unless_it_has_one_column():
    grid = "<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>"
    list_ = "<table><tr><td>甲</td></tr><tr><td>丙</td></tr></table>"
    headed = "<table><tr><th>甲</th><th>乙</th></tr><tr><td>丙</td><td>丁</td></tr></table>"
    assert [(f.kind, f.occurrence) for f in found(list_ + grid + headed)] == [(Kind.TABLE, 1)]
