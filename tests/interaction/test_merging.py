"""Merged letters: one answer to all, each with its own number, date and record; and back again before the answer."""

import pytest
from django.urls import reverse

from interaction import shown
from interaction.actions import (
    approve_reply,
    assign_letter,
    decline_letter,
    draft_reply,
    merge_letter,
    return_reply,
    unmerge_letter,
    withdraw_letter,
)
from interaction.models import Letter, LetterLink, Reply
from sites.refusals import Conflict, Refused
from tests.cast import NOW
from tests.interaction.letters import ANSWER, a_letter, a_letter_in, a_mailbox, china


@pytest.fixture
def main(mailbox, people):
    """A letter in hand."""
    return a_letter_in("in-hand", mailbox, people)


@pytest.fixture
def repeat(mailbox, main, people):
    """Another writer's letter about the same, two days later, merged into it."""
    letter = a_letter(mailbox, at=china(2026, 11, 20), writer_name="李雨晴", title="路灯又不亮了")
    merge_letter(letter, number=main.number, by=people.intake, at=china(2026, 11, 20))
    return Letter.objects.get(pk=letter.pk)


def again(letter) -> Letter:
    return Letter.objects.get(pk=letter.pk)


def test_a_merged_letter_keeps_number_clock_and_record(main, repeat, people):
    assert (repeat.state, repeat.organization, repeat.due_on) == ("merged", people.bureau, again(repeat).due_on)
    assert repeat.due_on > main.due_on and repeat.number != main.number
    told = " ".join(line["note"] for line in shown.writers_timeline(repeat))
    assert "本信并入一并办理" in told and main.number not in told


def test_the_answer_goes_to_all_and_each_clock_stops_for_itself(main, repeat, people):
    late = china(2026, 11, 30)
    draft_reply(main, text=ANSWER, by=people.handler, at=late)
    approve_reply(again(main), by=people.approver, at=late)
    first, second = again(main), again(repeat)
    assert (first.state, second.state) == ("replied", "replied")
    assert (first.is_late, second.is_late) == (True, False)
    assert (first.days_used, second.days_used) == (8, 6)
    assert shown.approved_reply(second).text == ANSWER
    assert [line["what"] for line in shown.writers_timeline(second)][-1] == "作出答复"


def test_an_answer_to_several_writers_names_none_of_them(main, repeat, people):
    for text in ("李雨晴您好，路灯已经修复，请查看。", "张晓明您好，路灯已经修复，请查看。"):
        with pytest.raises(Refused, match="不要出现来信人的姓名"):
            draft_reply(again(main), text=text, by=people.handler, at=NOW)
    unmerge_letter(repeat, by=people.intake, at=NOW)
    draft_reply(again(main), text="张晓明您好，路灯已经修复，请查看。", by=people.handler, at=NOW)


def test_a_returned_answer_reaches_nobody(main, repeat, people):
    draft_reply(main, text=ANSWER, by=people.handler, at=NOW)
    return_reply(again(main), reason="off-point", opinion="没有回应问题", by=people.approver, at=NOW)
    assert again(repeat).state == "merged" and not Reply.objects.filter(letter=repeat).exists()


def test_a_letter_leaves_the_merge_before_the_answer_and_not_after(main, repeat, people):
    unmerge_letter(repeat, by=people.intake, at=NOW)
    assert (again(repeat).state, again(repeat).organization) == ("assigned", people.bureau)
    assert LetterLink.objects.get().ended_at == NOW
    merge_letter(again(repeat), number=main.number, by=people.intake, at=NOW)
    draft_reply(again(main), text=ANSWER, by=people.handler, at=NOW)
    approve_reply(again(main), by=people.approver, at=NOW)
    with pytest.raises(Conflict):
        unmerge_letter(again(repeat), by=people.intake, at=NOW)


def test_merged_letters_go_where_the_one_goes(main, repeat, people, other_bureau):
    assign_letter(main, organization=other_bureau, by=people.intake, at=NOW)
    assert again(repeat).organization == other_bureau


def test_when_the_first_writer_takes_the_letter_back_the_others_go_on(main, repeat, people):
    withdraw_letter(again(main), at=NOW)
    assert (again(main).state, again(repeat).state) == ("withdrawn", "assigned")


def test_what_cannot_be_merged_is_refused_with_a_sentence(main, repeat, mailbox, people, city):
    third = a_letter(mailbox, title="第三封来信")
    cases = {
        "0000": "没有找到",
        a_letter(a_mailbox(city)).number: "没有找到",
        third.number: "自己",
        repeat.number: "已经并入别的来信",
        a_letter_in("replied", mailbox, people).number: "已经办结",
    }
    for number, sentence in cases.items():
        with pytest.raises(Refused, match=sentence):
            merge_letter(third, number=number, by=people.intake, at=NOW)
    with pytest.raises(Refused, match="反过来"):
        merge_letter(again(main), number=third.number, by=people.intake, at=NOW)
    other = a_letter(mailbox, title="有来信并入")
    merge_letter(third, number=other.number, by=people.intake, at=NOW)
    with pytest.raises(Refused, match="取消并案"):
        decline_letter(other, reason="不属于受理范围", advice="请向法院提出", by=people.intake, at=NOW)


def test_the_page_names_the_letters_that_belong_together(client, main, repeat, people):
    client.force_login(people.handler)
    page = client.get(reverse("interaction-office:letter", args=[main.number])).content.decode()
    assert "并入本件" in page and repeat.number in page
    page = client.get(reverse("interaction-office:letter", args=[repeat.number])).content.decode()
    assert "本件并入" in page and main.number in page
