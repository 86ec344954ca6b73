"""The letters before and after one in the list it was opened from, so that a queue is worked through without going back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Q

from interaction.access import letters_reached
from interaction.office.filters import Chosen, list_address, remembered
from interaction.queues import QUEUES, Day
from sites.calendar import WorkCalendar

if TYPE_CHECKING:
    from interaction.models import Letter
    from interaction.querysets import LetterQuerySet
    from sites.models import User


@dataclass(frozen=True)
class Along:
    """The list a letter was opened from, and the numbers of its neighbours there ('' at an end)."""

    label: str
    address: str
    previous: str = ""
    next: str = ""


def along(letter: Letter, session: SessionBase, user: User, *, on: date, calendar: WorkCalendar) -> Along:
    """Return where the letter stands in the list that the person looked at last. Two queries.

    A letter that has left its queue, because it was just worked on, still has the neighbours of its old place.
    """
    kept = remembered(session)
    queue, address = QUEUES.get(kept.get("queue", "")), list_address(session)
    if queue is None:
        return Along("", address)
    chosen = Chosen(queue.key, "", kept.get("sort", ""), dict(kept.get("filters", {})))
    day = Day.of(user, on=on, calendar=calendar)
    rows = queue.rows(chosen.narrow(letters_reached(user), on=on), day).exclude(pk=letter.pk)
    order = chosen.order(queue)
    back = tuple(name.removeprefix("-") if name.startswith("-") else f"-{name}" for name in order)
    return Along(queue.label, address, _first_beyond(rows, letter, back), _first_beyond(rows, letter, order))


def _first_beyond(rows: LetterQuerySet, letter: Letter, order: tuple[str, ...]) -> str:
    beyond = _beyond(letter, order)
    return "" if beyond is None else rows.filter(beyond).order_by(*order).values_list("number", flat=True).first() or ""


def _beyond(letter: Letter, order: tuple[str, ...]) -> Q | None:
    """The condition for rows that come after the letter in the order; None when the letter has no place in it."""
    found, same = Q(), Q()
    for term in order:
        name = term.removeprefix("-")
        value: Any = getattr(letter, name)
        if value is None:
            return None
        found |= same & Q(**{f"{name}__{'lt' if term.startswith('-') else 'gt'}": value})
        same &= Q(**{name: value})
    return found
