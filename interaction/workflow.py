"""The life of a letter as data: every move, from where to where, who may, and whether a reason is needed.

    submitted 待受理 → accepted 已受理 | declined 不予受理 → assigned 已转办 → in hand 办理中 → drafted 待审核答复
    → (returned 退回重办) → replied 已答复 → rated 已评价 → closed 办结

Beside the road: disputed 待协调承办 after two refusals, merged 并案办理 with another letter, withdrawn 已撤回 by the writer.
No move resets the clock: it runs from the day of submission until the reply. A bad rating opens a second round with its own.
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
WITH_INTAKE = frozenset({State.SUBMITTED, State.ACCEPTED, State.DISPUTED})


class Move(TextChoices):
    """What may be done to a letter."""

    ACCEPT = "accept", _("受理")
    DECLINE = "decline", _("不予受理")
    ASSIGN = "assign", _("转办")
    TRANSFER = "transfer", _("转交下级或上级")
    BOUNCE = "bounce", _("退回转办")
    DECIDE = "decide", _("裁定承办单位")
    INVITE = "invite", _("增加协办单位")
    TAKE = "take", _("签收办理")
    SIGN = "sign", _("协办签收")
    CONTRIBUTE = "contribute", _("提交协办意见")
    LEAVE = "leave", _("退回协办")
    ASK_SUPPLEMENT = "ask-supplement", _("请来信人补充")
    SUPPLEMENT = "supplement", _("补充材料")
    MERGE = "merge", _("并案")
    UNMERGE = "unmerge", _("取消并案")
    SPLIT = "split", _("分案")
    LINK = "link", _("关联来信")
    WITHDRAW = "withdraw", _("撤回来信")
    DRAFT = "draft", _("提交答复")
    APPROVE = "approve", _("审核通过")
    ANSWER_ALONG = "answer-along", _("随主件答复")
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

    `otherwise` names the states to which the move leads instead when the letter's story asks for it. A move that follows from
    another letter's is not `by_hand`.
    """

    sources: frozenset[State]
    target: State | None
    action: Action | None
    needs_reason: bool = False
    otherwise: frozenset[State] = frozenset()
    by_hand: bool = True

    @property
    def targets(self) -> frozenset[State]:
        """Every state to which the move may lead."""
        return self.otherwise | ({self.target} if self.target else frozenset())


def _only(*states: State) -> frozenset[State]:
    return frozenset(states)


TABLE: dict[Move, Rule] = {
    Move.ACCEPT: Rule(_only(State.SUBMITTED), State.ACCEPTED, Action.LETTER_ACCEPT),
    Move.DECLINE: Rule(WITH_INTAKE, State.DECLINED, Action.LETTER_DECLINE, needs_reason=True),
    Move.ASSIGN: Rule(WITH_HANDLER | {State.ACCEPTED}, State.ASSIGNED, Action.LETTER_ASSIGN),
    Move.TRANSFER: Rule(WITH_HANDLER, State.ASSIGNED, Action.LETTER_TRANSFER, needs_reason=True),
    Move.BOUNCE: Rule(
        _only(State.ASSIGNED, State.IN_HAND), State.ACCEPTED, Action.LETTER_BOUNCE, needs_reason=True,
        otherwise=_only(State.ASSIGNED, State.DISPUTED),
    ),
    Move.DECIDE: Rule(_only(State.DISPUTED), State.ASSIGNED, Action.LETTER_DECIDE, needs_reason=True),
    Move.INVITE: Rule(WITH_HANDLER, None, Action.LETTER_INVITE),
    Move.TAKE: Rule(_only(State.ASSIGNED), State.IN_HAND, Action.LETTER_REPLY),
    Move.SIGN: Rule(WITH_HANDLER, None, Action.LETTER_CONTRIBUTE),
    Move.CONTRIBUTE: Rule(WITH_HANDLER, None, Action.LETTER_CONTRIBUTE),
    Move.LEAVE: Rule(WITH_HANDLER, None, Action.LETTER_CONTRIBUTE, needs_reason=True),
    Move.ASK_SUPPLEMENT: Rule(
        WITH_HANDLER | {State.SUBMITTED, State.ACCEPTED}, None, Action.LETTER_ASK_SUPPLEMENT, needs_reason=True
    ),
    Move.SUPPLEMENT: Rule(OPEN, None, None),
    Move.MERGE: Rule(WITH_HANDLER | {State.SUBMITTED, State.ACCEPTED}, State.MERGED, Action.LETTER_MERGE),
    Move.UNMERGE: Rule(
        _only(State.MERGED), State.ASSIGNED, Action.LETTER_MERGE, otherwise=_only(State.ACCEPTED)
    ),
    Move.SPLIT: Rule(WITH_HANDLER | WITH_INTAKE, None, Action.LETTER_SPLIT),
    Move.LINK: Rule(frozenset(State), None, Action.LETTER_LINK),
    Move.WITHDRAW: Rule(OPEN, State.WITHDRAWN, None),
    Move.DRAFT: Rule(WITH_HANDLER, State.DRAFTED, Action.LETTER_REPLY),
    Move.APPROVE: Rule(_only(State.DRAFTED), State.REPLIED, Action.LETTER_APPROVE),
    Move.ANSWER_ALONG: Rule(_only(State.MERGED), State.REPLIED, Action.LETTER_APPROVE, by_hand=False),
    Move.RETURN: Rule(_only(State.DRAFTED), State.RETURNED, Action.LETTER_RETURN, needs_reason=True),
    Move.RATE: Rule(_only(State.REPLIED, State.CLOSED), State.RATED, None, otherwise=_only(State.ASSIGNED)),
    Move.CLOSE: Rule(_only(State.REPLIED, State.RATED), State.CLOSED, Action.LETTER_CLOSE),
    Move.ASK_EXTENSION: Rule(WITH_HANDLER, None, Action.LETTER_EXTEND, needs_reason=True),
    Move.GRANT_EXTENSION: Rule(WITH_HANDLER, None, Action.LETTER_APPROVE_EXTENSION),
    Move.REFUSE_EXTENSION: Rule(WITH_HANDLER, None, Action.LETTER_APPROVE_EXTENSION),
    Move.PUBLISH: Rule(ANSWERED, None, Action.LETTER_PUBLISH),
    Move.UNPUBLISH: Rule(
        ANSWERED | WITH_HANDLER | {State.ACCEPTED, State.DISPUTED, State.DRAFTED}, None, Action.LETTER_PUBLISH,
        needs_reason=True,
    ),
}  # fmt: skip

WHO: dict[Action | None, str] = {
    None: "来信人",
    Action.LETTER_ACCEPT: "受理员",
    Action.LETTER_DECLINE: "受理员",
    Action.LETTER_ASSIGN: "受理员",
    Action.LETTER_TRANSFER: "主办单位的办件员、审核员",
    Action.LETTER_BOUNCE: "主办单位的办件员、审核员",
    Action.LETTER_DECIDE: "受理员、监管员",
    Action.LETTER_INVITE: "受理员、主办单位的办件员",
    Action.LETTER_CONTRIBUTE: "协办单位的办件员",
    Action.LETTER_ASK_SUPPLEMENT: "受理员、主办单位的办件员",
    Action.LETTER_MERGE: "受理员",
    Action.LETTER_SPLIT: "受理员",
    Action.LETTER_LINK: "受理员、主办单位的办件员",
    Action.LETTER_REPLY: "主办单位的办件员",
    Action.LETTER_EXTEND: "主办单位的办件员",
    Action.LETTER_APPROVE: "主办单位的审核员",
    Action.LETTER_RETURN: "主办单位的审核员",
    Action.LETTER_APPROVE_EXTENSION: "主办单位的审核员",
    Action.LETTER_CLOSE: "受理员",
    Action.LETTER_PUBLISH: "受理员",
}


def allows(state: str, move: Move) -> bool:
    """Tell whether the move exists from the state."""
    return State(state) in TABLE[move].sources


def moves_from(state: str) -> list[Move]:
    """Return the moves that exist from the state, in the table's order."""
    return [move for move, rule in TABLE.items() if State(state) in rule.sources]


def printed() -> str:
    """Return the table as `docs/letters.md` shows it."""
    lines = ["| move | from | to | who | reason |", "|---|---|---|---|---|"]
    for move, rule in TABLE.items():
        everywhere = rule.sources == frozenset(State)
        sources = "any state" if everywhere else ", ".join(state.value for state in State if state in rule.sources)
        leads = [rule.target, *(state for state in State if state in rule.otherwise)] if rule.target else []
        target = " or ".join(state.value for state in leads) or "–"
        who = WHO[rule.action] if rule.by_hand else "by approving the letter it is merged into"
        reason = "required" if rule.needs_reason else ""
        lines.append(f"| `{move.value}` {move.label} | {sources} | {target} | {who} | {reason} |")
    return "\n".join(lines)
