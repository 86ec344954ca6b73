"""Figures of a month and of a year, by month and by organization."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from interaction.figures.counting import Figures, add_up, figures_of, total
from interaction.models import Letter
from sites.models import Organization

if TYPE_CHECKING:
    from interaction.querysets import LetterQuerySet
    from sites.models import Site

MONTHS_SHOWN = 12
NOBODY = "尚未转办"


@dataclass(frozen=True)
class MonthFigures(Figures):
    """What came in and what was answered in one month."""

    month: date = date.min

    @property
    def tiles(self) -> list[dict[str, Any]]:
        """The four figures as the home page and the platform show them."""
        percent, days = self.on_time_percent, self.average_days
        return [
            {"label": "收到来信", "value": self.received, "unit": "件"},
            {"label": "答复来信", "value": self.answered, "unit": "件"},
            {
                "label": "按时答复",
                "value": "—" if percent is None else f"{percent:g}",
                "unit": "" if percent is None else "%",
            },
            {
                "label": "平均用时",
                "value": "—" if days is None else f"{days:.1f}",
                "unit": "" if days is None else "个工作日",
            },
        ]


@dataclass(frozen=True)
class BodyFigures(Figures):
    """What happened at one organization in a period."""

    organization: str = ""
    short_name: str = ""
    pk: int | None = None


@dataclass(frozen=True)
class YearFigures:
    """A year: its total, its months up to the day, and the organizations."""

    year: int
    months: list[MonthFigures]
    bodies: list[BodyFigures]

    @property
    def total(self) -> Figures:
        """The sum of the months."""
        return total(self.months)


def first_of(day: date) -> date:
    """The first day of the month."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return first_of(month + timedelta(days=31))


def month_figures(site: Site, *, on: date) -> MonthFigures:
    """Return the figures of the month that the day lies in. One query."""
    start = first_of(on)
    found = figures_of(Letter.objects.for_site(site), start, next_month(start))
    return MonthFigures(**total(found.values()).counts, month=start)


def by_month(site: Site, *, on: date, months: int = MONTHS_SHOWN) -> list[MonthFigures]:
    """Return the figures of the last months, the newest first, months without letters included. One query."""
    starts = [first_of(on)]
    while len(starts) < months:
        starts.append(first_of(starts[-1] - timedelta(days=1)))
    return _months(Letter.objects.for_site(site), starts)


def _months(letters: LetterQuerySet, starts: list[date]) -> list[MonthFigures]:
    found = figures_of(letters, min(starts), next_month(max(starts)), month=True)
    return [MonthFigures(**found.get((start,), Figures()).counts, month=start) for start in starts]


def by_organization(site: Site, *, on: date) -> list[BodyFigures]:
    """Return what happened at each organization in the month of the day, the busiest first. One query."""
    start = first_of(on)
    return bodies_of(Letter.objects.for_site(site), start, next_month(start))


def bodies_of(letters: LetterQuerySet, since: date, until: date) -> list[BodyFigures]:
    """Return what happened at each organization in the period, those who answered most first. One query."""
    return _bodies(figures_of(letters, since, until, body=True))


def _bodies(found: Mapping[tuple[Any, ...], Figures]) -> list[BodyFigures]:
    rows = [
        BodyFigures(**row.counts, organization=name or NOBODY, short_name=short or NOBODY, pk=pk)
        for (pk, name, short), row in found.items()
    ]
    return sorted(rows, key=lambda row: (row.pk is None, -row.answered, -row.received, row.organization))


def year_figures(site: Site, year: int, *, on: date, is_first: bool = False) -> YearFigures:
    """Return the figures of a year, of the running one up to the month of the day. The first year of a site begins with the
    month of its first letter: before it nobody could write, which is not the same as a month without letters. Two queries: months
    and organizations are sums of the same cells, and the names."""
    last = on.month if year == on.year else 12
    starts = [date(year, month, 1) for month in range(1, last + 1)]
    letters = Letter.objects.for_site(site)
    cells = figures_of(letters, starts[0], next_month(starts[-1]), month=True, body=True, named=False)
    of_months: dict[date, Figures] = defaultdict(Figures)
    of_bodies: dict[int | None, Figures] = defaultdict(Figures)
    for (month, body), cell in cells.items():
        of_months[month] = add_up(of_months[month], cell)
        of_bodies[body] = add_up(of_bodies[body], cell)
    if is_first:
        starts = [start for start in starts if start >= min(of_months, default=starts[-1])]
    months = [MonthFigures(**of_months[start].counts, month=start) for start in starts]
    names = Organization.objects.in_bulk(of_bodies.keys() - {None})
    named = {
        (pk, names[pk].name, names[pk].short_name) if pk else (None, None, None): row for pk, row in of_bodies.items()
    }
    return YearFigures(year, months, _bodies(named))


def years_with_letters(site: Site, *, on: date) -> list[int]:
    """Return the years from the first letter of the site to the day, the newest first. One query."""
    first = Letter.objects.for_site(site).order_by("received_on").values_list("received_on", flat=True).first()
    return list(range(on.year, (first or on).year - 1, -1))
