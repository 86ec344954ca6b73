"""A letter's page says what colleagues and the writer did since it was opened, before anybody types in vain."""

import re

import pytest
from django.urls import reverse

from interaction.actions import (
    add_note,
    answer_supplement,
    ask_supplement,
    assign_letter,
    draft_reply,
    return_reply,
    take_letter,
)
from interaction.models import Letter, LetterEvent
from tests.cast import NOW
from tests.interaction.letters import ANSWER, a_letter_in


@pytest.fixture
def letter(mailbox, people):
    """A letter that was handed over and is not signed for."""
    return a_letter_in("assigned", mailbox, people)


@pytest.fixture
def ask(client, handler, letter):
    """What the page, opened now, is told when it asks later."""
    client.force_login(handler)
    page = client.get(reverse("interaction-office:letter", args=[letter.number])).content.decode()
    address = re.search(r'data-changes="([^"]+)"', page)[1].replace("&amp;", "&")
    return lambda: client.get(address)


def test_nothing_is_said_while_nothing_happens(ask):
    assert ask().status_code == 204


def test_what_a_colleague_did_is_said_with_name_and_words(ask, letter, people):
    take_letter(letter, by=people.handler, at=NOW)
    add_note(letter, text="已电话联系来信人。", by=people.approver, at=NOW)
    said = ask().content.decode()
    assert "开始办理" in said and people.handler.name in said and "已电话联系来信人。" in said
    assert "收到来信" not in said


def test_once_the_letter_is_somebody_elses_nothing_of_it_is_said(ask, letter, people, other_bureau):
    assign_letter(letter, organization=other_bureau, by=people.intake, at=NOW)
    assert ask().status_code == 404


@pytest.mark.parametrize("query", ["", "?event=x&note=-1", "?event=99999999999999999999"])
def test_nonsense_counts_as_having_seen_nothing(client, handler, letter, query):
    client.force_login(handler)
    response = client.get(reverse("interaction-office:changes", args=[letter.number]) + query)
    assert response.status_code == 200 and "收到来信" in response.content.decode()


def test_asking_costs_few_queries(ask, letter, people, django_assert_max_num_queries):
    take_letter(letter, by=people.handler, at=NOW)
    with django_assert_max_num_queries(9):
        ask()


def post(client, letter, move, seen, **typed):
    return client.post(reverse("interaction-office:act", args=[letter.number, move]), {"seen": seen, **typed})


def seen_on(client, letter) -> str:
    page = client.get(reverse("interaction-office:letter", args=[letter.number])).content.decode()
    return re.search(r'name="seen" value="(\d+)"', page)[1]


def test_a_move_that_came_too_late_says_who_did_what_since_the_page_was_opened(client, letter, people):
    client.force_login(people.intake)
    seen = seen_on(client, letter)
    take_letter(letter, by=people.handler, at=NOW)
    draft_reply(letter, text=ANSWER, by=people.handler, at=NOW)
    page = post(client, letter, "split", seen, title="第二件事的标题", body="第二件事的内容，另行办理。")
    news = re.search(r'<div class="wb-news"(.*?)<div class="wb-cols">', page.content.decode(), re.DOTALL)[1]
    assert page.status_code == 409 and " hidden" not in news.partition(">")[0]
    assert (
        "您打开页面之后" in news and "开始办理" in news and "答复已拟好，送审" in news and people.handler.name in news
    )
    assert "收到来信" not in news and "打开最新的页面" not in news
    assert "第二件事的标题" in page.content.decode()  # lines that were typed come back like longer texts


def test_nobody_approves_an_answer_that_was_handed_in_after_their_page_was_opened(client, mailbox, people):
    letter = a_letter_in("drafted", mailbox, people)
    client.force_login(people.approver)
    seen = seen_on(client, letter)
    return_reply(letter, reason="off-point", opinion="没有回应问题", by=people.approver, at=NOW)
    draft_reply(letter, text="另一份谁也没有看过的答复，请审核。", by=people.handler, at=NOW)
    page = post(client, letter, "approve", seen)
    assert page.status_code == 409 and "请看过再“审核通过”" in page.content.decode()
    assert Letter.objects.get(pk=letter.pk).state == "drafted"
    assert post(client, letter, "approve", seen_on(client, letter)).status_code == 302


def test_an_answer_waits_for_its_writer_to_see_what_the_citizen_added(client, mailbox, people):
    letter = a_letter_in("in-hand", mailbox, people)
    ask_supplement(letter, question="请补充路灯杆上的编号，便于查找。", by=people.handler, at=NOW)
    client.force_login(people.handler)
    seen = seen_on(client, letter)
    answer_supplement(letter, text="编号是东风 17 号杆。", at=NOW)
    page = post(client, letter, "draft", seen, text=ANSWER)
    said = page.content.decode()
    assert page.status_code == 409 and ANSWER in said and "编号是东风 17 号杆。" in said
    again = re.search(r'name="seen" value="(\d+)"', said)[1]
    assert post(client, letter, "draft", again, text=ANSWER).status_code == 302


def test_a_copy_is_not_published_over_an_answer_given_meanwhile(client, mailbox, people):
    letter = a_letter_in("replied", mailbox, people)
    client.force_login(people.intake)
    copy = client.get(reverse("interaction-office:copy", args=[letter.number])).content.decode()
    seen = re.search(r'name="seen" value="(\d+)"', copy)[1]
    LetterEvent.objects.create(letter=letter, kind="replied", by=people.approver, at=NOW)
    typed = {"title": "路灯坏了", "name": "张**", "body": "路灯坏了，请修理。", "reply": ANSWER}
    assert post(client, letter, "publish", seen, **typed).status_code == 409
    assert not Letter.objects.get(pk=letter.pk).is_public


@pytest.mark.parametrize("seen", ["", "0", "x", "-1", "9" * 30])
def test_a_page_that_says_nothing_of_what_it_showed_is_judged_by_the_state_alone(client, mailbox, people, seen):
    letter = a_letter_in("drafted", mailbox, people)
    client.force_login(people.approver)
    assert post(client, letter, "approve", seen).status_code == 302


def test_of_many_changes_the_last_are_said_and_the_others_counted(ask, letter, people):
    for number in range(9):
        add_note(letter, text=f"第 {number} 条备注。", by=people.approver, at=NOW)
    said = ask().content.decode()
    assert "另有 3 项" in said and "第 8 条备注" in said and "第 0 条备注" not in said
