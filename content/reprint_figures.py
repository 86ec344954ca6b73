"""How the sites keep the reprint clock, in figures: counts, median and 95th percentile of the minutes, in few queries.

A site's minutes run from the upper level's publication to the page that was seen; `target_at` is that publication and an
hour, so no figure has to join the item.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from content.models import Reprint
from content.models.reprint import TARGET
from sites.models import Site

TAKEN = ExpressionWrapper(F("done_at") - F("target_at"), output_field=DurationField())


class Percentile(Aggregate):
    """The value that so large a part of the rows does not exceed (PostgreSQL)."""

    function = "PERCENTILE_DISC"
    template = "%(function)s(%(part)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()
    allow_distinct = False


@dataclass
class Figures:
    """What a site, or all of them together, did with their duties."""

    total: int = 0
    within_hour: int = 0
    within_limit: int = 0
    late: int = 0
    pending: int = 0
    overdue: int = 0
    waived: int = 0
    correcting: int = 0
    median: int | None = None
    p95: int | None = None
    site: Site | None = None
    rank: int | None = None

    @property
    def done(self) -> int:
        """Duties that were met, whenever."""
        return self.within_hour + self.within_limit + self.late

    @property
    def owed(self) -> int:
        """Duties from which nobody was freed."""
        return self.total - self.waived

    @property
    def rate(self) -> float | None:
        """The part of what was owed that was met within the hour, in hundredths, cut so that a part never
        reads as the whole; None where nothing was owed."""
        return (1000 * self.within_hour // self.owed) / 10 if self.owed else None


def _counts(today: date) -> dict[str, Count]:
    done, pending = Q(state="done"), Q(state="pending")
    return {
        "total": Count("pk"),
        "within_hour": Count("pk", filter=done & Q(done_at__lte=F("target_at"))),
        "within_limit": Count("pk", filter=done & Q(done_at__gt=F("target_at"), done_on__lte=F("due_on"))),
        "late": Count("pk", filter=done & Q(done_on__gt=F("due_on"))),
        "pending": Count("pk", filter=pending & Q(due_on__gte=today)),
        "overdue": Count("pk", filter=pending & Q(due_on__lt=today)),
        "waived": Count("pk", filter=Q(state="waived")),
    }


def figures_by(duties: QuerySet[Reprint], name: str, *, on: date) -> dict[int, Figures]:
    """The figures of the duties by the value of a field, such as site_id or item_id. One query on PostgreSQL."""
    dated = duties.order_by().annotate(done_on=TruncDate("done_at", tzinfo=timezone.get_default_timezone()))
    grouped = dated.values(name).annotate(**_counts(on))
    if connection.vendor == "postgresql":
        rows = grouped.annotate(median=Percentile(TAKEN, part=0.5), p95=Percentile(TAKEN, part=0.95))
        return {row.pop(name): _figures(row) for row in rows}
    taken = defaultdict(list)
    for key, minutes in duties.filter(state="done").order_by().values_list(name, TAKEN):
        taken[key].append(minutes)
    return {
        (key := row.pop(name)): _figures(row, median=_part(taken[key], 0.5), p95=_part(taken[key], 0.95))
        for row in grouped
    }


def _figures(row: dict[str, Any], **more: timedelta | None) -> Figures:
    row |= more
    return Figures(**{**row, "median": minutes_of(row["median"]), "p95": minutes_of(row["p95"])})


def _part(taken: list[timedelta], part: float) -> timedelta | None:
    """The value that so large a part does not exceed, as PostgreSQL finds it."""
    if not taken:
        return None
    return sorted(taken)[max(0, -int(-part * len(taken) // 1) - 1)]


def minutes_of(taken: timedelta | None) -> int | None:
    """Whole minutes from the publication above."""
    return None if taken is None else max(0, int((taken + TARGET).total_seconds() // 60))


def rank(figures: Iterable[Figures]) -> None:
    """Number the sites from the best rate on; equal rates share a rank, who owed nothing has none."""
    rated = sorted((each for each in figures if each.rate is not None), key=lambda each: -each.rate)
    for place, each in enumerate(rated, start=1):
        before = rated[place - 2] if place > 1 else None
        each.rank = before.rank if before is not None and before.rate == each.rate else place


def together(figures: Iterable[Figures]) -> Figures:
    """The counts of many added up; the percentiles of all need the duties themselves."""
    whole = Figures()
    for each in figures:
        for name in ("total", "within_hour", "within_limit", "late", "pending", "overdue", "waived"):
            setattr(whole, name, getattr(whole, name) + getattr(each, name))
    return whole


def percentiles(duties: QuerySet[Reprint]) -> tuple[int | None, int | None]:
    """Median and 95th percentile of all the duties, in minutes. One query."""
    done = duties.filter(state="done").order_by()
    if connection.vendor == "postgresql":
        found = done.aggregate(median=Percentile(TAKEN, part=0.5), p95=Percentile(TAKEN, part=0.95))
        return minutes_of(found["median"]), minutes_of(found["p95"])
    taken = list(done.values_list(TAKEN, flat=True))
    return minutes_of(_part(taken, 0.5)), minutes_of(_part(taken, 0.95))
