"""What was answered about the like is proposed to whoever writes and whoever answers, and nothing that is not public."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from interaction.actions import accept_and_assign, publish_entry, publish_letter, save_entry, unpublish_letter
from interaction.models import KeyWord, KnowledgeEntry
from interaction.similar import ASKED_WORDS, similar_for, similar_to
from portal.demo.knowledge import ENTRIES
from tests.cast import NOW
from tests.interaction.letters import a_letter, a_letter_in, a_mailbox, published
from tests.interaction.test_writing_page import sent

pytestmark = pytest.mark.django_db
SECRET = "地下停车场电梯漏水"

# How people ask for what the demo's knowledge base answers, in other words than its own.
ASKED = (
    ("社保卡丢了", "我的社保卡上周丢了，请问在哪里挂失，补一张新卡要带什么？", "社会保障卡丢了"),
    ("医保卡不见了怎么办", "老人的医保卡找不到了，要补卡，能不能由子女代办？", "社会保障卡丢了"),
    ("父母在外省住院报销", "父母随我在外地生活，住院能不能异地就医直接结算，要先备案吗？", "在外地看病"),
    ("孩子上学报名", "我们租房住，户口在老家，孩子明年上小学，随迁子女入学怎么报名？", "随父母在城里租房"),
    ("公租房申请条件", "刚毕业参加工作，收入不高，想申请公租房，找谁？", "公租房怎么申请"),
    ("工地老板拖欠工资", "包工头欠薪三个月，我们农民工去哪里投诉讨薪？", "单位拖欠工资"),
    ("房产证办理时间", "买了二手房，过户以后不动产登记几天能拿到产权证？", "不动产登记多久"),
    ("拉蔬菜的车过高速", "我们合作社整车运输蔬菜，高速公路绿色通道免费要提前预约吗？", "高速公路绿色通道"),
    ("高龄老人补贴", "爷爷今年八十岁，高龄津贴向哪里申请？", "八十岁以上老人"),
    ("开小饭馆办执照", "想开一家早餐店，个体工商户营业执照去哪里注册？", "个体工商户怎么办"),
    ("半夜工地施工太吵", "小区旁边工地夜间施工，噪声扰民，睡不着觉，投诉找谁？", "夜间施工噪声"),
    ("租房办居住证", "外地来打工半年了，居住证在哪个派出所申领？", "外地户口怎么办居住证"),
)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def knowledge(province, bureau, intake, today):
    """The demo's knowledge base."""
    for spec in ENTRIES:
        entry = KnowledgeEntry(
            site=province, question=spec.question, answer=spec.answer, keywords=spec.keywords, organization=bureau,
            current_until=today + timedelta(days=300),
        )  # fmt: skip
        publish_entry(save_entry(entry, by=intake, at=NOW), by=intake, at=NOW)


def test_the_right_answer_is_among_the_first_three(province, knowledge, today):
    missed = [
        title
        for title, body, wanted in ASKED
        if not any(wanted in each.title for each in similar_to(province, title, body, on=today, most=3))
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("表扬公交司机", "司机捡到钱包原封不动还给我，请表扬。"),
        ("", ""),
        ("？？？", "。。。"),
        ("a" * 100, "b" * 5000),
        ("谢谢", "您好，感谢领导，谢谢。"),
    ],
)
def test_what_was_never_answered_proposes_nothing(province, knowledge, today, title, body):
    assert similar_to(province, title, body, on=today) == []


def test_published_letters_are_proposed_and_unpublished_ones_no_longer(mailbox, people, intake, today):
    letter = published(a_letter_in("replied", mailbox, people), people)
    ask = ("路灯坏了", "我家门口的路灯坏了没人修理。")
    assert [each.title for each in similar_to(mailbox.site, *ask, on=today)] == [letter.public_title]
    unpublish_letter(letter, reason="来信人要求取消公开", by=intake, at=NOW)
    assert similar_to(mailbox.site, *ask, on=today) == [] and KeyWord.objects.count() == 0


def test_what_is_not_public_is_never_proposed_nor_its_words_kept(client, mailbox, people, today):
    a_letter_in("replied", mailbox, people, title=SECRET, body=f"{SECRET}，已经漏了半个月没有人管。")
    assert similar_to(mailbox.site, SECRET, SECRET, on=today) == []
    assert not KeyWord.objects.filter(word__in=["电梯", "漏水"]).exists()
    response = client.post(reverse("interaction:hints", args=[mailbox.slug]), {"title": SECRET, "body": SECRET})
    assert SECRET not in response.content.decode()


def test_the_original_of_a_published_letter_gives_no_words(mailbox, people):
    letter = a_letter_in("replied", mailbox, people, body=f"{SECRET}。东风路的路灯坏了一个星期，晚上很黑。")
    type(letter).objects.update(body=f"{SECRET}。东风路的路灯坏了一个星期，晚上很黑。")
    from interaction.actions import publish_letter

    publish_letter(letter, title="路灯坏了", body="东风路的路灯坏了", reply="路灯已修复。", by=people.intake, at=NOW)
    assert not KeyWord.objects.filter(word__in=["电梯", "漏水", "停车场"]).exists()


def test_other_sites_answers_are_not_proposed(city, mailbox, people, today):
    published(a_letter_in("replied", mailbox, people), people)
    assert similar_to(city, "路灯坏了", "门口的路灯坏了没人修理。", on=today) == []


def test_the_checking_page_proposes_without_scripts(client, province, mailbox, knowledge):
    form = sent(mailbox, step="check", title="社保卡丢了", body="我的社保卡上周丢了，请问在哪里挂失，怎么补卡？")
    page = client.post(reverse("interaction:write", args=[mailbox.slug]), form).content.decode()
    assert "以下答复可能已解答您的问题" in page and "社会保障卡丢了怎么补办" in page


@pytest.mark.parametrize("who", ["intake", "handler"])  # a handler has no grant on the site, only on the organization
def test_the_handler_finds_answers_to_start_from_and_never_the_letter_itself(client, mailbox, people, today, who):
    before = published(a_letter_in("replied", mailbox, people), people)
    letter = a_letter(mailbox, title="路灯又坏了", body="东风路门口的路灯又坏了，请派人修理。", at=timezone.now())
    assert [each.url for each in similar_for(letter, on=today)] == [before.get_absolute_url()]
    assert similar_for(before, on=today) == []
    accept_and_assign(letter, organization=people.bureau, by=people.intake, at=timezone.now())
    client.force_login(getattr(people, who), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("interaction-office:letter", args=[letter.number])).content.decode()
    assert "相似的答复" in page and before.public_title in page


def test_the_cost_does_not_grow_with_what_was_answered(mailbox, people, today):
    box = a_mailbox(mailbox.site, "second", name="第二信箱")
    for _round in range(4):
        published(a_letter_in("replied", box, people), people)
    with CaptureQueriesContext(connection) as asked:
        similar_to(mailbox.site, "路灯坏了", "门口的路灯坏了没人修理。", on=today)
    assert len(asked) <= ASKED_WORDS + 2


def test_a_rare_word_leads_to_a_letter_that_common_words_no_longer_reach(mailbox, people, today, monkeypatch):
    """The newest rows of two common words need not meet; what a rarer word leads to is asked for all of them."""
    monkeypatch.setattr("interaction.similar.NEWEST", 4)
    wanted = published(a_letter_in("replied", mailbox, people, title="老旧小区加装电梯找谁办理"), people)
    wanted = publish_letter(
        wanted,
        title="老旧小区加装电梯找谁办理",
        body="老旧小区加装电梯",
        reply="向街道提出申请。",
        by=people.intake,
        at=NOW,
    )
    for number in range(6):
        for title in (f"小区停车收费{number}", f"电梯年检超期{number}"):
            letter = a_letter_in("replied", mailbox, people, title=title)
            publish_letter(letter, title=title, body=title, reply="已安排核查。", by=people.intake, at=NOW)
    found = similar_to(mailbox.site, "小区想加装电梯", "请问小区加装电梯怎么办理？", on=today)
    assert [each.title for each in found][:1] == [wanted.public_title]


def test_proposals_cost_the_same_for_few_and_many(mailbox, people, today, django_assert_max_num_queries):
    for number in range(4):
        published(a_letter_in("replied", mailbox, people, title=f"路灯坏了{number}"), people)
    with django_assert_max_num_queries(4):
        similar_to(mailbox.site, "路灯坏了", "东风路的路灯坏了，请派人修理。", on=today)
