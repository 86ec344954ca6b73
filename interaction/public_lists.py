"""The public list of answered letters: narrowed by mailbox, kind, answering organization, month and words, with counts of what
each choice would show.

Without words the counts come from `PublicCount`, and the list is read in the order of its index. Words are looked for in so many
public copies at a time, the newest first, so that no visitor makes the database read a million texts; the page says which answers
were read and leads on to older ones, and a month that is chosen is searched by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.core.paginator import Page
from django.db.models import Q

from interaction.models import MailboxKind, PublicCount
from sites.paging import short_page_of

if TYPE_CHECKING:
    from interaction.querysets import LetterQuerySet
    from sites.models import Site

MOST_WORDS = 5
MONTHS_OFFERED = 120
SEARCHED = 10_000  # answers at a time, of those that fit the other conditions


@dataclass(frozen=True)
class Narrowing:
    """What the visitor chose; whatever is empty narrows nothing."""

    mailbox: str = ""
    kind: str = ""
    organization: int | None = None
    month: date | None = None
    q: str = ""
    before: date | None = None  # words are looked for in answers before this day; says nothing without words

    @property
    def query(self) -> dict[str, str]:
        """As it stands in addresses."""
        return {
            "mailbox": self.mailbox,
            "kind": self.kind,
            "organization": str(self.organization or ""),
            "month": f"{self.month:%Y-%m}" if self.month else "",
            "q": self.q,
            "before": f"{self.before:%Y-%m-%d}" if self.before and self.q else "",
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


@dataclass(frozen=True)
class Listed:
    """A page of what was found, how much there is of it, what else may be chosen, and since when words were looked for: on older
    answers the search goes on from there."""

    page: Page
    total: int
    offered: dict[str, list[Choice]]
    since: date | None = None

    def picked(self, chosen: Narrowing) -> list[str]:
        """Return what was picked of the lists of conditions, in words."""
        query = chosen.query
        lists = [(query[name], self.offered[name]) for name in ("kind", "organization", "month")]
        return [choice.label for value, choices in lists for choice in choices if choice.value == value]


def listed(site: Site, rows: LetterQuerySet, chosen: Narrowing, number: str, *, size: int) -> Listed:
    """Return the page of the list that was asked for; `rows` are the site's public letters in their order."""
    if not chosen.q:
        cells = _cells_of(site)
        total = sum(cell.count for cell in cells if _fits(cell, chosen))
        return Listed(
            short_page_of(narrowed(rows, chosen), number, size=size, known=total), total, _offered(cells, chosen)
        )
    found, since = _with_words(rows, chosen)
    of_words = Narrowing(q=chosen.q, before=chosen.before)
    whole = found if chosen == of_words else _with_words(rows, of_words)[0]
    page = short_page_of(found, number, size=size, known=len(found))
    kept = {letter.pk: letter for letter in rows.filter(pk__in=[cell.letter for cell in page.object_list])}
    page.object_list = [kept[cell.letter] for cell in page.object_list if cell.letter in kept]
    return Listed(page, len(found), _offered(whole, chosen), since)


def narrowed(rows: LetterQuerySet, chosen: Narrowing) -> LetterQuerySet:
    """Return the letters that fit the conditions other than words."""
    if chosen.mailbox:
        rows = rows.filter(mailbox__slug=chosen.mailbox)
    if chosen.kind:
        rows = rows.filter(mailbox__kind=chosen.kind)
    if chosen.organization:
        rows = rows.filter(public_organization=chosen.organization)
    if chosen.month:
        end = (chosen.month + timedelta(days=32)).replace(day=1)
        rows = rows.filter(public_replied_on__gte=chosen.month, public_replied_on__lt=end)
    return rows


class _Cell(NamedTuple):
    """Letters that are alike in everything that can be chosen: how many they are, and which when it is one."""

    mailbox: str
    kind: str
    organization: int
    organization_name: str
    month: date
    count: int = 1
    letter: int = 0


ALIKE = ("mailbox__slug", "mailbox__kind")


def _cells_of(site: Site) -> list[_Cell]:
    rows = PublicCount.objects.for_site(site).filter(count__gt=0)
    return [
        _Cell(*row) for row in rows.values_list(*ALIKE, "organization", "organization__short_name", "month", "count")
    ]


def _with_words(rows: LetterQuerySet, chosen: Narrowing) -> tuple[list[_Cell], date | None]:
    """Return the newest letters with all the words, in their order, and from which day on they were looked for: None when
    there are none older."""
    rows = narrowed(rows, chosen).select_related(None)
    if chosen.before:
        rows = rows.filter(public_replied_on__lt=chosen.before)
    oldest = rows.values_list("public_replied_on", flat=True)[SEARCHED : SEARCHED + 1]
    since = next(iter(oldest), None)
    if since is not None:
        rows = rows.filter(public_replied_on__gte=since)
    for word in chosen.q.split()[:MOST_WORDS]:
        # Case is folded only where there is any: folding every text costs more than finding the word in it.
        like = "contains" if word.upper() == word.lower() else "icontains"
        fields = ("public_title", "public_body", "public_reply")
        rows = rows.filter(Q.create([(f"{name}__{like}", word) for name in fields], connector=Q.OR))
    found = rows.values_list(
        *ALIKE, "public_organization", "public_organization__short_name", "public_replied_on", "pk"
    )
    return [_Cell(*alike, day.replace(day=1), letter=pk) for *alike, day, pk in found], since


def _offered(cells: Iterable[_Cell], chosen: Narrowing) -> dict[str, list[Choice]]:
    """Return, for each condition, what may be chosen while the others stay as they are."""
    names = {cell.organization: cell.organization_name for cell in cells}
    counts = {name: _counted(cells, chosen, name) for name in ("mailbox", "kind", "organization", "month")}
    bodies = sorted(counts["organization"].items(), key=lambda pair: (-pair[1], names[pair[0]]))
    months = sorted(counts["month"].items(), reverse=True)
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


def _counted(cells: Iterable[_Cell], chosen: Narrowing, by: str) -> Counter:
    """Count the cells that fit everything chosen but the condition itself."""
    others = replace(chosen, **{by: None if by in {"organization", "month"} else ""})
    counter: Counter = Counter()
    for cell in cells:
        if _fits(cell, others):
            counter[getattr(cell, by)] += cell.count
    return counter


def _fits(cell: _Cell, chosen: Narrowing) -> bool:
    return (
        (not chosen.mailbox or cell.mailbox == chosen.mailbox)
        and (not chosen.kind or cell.kind == chosen.kind)
        and (not chosen.organization or cell.organization == chosen.organization)
        and (not chosen.month or cell.month == chosen.month)
    )
