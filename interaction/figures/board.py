"""The supervisor's board: what is open at each organization of a subtree of sites, and how this month goes there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q

from interaction.charts import shares
from interaction.figures.counting import Figures, total
from interaction.figures.periods import NOBODY, bodies_of, first_of, next_month
from interaction.models import Card
from interaction.queues import urged
from interaction.workflow import State

if TYPE_CHECKING:
    from interaction.querysets import LetterQuerySet

ORDERS = {
    "overdue": lambda row: (-row.overdue, row.oldest or date.max, -row.open),
    "open": lambda row: (-row.open, -row.overdue),
    "oldest": lambda row: (row.oldest or date.max, -row.overdue),
    "returned": lambda row: (-row.returned, -row.overdue),
    "rate": lambda row: (101 if row.month.on_time_percent is None else row.month.on_time_percent, -row.overdue),
}

NOTHING = Figures()


@dataclass(frozen=True)
class BoardRow:
    """One organization: its open letters, and this month's answers."""

    pk: int | None
    organization: str
    open: int = 0
    overdue: int = 0
    today: int = 0
    returned: int = 0
    urged: int = 0
    oldest: date | None = None
    yellow: int = 0
    red: int = 0
    month: Figures = NOTHING
    share: float = 0
    share_late: float = 0


def board(letters: LetterQuerySet, *, on: date, sort: str = "overdue") -> list[BoardRow]:
    """Return a row for each organization with open letters or answers this month. Three queries, whatever their number."""
    open_ones = (
        letters.open()
        .order_by()
        .values_list("organization_id", "organization__name")
        .annotate(
            all=Count("pk"),
            late=Count("pk", filter=Q(due_on__lt=on)),
            now=Count("pk", filter=Q(due_on=on)),
            back=Count("pk", filter=Q(state=State.RETURNED)),
            pressed=Count("pk", filter=Q(pk__in=urged())),
            oldest=Min("due_on"),
        )
    )
    rows = {pk: BoardRow(pk, name or NOBODY, *counts) for pk, name, *counts in open_ones}
    for body in bodies_of(letters, first_of(on), next_month(first_of(on))):
        rows[body.pk] = replace(rows.get(body.pk, BoardRow(body.pk, body.organization)), month=Figures(**body.counts))
    for pk, cards in _cards(letters, on).items():
        if pk in rows:
            rows[pk] = replace(rows[pk], **cards)
    found = sorted(rows.values(), key=ORDERS.get(sort, ORDERS["overdue"]))
    whole = shares([row.open for row in found])
    return [
        replace(row, share=share, share_late=round(share * row.overdue / row.open, 1) if row.open else 0)
        for row, share in zip(found, whole, strict=True)
    ]


def _cards(letters: LetterQuerySet, on: date) -> dict[int | None, dict[str, int]]:
    """How many yellow and red cards stand against each organization that were given this month. One query."""
    given = Card.objects.filter(letter__in=letters.order_by().values("pk")).given_between(first_of(on), on)
    return given.by_organization()


def board_total(rows: list[BoardRow]) -> BoardRow:
    """Return the sum of the rows."""
    names = ("open", "overdue", "today", "returned", "urged", "yellow", "red")
    counts = {name: sum(getattr(row, name) for row in rows) for name in names}
    oldest = min((row.oldest for row in rows if row.oldest), default=None)
    return BoardRow(None, "合计", **counts, oldest=oldest, month=total(row.month for row in rows))
