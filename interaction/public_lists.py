"""The public list of answered letters: narrowed by mailbox, kind, answering organization, month and words, with counts of what
each choice would show. Everything starts from `public_letters`; words are looked for in public copies only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from interaction.models import MailboxKind

if TYPE_CHECKING:
    from interaction.querysets import LetterQuerySet

MOST_WORDS = 5
MONTHS_OFFERED = 36


@dataclass(frozen=True)
class Narrowing:
    """What the visitor chose; whatever is empty narrows nothing."""

    mailbox: str = ""
    kind: str = ""
    organization: int | None = None
    month: date | None = None
    q: str = ""

    @property
    def query(self) -> dict[str, str]:
        """As it stands in addresses."""
        return {
            "mailbox": self.mailbox,
            "kind": self.kind,
            "organization": str(self.organization or ""),
            "month": f"{self.month:%Y-%m}" if self.month else "",
            "q": self.q,
        }

    @property
    def is_empty(self) -> bool:
        """True when nothing was chosen."""
        return not any(self.query.values())


@dataclass(frozen=True)
class Choice:
    """One value of a condition, with how many letters it would show."""

    value: str
    label: str
    count: int


def narrowed(rows: LetterQuerySet, chosen: Narrowing) -> LetterQuerySet:
    """Return the letters that fit everything that was chosen."""
    if chosen.mailbox:
        rows = rows.filter(mailbox__slug=chosen.mailbox)
    if chosen.kind:
        rows = rows.filter(mailbox__kind=chosen.kind)
    if chosen.organization:
        rows = rows.filter(public_organization=chosen.organization)
    if chosen.month:
        end = (chosen.month + timedelta(days=32)).replace(day=1)
        rows = rows.filter(public_replied_on__gte=chosen.month, public_replied_on__lt=end)
    for word in chosen.q.split()[:MOST_WORDS]:
        rows = rows.filter(
            Q(public_title__icontains=word) | Q(public_body__icontains=word) | Q(public_reply__icontains=word)
        )
    return rows


def choices(rows: LetterQuerySet, chosen: Narrowing) -> dict[str, list[Choice]]:
    """Return, for each condition, what may be chosen while the others stay as they are. One query, counted up here."""
    found = narrowed(rows.select_related(None).order_by(), Narrowing(q=chosen.q))
    cells = [
        _Cell(*row)
        for row in found.annotate(of_month=TruncMonth("public_replied_on"))
        .values_list(
            "mailbox__slug", "mailbox__kind", "public_organization", "public_organization__short_name", "of_month"
        )
        .annotate(Count("pk"))
    ]
    names = {cell.organization: cell.organization_name for cell in cells}
    counts = {name: _counted(cells, chosen, name) for name in ("mailbox", "kind", "organization", "month")}
    bodies = sorted(counts["organization"].items(), key=lambda pair: (-pair[1], names[pair[0]]))
    months = sorted(((month, number) for month, number in counts["month"].items() if month), reverse=True)
    return {
        "mailbox": [Choice(slug, "", number) for slug, number in counts["mailbox"].items()],
        "kind": [
            Choice(each.value, str(each.label), counts["kind"][each]) for each in MailboxKind if each in counts["kind"]
        ],
        "organization": [Choice(str(pk), names[pk], number) for pk, number in bodies],
        "month": [
            Choice(f"{month:%Y-%m}", f"{month.year}年{month.month}月", number)
            for month, number in months[:MONTHS_OFFERED]
        ],
    }


class _Cell(NamedTuple):
    """How many letters are alike in everything that can be chosen."""

    mailbox: str
    kind: str
    organization: int
    organization_name: str
    month: date | None
    count: int


def _counted(cells: Iterable[_Cell], chosen: Narrowing, by: str) -> Counter:
    """Count the cells that fit everything chosen but the condition itself."""
    others = {name: getattr(chosen, name) for name in ("mailbox", "kind", "organization", "month") if name != by}
    counter: Counter = Counter()
    for cell in cells:
        if all(not value or getattr(cell, name) == value for name, value in others.items()):
            counter[getattr(cell, by)] += cell.count
    return counter
