"""Whatever is done to a letter, its last day never moves later, except by an extension, a pause or an amended calendar."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interaction.actions import (
    accept_letter,
    approve_reply,
    assign_letter,
    draft_reply,
    pause_clock,
    resume_clock,
    return_reply,
    take_letter,
)
from interaction.models import Letter, ReturnReason
from sites.policy import Role
from sites.refusals import Refused
from tests.cast import NOW, a_person
from tests.interaction.letters import ANSWER, a_letter


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


def do(verb: str, letter: Letter, people, office, bodies, at) -> None:
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
        "ask for a supplement": lambda: pause_clock(letter, by=handler, at=at),
        "supplement": lambda: resume_clock(letter, by=None, at=at),
    }
    try:
        moves[verb]()
    except Refused:
        return


VERBS = [
    "accept", "hand to the first", "hand to the second", "take", "draft", "return", "approve", "ask for a supplement",
    "supplement",
]  # fmt: skip


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 30)), min_size=3, max_size=14))
def test_no_sequence_of_moves_sets_the_clock_back(mailbox, people, other_bureau, office, moves):
    letter = a_letter(mailbox)
    accept_letter(letter, by=people.intake, at=NOW)
    before = Letter.objects.values_list("counted_from", "due_on", "working_days").get(pk=letter.pk)
    at = NOW
    for verb, hours in moves:
        at += timedelta(hours=hours)
        do(verb, Letter.objects.get(pk=letter.pk), people, office, (people.bureau, other_bureau), at)
        assert Letter.objects.values_list("counted_from", "due_on", "working_days").get(pk=letter.pk) == before
