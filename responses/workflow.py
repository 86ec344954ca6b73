"""The shortened review of statements and rebuttals as data: two different people after the author, instead of three.

    draft 草稿 → review 待审核 → issue 待签发 → published 已发布 → withdrawn 已撤回

Either stage may return the text with an opinion; the author may recall it. An emergency cannot wait for three reviews
(OP1: five hours), and nothing goes out that only one person has read. Nothing here touches the database.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where a text is."""

    DRAFT = "draft", _("草稿")
    REVIEW = "review", _("待审核")
    ISSUE = "issue", _("待签发")
    RETURNED = "returned", _("已退回")
    PUBLISHED = "published", _("已发布")
    WITHDRAWN = "withdrawn", _("已撤回")


class Move(TextChoices):
    """What may be done to a text."""

    SAVE = "save", _("修改")
    SUBMIT = "submit", _("送审")
    RECALL = "recall", _("撤回送审")
    PASS = "pass", _("审核通过")
    PUBLISH = "publish", _("签发")
    RETURN = "return", _("退回")
    WITHDRAW = "withdraw", _("撤回已发布内容")


EDITABLE = frozenset({State.DRAFT, State.RETURNED})
IN_REVIEW = frozenset({State.REVIEW, State.ISSUE})

MOVES: dict[State, dict[Move, State]] = {
    State.DRAFT: {Move.SAVE: State.DRAFT, Move.SUBMIT: State.REVIEW},
    State.RETURNED: {Move.SAVE: State.DRAFT, Move.SUBMIT: State.REVIEW},
    State.REVIEW: {Move.PASS: State.ISSUE, Move.RETURN: State.RETURNED, Move.RECALL: State.DRAFT},
    State.ISSUE: {Move.PUBLISH: State.PUBLISHED, Move.RETURN: State.RETURNED, Move.RECALL: State.DRAFT},
    State.PUBLISHED: {Move.WITHDRAW: State.WITHDRAWN},
    State.WITHDRAWN: {},
}


def after(state: str, move: Move) -> State | None:
    """Return the state that the move leads to, None when there is no such move from here."""
    return MOVES[State(state)].get(move)
