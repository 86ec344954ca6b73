"""What follows from a changed calendar: every app that keeps due dates says here what would move, and moves it.

An app registers in its AppConfig.ready(). A preview asks with a calendar that is not in force yet and changes nothing; an apply
counts by the calendar in force, goes by state, and may therefore be cut short and repeated: the sweeps do what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sites.calendar import WorkCalendar
    from sites.models import User


@dataclass(frozen=True)
class Move:
    """One thing whose last day a calendar would move."""

    what: str
    before: date
    after: date
    url: str = ""
    note: str = ""

    @property
    def days(self) -> int:
        """By how many days, negative when it becomes earlier."""
        return (self.after - self.before).days


@dataclass
class Moves:
    """What would move of one kind: how many, by how many days at most, and the first of them."""

    label: str
    unit: str
    count: int = 0
    later: int = 0
    earlier: int = 0
    overdue: int = 0  # what would be late at once
    first: list[Move] = field(default_factory=list)


Preview = Callable[["WorkCalendar", date], Iterator[tuple[int, Move]]]
Apply = Callable[..., int]


@dataclass(frozen=True)
class Recounter:
    """One kind of thing with a last day. The preview yields (how many move alike, one of them); apply returns how many moved."""

    label: str
    unit: str
    preview: Preview
    apply: Apply


SHOWN = 100
_recounters: dict[str, Recounter] = {}


def register_recounter(name: str, label: str, unit: str, *, preview: Preview, apply: Apply) -> None:
    """Make a kind of thing follow the calendar."""
    _recounters[name] = Recounter(label, unit, preview, apply)


def preview_of(calendar: WorkCalendar, *, on: date) -> list[Moves]:
    """Return, for every kind, what would move if this calendar were in force."""
    return [_moves(recounter, calendar, on) for recounter in _recounters.values()]


def _moves(recounter: Recounter, calendar: WorkCalendar, on: date) -> Moves:
    moves = Moves(recounter.label, recounter.unit)
    for alike, move in recounter.preview(calendar, on):
        moves.count += alike
        moves.later += alike if move.days > 0 else 0
        moves.earlier += alike if move.days < 0 else 0
        moves.overdue += alike if move.after < on <= move.before else 0
        if len(moves.first) < SHOWN:
            moves.first.append(move)
    return moves


def recount_everything(*, by: User, at: datetime) -> dict[str, int]:
    """Count everything open anew by the calendar in force; return how much moved, by label."""
    return {each.label: each.apply(by=by, at=at) for each in _recounters.values()}
