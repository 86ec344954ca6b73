"""Whatever is done to a letter, its last day never moves later, except by an extension, a pause or an amended calendar."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interaction.actions import (
    accept_letter,
    answer_supplement,
    approve_reply,
    ask_supplement,
    assign_letter,
    bounce_letter,
    decide_letter,
    draft_reply,
    merge_letter,
    return_reply,
    take_letter,
    transfer_letter,
    unmerge_letter,
)
from interaction.models import Letter, ReturnReason
from sites.policy import Role
from sites.refusals import Refused
from tests.cast import NOW, a_person, an_organization
from tests.interaction.letters import ANSWER, a_letter


@pytest.fixture
def below(bureau):
    """An office below the bureau, to which its handlers may pass a letter."""
    return an_organization("测试省教育厅信访处", parent=bureau)


@pytest.fixture
def office(people, other_bureau):
    """Everybody of both organizations who may do something."""
    return {
        people.bureau.pk: (people.handler, people.approver),
        other_bureau.pk: (
            a_person("handler2", (Role.HANDLER, other_bureau)),
            a_person("approver2", (Role.REPLY_APPROVER, other_bureau)),
        ),
    }


def do(verb: str, letter: Letter, other: Letter, people, office, bodies, at) -> None:
    """Try the move; what the state table refuses is a move that did not happen."""
    handler, approver = office.get(letter.organization_id, (people.handler, people.approver))
    moves = {
        "accept": lambda: accept_letter(letter, by=people.intake, at=at),
        "hand to the first": lambda: assign_letter(letter, organization=bodies[0], by=people.intake, at=at),
        "hand to the second": lambda: assign_letter(letter, organization=bodies[1], by=people.intake, at=at),
        "take": lambda: take_letter(letter, by=handler, at=at),
        "draft": lambda: draft_reply(letter, text=ANSWER, by=handler, at=at),
        "return": lambda: return_reply(
            letter, reason=ReturnReason.values[0], opinion="没有回应来信人的问题", by=approver, at=at
        ),
        "approve": lambda: approve_reply(letter, by=approver, at=at),
        "ask for a supplement": lambda: ask_supplement(letter, question="请补充路灯所在的具体位置", by=handler, at=at),
        "supplement": lambda: answer_supplement(letter, text="在东风路 12 号门口", at=at),
        "transfer": lambda: transfer_letter(letter, organization=bodies[2], reason="属于下级职责", by=handler, at=at),
        "bounce": lambda: bounce_letter(letter, reason="不属于本单位的职责范围", by=handler, at=at),
        "decide": lambda: decide_letter(letter, organization=bodies[0], reason="经协调", by=people.intake, at=at),
        "merge": lambda: merge_letter(letter, number=other.number, by=people.intake, at=at),
        "unmerge": lambda: unmerge_letter(letter, by=people.intake, at=at),
    }
    try:
        moves[verb]()
    except Refused:
        return


VERBS = [
    "accept", "hand to the first", "hand to the second", "take", "draft", "return", "approve", "ask for a supplement",
    "supplement", "transfer", "bounce", "decide", "merge", "unmerge",
]  # fmt: skip


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 30)), min_size=3, max_size=14))
def test_no_sequence_of_moves_sets_the_clock_back(mailbox, people, other_bureau, below, office, moves):
    letter, other = a_letter(mailbox), a_letter(mailbox, at=NOW - timedelta(days=1))
    accept_letter(letter, by=people.intake, at=NOW)
    before = Letter.objects.values_list("counted_from", "due_on", "working_days").get(pk=letter.pk)
    at = NOW
    for verb, hours in moves:
        at += timedelta(hours=hours)
        do(verb, Letter.objects.get(pk=letter.pk), other, people, office, (people.bureau, other_bureau, below), at)
        assert Letter.objects.values_list("counted_from", "due_on", "working_days").get(pk=letter.pk) == before
