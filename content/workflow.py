"""The life of a revision as data: its states, the moves between them, and the stage computed from its own history.

    draft 草稿 → first review 初审 → second review 审核 → issue 审发 → published 已发布

Any stage may return the revision with an opinion; the author may recall it. An emergency publication leaves from any open
state; the reviews that it jumped over are made up in their order while the page stays. Nothing here touches the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sites.policy import Role


class State(TextChoices):
    """Where a revision is."""

    DRAFT = "draft", _("草稿")
    FIRST_REVIEW = "first-review", _("待初审")
    SECOND_REVIEW = "second-review", _("待审核")
    ISSUE = "issue", _("待审发")
    RETURNED = "returned", _("已退回")
    SCHEDULED = "scheduled", _("定时待发")
    PUBLISHED = "published", _("已发布")
    SUPERSEDED = "superseded", _("已被新版本替换")
    DISCARDED = "discarded", _("已放弃")


class Move(TextChoices):
    """What may be done to a revision."""

    SUBMIT = "submit", _("送审")
    RECALL = "recall", _("撤回")
    PASS = "pass", _("通过")
    RETURN = "return", _("退回")
    PUBLISH = "publish", _("发布")
    SCHEDULE = "schedule", _("定时发布")
    EMERGENCY = "emergency", _("应急发布")
    CONFIRM = "confirm", _("追审通过")
    FAULT = "fault", _("追审不通过")


class Retrospect(TextChoices):
    """Where the reviews stand that an emergency publication jumped over; empty for every other revision."""

    PENDING = "pending", _("待追审")
    MADE_UP = "made-up", _("追审已补齐")
    FAULTED = "faulted", _("追审不通过")


@dataclass(frozen=True)
class Stage:
    """One of the three reviews: the state in which it waits, who judges, and the field that keeps who passed it."""

    state: State
    role: Role
    field: str
    name: str


STAGES = (
    Stage(State.FIRST_REVIEW, Role.FIRST_REVIEWER, "first_reviewer", _("初审")),
    Stage(State.SECOND_REVIEW, Role.SECOND_REVIEWER, "second_reviewer", _("审核")),
    Stage(State.ISSUE, Role.ISSUER, "issuer", _("审发")),
)
IN_REVIEW = frozenset(stage.state for stage in STAGES)
REVIEWERS = frozenset(stage.role for stage in STAGES)
EDITABLE = frozenset({State.DRAFT, State.RETURNED})
OPEN = IN_REVIEW | EDITABLE | {State.SCHEDULED}

MOVES: dict[State, frozenset[Move]] = {
    State.DRAFT: frozenset({Move.SUBMIT, Move.EMERGENCY}),
    State.FIRST_REVIEW: frozenset({Move.PASS, Move.RETURN, Move.RECALL, Move.EMERGENCY}),
    State.SECOND_REVIEW: frozenset({Move.PASS, Move.RETURN, Move.RECALL, Move.EMERGENCY}),
    State.ISSUE: frozenset({Move.PUBLISH, Move.SCHEDULE, Move.RETURN, Move.RECALL, Move.EMERGENCY}),
    State.RETURNED: frozenset({Move.SUBMIT, Move.EMERGENCY}),
    State.SCHEDULED: frozenset({Move.PUBLISH, Move.SCHEDULE, Move.RETURN, Move.EMERGENCY}),
    State.PUBLISHED: frozenset(),
    State.SUPERSEDED: frozenset(),
    State.DISCARDED: frozenset(),
}
RETROSPECTIVE_MOVES: dict[str, frozenset[Move]] = {
    "": frozenset(),
    Retrospect.PENDING: frozenset({Move.CONFIRM, Move.FAULT}),
    Retrospect.MADE_UP: frozenset(),
    Retrospect.FAULTED: frozenset(),
}
UNSETTLED = frozenset({Retrospect.PENDING, Retrospect.FAULTED})


def allows(state: str, move: Move) -> bool:
    """Tell whether the move exists from the state."""
    return move in MOVES[State(state)]


def stage_reached(moves: Iterable[str]) -> State:
    """Return the state to which a revision's own history has brought it: the server's answer, whatever a form says."""
    state = State.DRAFT
    for move in moves:
        if move == Move.SUBMIT:
            state = STAGES[0].state
        elif move == Move.PASS:
            state = STAGES[[stage.state for stage in STAGES].index(state) + 1].state
        elif move == Move.RETURN:
            state = State.RETURNED
        elif move == Move.RECALL:
            state = State.DRAFT
        elif move == Move.SCHEDULE:
            state = State.SCHEDULED
        elif move in {Move.PUBLISH, Move.EMERGENCY}:
            state = State.PUBLISHED
    return state


def stage_at(state: str) -> Stage | None:
    """Return the review that waits in the state, None when none does; a scheduled revision answers to the issuer."""
    if state == State.SCHEDULED:
        return STAGES[-1]
    return next((stage for stage in STAGES if stage.state == state), None)


def missing_stages(passed: Iterable[int | None]) -> tuple[Stage, ...]:
    """Return the reviews still to be made up, in their order, given who passed each of the three (None: nobody)."""
    return tuple(stage for stage, person in zip(STAGES, passed, strict=True) if person is None)
