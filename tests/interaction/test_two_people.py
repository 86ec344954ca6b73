"""Four eyes on every answer, and one winner when two people act at once."""

import pytest
from django.db import IntegrityError, transaction

from interaction.actions import (
    accept_letter,
    approve_reply,
    assign_letter,
    decline_letter,
    draft_reply,
    return_reply,
    take_letter,
)
from interaction.models import Letter, Reply
from sites.policy import Role
from sites.refusals import Conflict, Refused
from tests.cast import NOW, a_person
from tests.interaction.letters import ANSWER, a_letter_in


@pytest.fixture
def both(bureau):
    """Handles and approves for the bureau."""
    return a_person("both", (Role.HANDLER, bureau), (Role.REPLY_APPROVER, bureau))


def test_nobody_approves_or_returns_their_own_answer(mailbox, people, both):
    letter = a_letter_in("in-hand", mailbox, people)
    draft_reply(letter, text=ANSWER, by=both, at=NOW)
    for act in (
        lambda: approve_reply(letter, by=both, at=NOW),
        lambda: return_reply(letter, reason="off-point", opinion="再想想看吧", by=both, at=NOW),
    ):
        with pytest.raises(Refused, match="另一个人"):
            act()
    assert Letter.objects.get().state == "drafted"


def test_the_database_refuses_it_too(mailbox, people):
    letter = a_letter_in("drafted", mailbox, people)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.filter(letter=letter).update(decided_by=people.handler)


@pytest.mark.parametrize(
    ("state", "first", "second"),
    [
        (
            "submitted",
            lambda row, p: accept_letter(row, by=p.intake, at=NOW),
            lambda row, p: accept_letter(row, by=p.intake, at=NOW),
        ),
        (
            "submitted",
            lambda row, p: decline_letter(row, reason="不属于受理范围", advice="请向法院提出", by=p.intake, at=NOW),
            lambda row, p: accept_letter(row, by=p.intake, at=NOW),
        ),
        (
            "assigned",
            lambda row, p: take_letter(row, by=p.handler, at=NOW),
            lambda row, p: take_letter(row, by=p.handler, at=NOW),
        ),
        (
            "in-hand",
            lambda row, p: draft_reply(row, text=ANSWER, by=p.handler, at=NOW),
            lambda row, p: draft_reply(row, text=ANSWER * 2, by=p.handler, at=NOW),
        ),
        (
            "drafted",
            lambda row, p: approve_reply(row, by=p.approver, at=NOW),
            lambda row, p: return_reply(row, reason="off-point", opinion="没有回应问题", by=p.approver, at=NOW),
        ),
    ],
)
def test_of_two_people_at_once_one_wins_and_the_other_gets_a_sentence(mailbox, people, state, first, second):
    letter = a_letter_in(state, mailbox, people)
    seen_by_one, seen_by_other = Letter.objects.get(pk=letter.pk), Letter.objects.get(pk=letter.pk)
    first(seen_by_one, people)
    with pytest.raises(Conflict) as refusal:
        second(seen_by_other, people)
    assert "同事" in refusal.value.reason


def test_a_handler_who_lost_the_letter_meanwhile_is_told(mailbox, people, other_bureau):
    from sites.scope import reach_scope

    letter = a_letter_in("in-hand", mailbox, people)
    seen = Letter.objects.get(pk=letter.pk)
    assign_letter(letter, organization=other_bureau, by=people.intake, at=NOW)
    with reach_scope((), [people.bureau.pk]), pytest.raises(Conflict, match="转交"):
        draft_reply(seen, text=ANSWER, by=people.handler, at=NOW)


def test_a_returned_answer_is_counted_and_can_be_written_again(mailbox, people):
    letter = a_letter_in("returned", mailbox, people)
    draft_reply(letter, text=ANSWER, by=people.handler, at=NOW)
    approve_reply(letter, by=people.approver, at=NOW)
    letter.refresh_from_db()
    assert (letter.returns, letter.state) == (1, "replied")


def test_what_cannot_be_done_must_be_explained(mailbox, people):
    letter = a_letter_in("in-hand", mailbox, people)
    for explanation in ("", "不行", " " * 30):
        with pytest.raises(Refused, match="理由"):
            draft_reply(letter, text=ANSWER, cannot_be_done=True, explanation=explanation, by=people.handler, at=NOW)
    why = "该路段已列入明年改造计划，今年不再单独施工。"
    reply = draft_reply(letter, text=ANSWER, cannot_be_done=True, explanation=why, by=people.handler, at=NOW)
    assert reply.full_text.endswith(f"无法办理的理由：{why}")


def test_a_returned_answer_needs_its_fault_and_is_kept(mailbox, people):
    letter = a_letter_in("drafted", mailbox, people)
    for reason in ("", "no-such"):
        with pytest.raises(Refused, match="退回的原因"):
            return_reply(letter, reason=reason, opinion="没有回应问题", by=people.approver, at=NOW)
    return_reply(letter, reason="perfunctory", opinion="没有回应问题", by=people.approver, at=NOW)
    kept = Reply.objects.get()
    assert (kept.state, kept.get_return_reason_display(), kept.text) == ("returned", "敷衍应付", ANSWER)
