"""Which moves a letter's page offers to a person, and why one that they might expect is not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from interaction.models import Extension, ExtensionState, Letter, Reply, ReplyState
from interaction.office_forms import FORMS, MoveForm
from interaction.workflow import TABLE, Move, moves_from
from sites.calendar import is_overdue
from sites.models import User
from sites.policy import can

PROMINENT = frozenset({Move.ACCEPT, Move.TAKE, Move.DRAFT, Move.APPROVE, Move.PUBLISH, Move.GRANT_EXTENSION})
DANGEROUS = frozenset({Move.DECLINE, Move.RETURN, Move.UNPUBLISH, Move.REFUSE_EXTENSION})


@dataclass(frozen=True)
class Offer:
    """A move that the page offers: its form, how loud it is, or the sentence why it is closed to this person."""

    move: Move
    form: MoveForm
    is_open: bool
    closed_because: str = ""

    @property
    def tone(self) -> str:
        """How its button looks."""
        return "primary" if self.move in PROMINENT else "danger" if self.move in DANGEROUS else "quiet"

    @property
    def label(self) -> str:
        """What the button says."""
        return str(self.move.label)


def offers(
    user: User,
    letter: Letter,
    replies: Sequence[Reply],
    extension: Extension | None,
    *,
    on: date,
    tried: Move | None = None,
    form: MoveForm | None = None,
) -> dict[str, Offer]:
    """Return the moves that the letter's state and the person's grants allow, by name; no move is offered in vain.

    A form that was just tried and refused takes the place of the empty one, so that nothing typed is lost.
    """
    found = {}
    for move in moves_from(letter.state):
        action = TABLE[move].action
        if action is None or not can(user, action, letter) or not _makes_sense(move, letter, extension, on):
            continue
        reason = _closed_because(move, user, replies, extension)
        filled = form if move == tried and form is not None else FORMS[move](letter=letter)
        found[move.value.replace("-", "_")] = Offer(move, filled, move == tried and form is not None, reason)
    return found


def _makes_sense(move: Move, letter: Letter, extension: Extension | None, on: date) -> bool:
    is_asked = extension is not None and extension.state == ExtensionState.ASKED
    is_granted = extension is not None and extension.state == ExtensionState.GRANTED
    if move == Move.ASK_EXTENSION:
        return not is_asked and not is_granted and not is_overdue(letter.due_on, on)
    if move in {Move.GRANT_EXTENSION, Move.REFUSE_EXTENSION}:
        return is_asked
    if move == Move.PUBLISH:
        return letter.wants_public and letter.mailbox.is_public
    if move == Move.UNPUBLISH:
        return letter.is_public
    return True


def _closed_because(move: Move, user: User, replies: Sequence[Reply], extension: Extension | None) -> str:
    draft = next((reply for reply in replies if reply.state == ReplyState.DRAFTED), None)
    if move in {Move.APPROVE, Move.RETURN} and draft is not None and draft.written_by_id == user.pk:
        return "您是这份答复的起草人，须由另一位审核员审核。"
    if move in {Move.GRANT_EXTENSION, Move.REFUSE_EXTENSION} and extension.asked_by_id == user.pk:
        return "您是延期的申请人，须由另一位审核员批准。"
    return ""
