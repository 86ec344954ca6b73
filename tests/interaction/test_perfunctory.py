"""Signs of perfunctory answers, on texts as people write them; hints stop nobody."""

import pytest
from django.urls import reverse

from interaction.actions import draft_reply
from interaction.models import Letter
from interaction.perfunctory import Sign, Source, signs
from tests.cast import NOW
from tests.interaction.letters import a_letter_in

TITLE = "反映东风路路灯坏了十二天没人修"
BODY = (
    "东风路靠近幸福街道这边有一段路灯已经十二天不亮了，路面还有坑，前天晚上一位老人差点摔倒。"
    "打过物业电话，说不归他们管。请问到底谁负责，什么时候能修好？"
)
GOOD = (
    "您好！接到来信后，我们当晚到现场核查，该路段共有 15 盏路灯不亮，原因是配电箱受潮跳闸、一段地埋线缆破损。"
    "目前线缆已更换，路灯全部恢复照明；路面坑槽已用冷补料应急填补。感谢您的监督。"
)
CHILD = "孩子明年上小学，户口和房产证不在一起怎么报名"
TEMPLATE = (
    "经核查，您反映的路灯由市城市管理局负责管养，已列入本月维修计划，预计十个工作日内修复，届时请您留意现场公告。"
)


def names(answer: str, *sources: Source, title: str = TITLE, body: str = BODY) -> list[Sign]:
    return [hint.sign for hint in signs(title, body, answer, sources)]


def test_a_good_answer_gives_no_hint():
    assert names(GOOD) == []


@pytest.mark.parametrize(
    "answer",
    [
        "您好！您的来信已收悉。感谢您的来信，我们将高度重视，认真研究。祝您生活愉快！",
        "尊敬的网友：您好！您反映的问题已转交有关部门处理，感谢您对我们工作的关心和支持。",
        "您的留言收悉，我局将积极考虑您的建议，欢迎继续监督。此复。",
        "您好，问题已收到，我们会尽快处理，敬请谅解。",
    ],
)
def test_courtesies_alone_are_no_answer(answer):
    assert Sign.COURTESIES in names(answer)
    assert Sign.SHORT not in names(answer)


@pytest.mark.parametrize(
    "answer", ["路灯已修好。", "您好！路灯已经修复，请放心。感谢您的来信，祝您生活愉快！", "路灯不归我们管。"]
)
def test_a_very_short_answer_is_hinted_at_however_long_its_courtesies(answer):
    assert names(answer) == [Sign.SHORT]


def test_an_answer_about_something_else_is_hinted_at():
    about_school = (
        "进城务工人员随迁子女凭在有效期内的居住证即可申请，公办学校按“房户一致、有房有居、居住证”的顺序统筹安排，"
        "招生公告预计六月公布，届时可在移动端查询片区并报名。"
    )
    assert names(about_school) == [Sign.BESIDE_THE_POINT]
    assert names(about_school, title=CHILD, body="请问能就近读公办学校吗，需要准备哪些材料？") == []


@pytest.mark.parametrize(
    "answer",
    [TEMPLATE, f"您好！\n{TEMPLATE}", TEMPLATE.replace("，", ", ").replace("。", ". "), f"  {TEMPLATE}\n\n"],
)
def test_a_copy_is_recognised_whatever_its_spaces_and_stops(answer):
    hints = signs(TITLE, BODY, answer, [Source("模板“路灯”", TEMPLATE)])
    assert [hint.sign for hint in hints] == [Sign.COPIED]
    assert "模板“路灯”" in hints[0].sentence


def test_a_text_worked_over_is_no_copy():
    own = TEMPLATE.replace(
        "已列入本月维修计划，预计十个工作日内修复", "昨日到场查明十五盏灯不亮，线缆破损，今晚更换完毕"
    )
    assert names(own, Source("模板", TEMPLATE), Source("客套", "感谢来信。")) == []


@pytest.mark.parametrize("answer", ["", "   ", "。。。", "\n"])
def test_an_empty_answer_gives_no_hint(answer):
    assert names(answer) == []


def test_odd_texts_do_no_harm():
    for text in ("a" * 20_000, "😀" * 50, "<b>&amp;</b>", "123456", "。" * 1000 + "好"):
        signs(text, text, text, [Source(text, text)])


def test_handler_and_approver_see_the_hint_and_nobody_is_stopped(client, mailbox, people):
    first = a_letter_in("in-hand", mailbox, people, title="东风路路灯不亮，晚上很黑")
    draft_reply(first, text=TEMPLATE, by=people.handler, at=NOW)
    letter = a_letter_in("in-hand", mailbox, people, title="另一处路灯不亮了", writer_name="李雨晴")
    draft_reply(letter, text=TEMPLATE, by=people.handler, at=NOW)
    address = reverse("interaction-office:letter", args=[letter.number])
    for person in (people.handler, people.approver):
        client.force_login(person)
        page = client.get(address).content.decode()
        assert "一字未改" in page and first.number in page
    assert client.post(reverse("interaction-office:act", args=[letter.number, "approve"])).status_code == 302
    assert Letter.objects.get(pk=letter.pk).state == "replied"


def test_the_hint_does_not_spell_out_what_is_private():
    hints = signs(
        "公积金",
        "身份证11010519491231002X，电话１３８ １２３４ ５６７８，怎么提取？",
        "天气很好，适合散步，请多多出门走动走动。",
    )
    (said,) = [hint.sentence for hint in hints if "没有提到" in hint.sentence]
    assert "1101" not in said and "138" not in said and "公积金" in said
