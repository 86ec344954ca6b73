"""The life of a letter as data: every move, from where to where, who may, and whether a reason is needed.

    submitted 待受理 → accepted 已受理 | declined 不予受理 → assigned 已转办 → in hand 办理中 → drafted 待审核答复
    → (returned 退回重办) → replied 已答复 → rated 已评价 → closed 办结

No move resets the clock: it runs from the day of submission until the reply.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sites.policy import Action


class State(TextChoices):
    """Where a letter is."""

    SUBMITTED = "submitted", _("待受理")
    ACCEPTED = "accepted", _("已受理")
    DECLINED = "declined", _("不予受理")
    DISPUTED = "disputed", _("待协调承办")
    ASSIGNED = "assigned", _("已转办")
    IN_HAND = "in-hand", _("办理中")
    DRAFTED = "drafted", _("待审核答复")
    RETURNED = "returned", _("退回重办")
    MERGED = "merged", _("并案办理")
    REPLIED = "replied", _("已答复")
    RATED = "rated", _("已评价")
    CLOSED = "closed", _("办结")
    WITHDRAWN = "withdrawn", _("已撤回")


OPEN = frozenset(
    {
        State.SUBMITTED,
        State.ACCEPTED,
        State.DISPUTED,
        State.ASSIGNED,
        State.IN_HAND,
        State.DRAFTED,
        State.RETURNED,
        State.MERGED,
    }
)
ANSWERED = frozenset({State.REPLIED, State.RATED, State.CLOSED})
WITH_HANDLER = frozenset({State.ASSIGNED, State.IN_HAND, State.RETURNED})


class Move(TextChoices):
    """What may be done to a letter."""

    ACCEPT = "accept", _("受理")
    DECLINE = "decline", _("不予受理")
    ASSIGN = "assign", _("转办")
    TAKE = "take", _("签收办理")
    DRAFT = "draft", _("提交答复")
    APPROVE = "approve", _("审核通过")
    RETURN = "return", _("退回重办")
    RATE = "rate", _("评价")
    CLOSE = "close", _("办结")
    ASK_EXTENSION = "ask-extension", _("申请延期")
    GRANT_EXTENSION = "grant-extension", _("批准延期")
    REFUSE_EXTENSION = "refuse-extension", _("不同意延期")
    PUBLISH = "publish", _("公开")
    UNPUBLISH = "unpublish", _("取消公开")


@dataclass(frozen=True)
class Rule:
    """One row of the state table; `target` None leaves the state as it is, `action` None means the citizen.

    `otherwise` names the states to which the move leads instead when the letter's story asks for it.
    """

    sources: frozenset[State]
    target: State | None
    action: Action | None
    needs_reason: bool = False
    otherwise: frozenset[State] = frozenset()

    @property
    def targets(self) -> frozenset[State]:
        """Every state to which the move may lead."""
        return self.otherwise | ({self.target} if self.target else frozenset())


TABLE: dict[Move, Rule] = {
    Move.ACCEPT: Rule(frozenset({State.SUBMITTED}), State.ACCEPTED, Action.LETTER_ACCEPT),
    Move.DECLINE: Rule(
        frozenset({State.SUBMITTED, State.ACCEPTED}), State.DECLINED, Action.LETTER_DECLINE, needs_reason=True
    ),
    Move.ASSIGN: Rule(
        frozenset({State.ACCEPTED, State.ASSIGNED, State.IN_HAND, State.RETURNED}),
        State.ASSIGNED,
        Action.LETTER_ASSIGN,
    ),
    Move.TAKE: Rule(frozenset({State.ASSIGNED}), State.IN_HAND, Action.LETTER_REPLY),
    Move.DRAFT: Rule(WITH_HANDLER, State.DRAFTED, Action.LETTER_REPLY),
    Move.APPROVE: Rule(frozenset({State.DRAFTED}), State.REPLIED, Action.LETTER_APPROVE),
    Move.RETURN: Rule(frozenset({State.DRAFTED}), State.RETURNED, Action.LETTER_RETURN, needs_reason=True),
    Move.RATE: Rule(frozenset({State.REPLIED, State.CLOSED}), State.RATED, None, otherwise=frozenset({State.ASSIGNED})),
    Move.CLOSE: Rule(frozenset({State.REPLIED, State.RATED}), State.CLOSED, Action.LETTER_CLOSE),
    Move.ASK_EXTENSION: Rule(WITH_HANDLER, None, Action.LETTER_EXTEND, needs_reason=True),
    Move.GRANT_EXTENSION: Rule(WITH_HANDLER, None, Action.LETTER_APPROVE_EXTENSION),
    Move.REFUSE_EXTENSION: Rule(WITH_HANDLER, None, Action.LETTER_APPROVE_EXTENSION),
    Move.PUBLISH: Rule(ANSWERED, None, Action.LETTER_PUBLISH),
    Move.UNPUBLISH: Rule(ANSWERED, None, Action.LETTER_PUBLISH, needs_reason=True),
}


def allows(state: str, move: Move) -> bool:
    """Tell whether the move exists from the state."""
    return State(state) in TABLE[move].sources


def moves_from(state: str) -> list[Move]:
    """Return the moves that exist from the state, in the table's order."""
    return [move for move, rule in TABLE.items() if State(state) in rule.sources]
