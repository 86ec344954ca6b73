"""More time: once, before expiry, fifteen working days in total from receipt, granted by somebody else."""

from datetime import date, timedelta

import pytest

from interaction.actions import approve_reply, ask_extension, decide_extension, draft_reply, take_letter
from interaction.models import Extension, Letter
from sites.policy import Role
from sites.refusals import Conflict, Refused
from tests.cast import a_person
from tests.interaction.letters import ANSWER, a_letter_in, china

REASON = "涉及多个部门，需要现场踏勘后会商"
RECEIVED = china(2026, 11, 18)


@pytest.fixture
def letter(mailbox, people):
    """A letter in hand, received on Wednesday 18 November, due on the 27th."""
    return a_letter_in("in-hand", mailbox, people, at=RECEIVED)


def test_the_new_date_is_the_fifteenth_working_day_from_receipt(letter, people):
    ask_extension(letter, reason=REASON, by=people.handler, at=RECEIVED + timedelta(days=5))
    decide_extension(letter, grant=True, by=people.approver, at=RECEIVED + timedelta(days=6))
    letter.refresh_from_db()
    assert (letter.due_on, letter.working_days, letter.is_extended) == (date(2026, 12, 9), 15, True)
    assert letter.extension_reason == REASON


def test_asking_alone_moves_nothing(letter, people):
    ask_extension(letter, reason=REASON, by=people.handler, at=RECEIVED)
    letter.refresh_from_db()
    assert letter.due_on == date(2026, 11, 27)


def test_a_letter_is_extended_once(letter, people):
    ask_extension(letter, reason=REASON, by=people.handler, at=RECEIVED)
    with pytest.raises(Refused):
        ask_extension(letter, reason=REASON, by=people.handler, at=RECEIVED)
    decide_extension(letter, grant=True, by=people.approver, at=RECEIVED)
    with pytest.raises(Refused):
        ask_extension(letter, reason=REASON, by=people.handler, at=RECEIVED)


def test_after_a_refusal_a_better_reason_may_be_given(letter, people):
    ask_extension(letter, reason=REASON, by=people.handler, at=RECEIVED)
    decide_extension(letter, grant=False, by=people.approver, at=RECEIVED)
    assert ask_extension(letter, reason=REASON * 2, by=people.handler, at=RECEIVED).state == "asked"


def test_the_last_day_is_not_too_late_to_ask_the_next_is(letter, people):
    with pytest.raises(Refused):
        ask_extension(letter, reason=REASON, by=people.handler, at=china(2026, 11, 28, 0, 1))
    assert ask_extension(letter, reason=REASON, by=people.handler, at=china(2026, 11, 27, 23, 59))


def test_an_overdue_letter_is_not_extended_by_a_late_decision(letter, people):
    ask_extension(letter, reason=REASON, by=people.handler, at=RECEIVED)
    with pytest.raises(Refused):
        decide_extension(letter, grant=True, by=people.approver, at=china(2026, 11, 30))


@pytest.mark.parametrize("reason", ["", "    ", "太忙了", "九个字的理由不算够"])
def test_a_reason_needs_ten_characters(letter, people, reason):
    with pytest.raises(Refused):
        ask_extension(letter, reason=reason, by=people.handler, at=RECEIVED)


def test_nobody_grants_their_own_request(letter, bureau, mailbox, people):
    both = a_person("both", (Role.HANDLER, bureau), (Role.REPLY_APPROVER, bureau))
    ask_extension(letter, reason=REASON, by=both, at=RECEIVED)
    with pytest.raises(Refused):
        decide_extension(letter, grant=True, by=both, at=RECEIVED)


def test_of_two_decisions_the_second_is_a_conflict(letter, people, bureau):
    other = a_person("approver2", (Role.REPLY_APPROVER, bureau))
    ask_extension(letter, reason=REASON, by=people.handler, at=RECEIVED)
    decide_extension(letter, grant=False, by=people.approver, at=RECEIVED)
    with pytest.raises(Conflict):
        decide_extension(letter, grant=True, by=other, at=RECEIVED)


def test_an_answer_makes_the_request_lapse(letter, people):
    ask_extension(letter, reason=REASON, by=people.handler, at=RECEIVED)
    draft_reply(letter, text=ANSWER, by=people.handler, at=RECEIVED)
    approve_reply(letter, by=people.approver, at=RECEIVED)
    assert Extension.objects.get().state == "lapsed"


def test_handing_over_and_returning_never_reset_the_clock(letter, people, other_bureau):
    from interaction.actions import assign_letter, return_reply

    due = letter.due_on
    draft_reply(letter, text=ANSWER, by=people.handler, at=RECEIVED)
    return_reply(
        letter, reason="off-point", opinion="没有回应问题", by=people.approver, at=RECEIVED + timedelta(days=3)
    )
    assign_letter(letter, organization=other_bureau, by=people.intake, at=RECEIVED + timedelta(days=4))
    handler = a_person("h2", (Role.HANDLER, other_bureau))
    take_letter(letter, by=handler, at=RECEIVED + timedelta(days=4))
    assert Letter.objects.get().due_on == due
