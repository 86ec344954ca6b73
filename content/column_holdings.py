"""What hangs on columns besides articles, and must go along when a column is merged or closed. Apps above add theirs."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.utils.functional import Promise

from content.models import HomeSlot
from sites.models import Column


@dataclass(frozen=True)
class Holding:
    """A kind of thing that names a column: its word for the report, how many there are, and what becomes of them.

    `hand_over(column, into)` is called inside the transaction, with None for `into` when the column closes without heir.
    """

    word: str | Promise
    count: Callable[[Collection[int]], int]
    hand_over: Callable[[Column, Column | None], None]


_holdings: list[Holding] = []


def register_holding(holding: Holding) -> Holding:
    """Let an app above say what of its own hangs on columns; call it in AppConfig.ready()."""
    if holding not in _holdings:
        _holdings.append(holding)
    return holding


def holdings() -> list[Holding]:
    """Everything registered, in order."""
    return list(_holdings)


def count_slots(columns: Collection[int]) -> int:
    """Places of the home page that show one of the columns."""
    return HomeSlot.objects.filter(column__in=columns).count()


def hand_over_slots(column: Column, into: Column | None) -> None:
    """Show the heir where the column was shown, once in each place."""
    slots = HomeSlot.objects.filter(column=column)
    if into is None:
        slots.delete()
        return
    shown = HomeSlot.objects.filter(column=into).values_list("place", flat=True)
    slots.filter(place__in=list(shown)).delete()
    slots.update(column=into)
