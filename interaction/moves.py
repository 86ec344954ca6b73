"""Which moves a letter's page offers to a person, and why one that they might expect is not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from interaction.models import (
    Assignment,
    AssignmentRole,
    Extension,
    ExtensionState,
    Letter,
    Reply,
    ReplyState,
    Supplement,
)
from interaction.move_form import bodies_near
from interaction.office_forms import FORMS, MoveForm
from interaction.workflow import TABLE, Move, moves_from
from sites.calendar import is_overdue
from sites.models import User
from sites.policy import Role, can

PROMINENT = frozenset(
    {
        Move.ACCEPT,
        Move.DECIDE,
        Move.SIGN,
        Move.CONTRIBUTE,
        Move.TAKE,
        Move.DRAFT,
        Move.APPROVE,
        Move.PUBLISH,
        Move.GRANT_EXTENSION,
    }
)
PARTS = {Move.SIGN: "signed_at", Move.CONTRIBUTE: "contributed_at", Move.LEAVE: "contributed_at"}
"""The moves of organizations that help, each with what says that it was done."""
DANGEROUS = frozenset({Move.DECLINE, Move.BOUNCE, Move.LEAVE, Move.RETURN, Move.UNPUBLISH, Move.REFUSE_EXTENSION})


@dataclass(frozen=True)
class Offer:
    """A move that the page offers: its form, how loud it is, or the sentence why it is closed to this person."""

    move: Move
    form: MoveForm
    is_open: bool
    closed_because: str = ""
    seen: int = 0  # the last line of the record on the page
    whose: str = ""  # the organization that helps whose part it is

    @property
    def tone(self) -> str:
        """How its button looks."""
        return "primary" if self.move in PROMINENT else "danger" if self.move in DANGEROUS else "quiet"

    @property
    def label(self) -> str:
        """What the button says."""
        return str(self.move.label)


class Shared:
    """How the letter is shared out, as far as it decides what a person is offered; looked up when first asked for."""

    def __init__(
        self,
        letter: Letter,
        user: User,
        assignments: Sequence[Assignment] | None,
        supplements: Sequence[Supplement] | None,
    ) -> None:
        self.letter, self.user = letter, user
        self.assignments, self.supplements = assignments, supplements

    @cached_property
    def live(self) -> list[Assignment]:
        """Who leads and who helps."""
        rows = self.letter.assignments.all() if self.assignments is None else self.assignments
        return [row for row in rows if row.ended_at is None]

    @cached_property
    def is_asked(self) -> bool:
        """True while the writer is asked for something."""
        rows = self.letter.supplements.all() if self.supplements is None else self.supplements
        return any(row.answered_at is None and row.lapsed_at is None for row in rows)

    def part(self, move: Move, chosen: object = None) -> Assignment | None:
        """The part that the person would do the move for: of the organization they chose; else what waits for it comes first,
        then their own organization's."""
        held = self.user.grants.organizations_with(Role.HANDLER)
        mine = [row for row in self.live if row.role == AssignmentRole.CO and row.organization_id in held]
        done_at, own = PARTS[move], self.user.organization_id

        def rank(row: Assignment) -> tuple[bool, bool, bool, int]:
            body = row.organization_id
            return str(body) != str(chosen), bool(getattr(row, done_at)), body != own, row.pk

        return min(mine, key=rank, default=None)

    def makes_sense(self, move: Move) -> bool:
        """Tell whether the move is still to be done."""
        if move == Move.SIGN:
            part = self.part(move)
            return part is not None and part.signed_at is None
        if move == Move.ASK_SUPPLEMENT:
            return not self.is_asked
        if move == Move.TRANSFER:
            return bool(bodies_near(self.letter))
        return True

    def closed_because(self, move: Move) -> str:
        """Return why the move is closed."""
        if move == Move.BOUNCE and any(row.is_binding for row in self.live):
            return "承办单位已经协调裁定，不能再退回。"
        return ""


def offers(
    user: User,
    letter: Letter,
    replies: Sequence[Reply],
    extension: Extension | None,
    *,
    on: date,
    tried: Move | None = None,
    form: MoveForm | None = None,
    assignments: Sequence[Assignment] | None = None,
    supplements: Sequence[Supplement] | None = None,
    seen: int = 0,
) -> dict[str, Offer]:
    """Return the moves that the letter's state and the person's grants allow, by name; no move is offered in vain.

    A form that was just tried and refused takes the place of the empty one, so that nothing typed is lost.
    """
    found, shared = {}, Shared(letter, user, assignments, supplements)
    for move in moves_from(letter.state):
        action = TABLE[move].action
        if action is None or not TABLE[move].by_hand or not can(user, action, letter):
            continue
        if not _makes_sense(move, letter, extension, on) or not shared.makes_sense(move):
            continue
        reason = _closed_because(move, user, replies, extension) or shared.closed_because(move)
        is_open = move == tried and form is not None
        filled, whose = form if is_open else FORMS[move](letter=letter), ""
        if move in PARTS and (part := shared.part(move, filled["organization"].value() if is_open else None)):
            whose = part.organization.short_name
            filled.initial["organization"] = part.organization_id
        found[move.value.replace("-", "_")] = Offer(move, filled, is_open, reason, seen, whose)
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
