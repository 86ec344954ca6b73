"""Every move from every state by every role: the table says which may happen, all others are refused with a sentence."""

import pytest

from interaction.actions import (
    accept_letter,
    approve_reply,
    ask_extension,
    assign_letter,
    close_letter,
    decide_extension,
    decline_letter,
    draft_reply,
    publish_letter,
    rate_reply,
    return_reply,
    take_letter,
    unpublish_letter,
)
from interaction.models import Letter
from interaction.workflow import TABLE, Move, State
from sites.policy import Action
from sites.refusals import Conflict, Refused
from tests.cast import NOW
from tests.interaction.letters import ANSWER, a_letter_in, published

INTAKE = {
    Action.LETTER_ACCEPT,
    Action.LETTER_DECLINE,
    Action.LETTER_ASSIGN,
    Action.LETTER_PUBLISH,
    Action.LETTER_CLOSE,
}
HANDLER = {Action.LETTER_REPLY, Action.LETTER_EXTEND}
APPROVER = {Action.LETTER_APPROVE, Action.LETTER_RETURN, Action.LETTER_APPROVE_EXTENSION}
MAY = {"intake": INTAKE, "handler": HANDLER, "approver": APPROVER, "supervisor": set(), "other_handler": set()}
REASON = "情况复杂，需要多部门会商后才能答复"

DO = {
    Move.ACCEPT: lambda letter, by, other: accept_letter(letter, by=by, at=NOW),
    Move.DECLINE: lambda letter, by, other: decline_letter(letter, reason=REASON, advice=REASON, by=by, at=NOW),
    Move.ASSIGN: lambda letter, by, other: assign_letter(letter, organization=other, by=by, at=NOW),
    Move.TAKE: lambda letter, by, other: take_letter(letter, by=by, at=NOW),
    Move.DRAFT: lambda letter, by, other: draft_reply(letter, text=ANSWER, by=by, at=NOW),
    Move.APPROVE: lambda letter, by, other: approve_reply(letter, by=by, at=NOW),
    Move.RETURN: lambda letter, by, other: return_reply(letter, reason="off-point", opinion=REASON, by=by, at=NOW),
    Move.RATE: lambda letter, by, other: rate_reply(letter, attitude=5, speed=5, result=5, at=NOW),
    Move.CLOSE: lambda letter, by, other: close_letter(letter, by=by, at=NOW),
    Move.ASK_EXTENSION: lambda letter, by, other: ask_extension(letter, reason=REASON, by=by, at=NOW),
    Move.GRANT_EXTENSION: lambda letter, by, other: decide_extension(letter, grant=True, by=by, at=NOW),
    Move.REFUSE_EXTENSION: lambda letter, by, other: decide_extension(letter, grant=False, by=by, at=NOW),
    Move.PUBLISH: lambda letter, by, other: publish_letter(
        letter, title="路灯", body="路灯坏了", reply=ANSWER, by=by, at=NOW
    ),
    Move.UNPUBLISH: lambda letter, by, other: unpublish_letter(letter, reason=REASON, by=by, at=NOW),
}


@pytest.fixture
def roles(people, supervisor, other_handler):
    """Every person that has to do with letters, by role."""
    return {
        "intake": people.intake,
        "handler": people.handler,
        "approver": people.approver,
        "supervisor": supervisor,
        "other_handler": other_handler,
    }


def test_every_move_has_a_test():
    assert set(DO) == set(TABLE)


NOT_REACHED_YET = {State.DISPUTED, State.MERGED, State.WITHDRAWN}


@pytest.mark.parametrize("state", [state for state in State if state not in NOT_REACHED_YET])
def test_a_letter_moves_only_as_the_table_says(state, mailbox, people, roles, other_bureau):
    from django.db import transaction

    letter = a_letter_in(state, mailbox, people)
    if state in {State.ASSIGNED, State.IN_HAND, State.RETURNED}:
        ask_extension(letter, reason=REASON, by=people.handler, at=NOW)
    if state in {State.REPLIED, State.RATED, State.CLOSED}:
        published(letter, people)
    for move, rule in TABLE.items():
        for name, person in roles.items():
            is_allowed = state in rule.sources and (rule.action is None or rule.action in MAY[name])
            with transaction.atomic():
                if is_allowed and move != Move.ASK_EXTENSION:
                    DO[move](letter, person, other_bureau)
                    after = Letter.objects.get(pk=letter.pk)
                    assert after.state == (rule.target or state), f"{name} {move} from {state}"
                else:
                    with pytest.raises(Refused):
                        DO[move](letter, person, other_bureau)
                    assert Letter.objects.get(pk=letter.pk).state == state, f"{name} {move} from {state}"
                transaction.set_rollback(True)


@pytest.mark.parametrize("move", [move for move in Move if move != Move.RATE])
def test_a_move_that_came_too_late_is_a_conflict(move, mailbox, people):
    state = State.DECLINED
    letter = a_letter_in(state, mailbox, people)
    with pytest.raises(Conflict) as refusal:
        DO[move](letter, people.intake, people.bureau)
    assert "不予受理" in refusal.value.reason
