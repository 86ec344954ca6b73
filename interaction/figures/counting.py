"""Counting letters in a period, by month, by organization or in all: the one place where it is decided what counts.

One query answers all of it: a union of what was received, answered (first answers and second ones), sent back and rated.
Sums are kept, never averages, so that parts can be added up and every table agrees with its total.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any, Self

from django.db.models import CharField, Count, DateField, F, IntegerField, Q, QuerySet, Sum, Value
from django.db.models.functions import TruncMonth

from interaction.models import EarlierRound, Rating, Reply, ReplyState
from interaction.models.rating import Satisfaction
from interaction.workflow import State
from sites.calendar import CHINA

if TYPE_CHECKING:
    from interaction.querysets import LetterQuerySet

DEFINITIONS = (
    ("收到", "按收到来信的日期统计，含不予受理、来信人撤回和并案办理的。"),
    ("答复", "按作出答复的日期统计，不论来信何时收到；对同一来信再次办理后的答复另计一件。"),
    ("按时答复率", "答复日期不晚于作出答复时有效的最迟答复日期的件数，除以答复件数；批准延期的以延期后的日期为准。"),
    ("平均用时", "自起算次日至答复当日的工作日数（国务院办公厅放假调休安排），除以答复件数；收到当日答复的计为 0。"),
    ("延期", "本期答复中经批准延长过办理期限的件数。"),
    ("退回", "本期内答复稿经审核退回重办的次数。"),
    ("满意率", "本期评价中办理态度、效率、结果三项均在“基本满意”以上的，除以评价件数；未评价的不计。"),
)
"""What each figure means, in the words that are printed beside it."""


@dataclass(frozen=True)
class Figures:
    """What happened in a period. All are counts; shares and averages are worked out of them when they are read."""

    received: int = 0
    declined: int = 0
    answered: int = 0
    on_time: int = 0
    days: int = 0
    extended: int = 0
    returned: int = 0
    rated: int = 0
    satisfied: int = 0

    @property
    def late(self) -> int:
        """Answers that came after their last day."""
        return self.answered - self.on_time

    @property
    def on_time_percent(self) -> float | None:
        """The share of answers that came in time, None without answers."""
        return _percent(self.on_time, self.answered)

    @property
    def average_days(self) -> float | None:
        """The working days that an answer took on average, None without answers."""
        return round(self.days / self.answered, 1) if self.answered else None

    @property
    def satisfied_percent(self) -> float | None:
        """The share of ratings that were good, None without ratings."""
        return _percent(self.satisfied, self.rated)

    def plus(self, other: Figures) -> Self:
        """Return these figures with the other's added."""
        return type(self)(**{**vars(self), **{name: getattr(self, name) + getattr(other, name) for name in COUNTS}})

    @property
    def counts(self) -> dict[str, int]:
        """The counts by name."""
        return {name: getattr(self, name) for name in COUNTS}

    @property
    def is_empty(self) -> bool:
        """True when nothing happened."""
        return not any(self.counts.values())


COUNTS = tuple(field.name for field in fields(Figures))


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def total(rows: Iterable[Figures]) -> Figures:
    """Return the sum of the rows."""
    return reduce(add_up, rows, Figures())


def add_up(one: Figures, other: Figures) -> Figures:
    """Return the sum of two."""
    return Figures(**{name: add(getattr(one, name), getattr(other, name)) for name in COUNTS})


def figures_of(
    letters: LetterQuerySet, since: date, until: date, *, month: bool = False, body: bool = False, named: bool = True
) -> dict[tuple[Any, ...], Figures]:
    """Return the figures from the first day up to, not including, the last; by (month, organization's id and names) as asked.

    One query. `letters` says whose; what belongs to a letter follows it. Without names organizations are told apart by their
    ids alone, which costs less over a year of a million letters.
    """
    by = {"month": month, "body": body, "named": named}
    parts = [part(letters, since, until, **by) for part in (_received, _answered, _earlier, _returned, _rated)]
    found: dict[tuple[Any, ...], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for kind, *rest in parts[0].union(*parts[1:], all=True):
        key, numbers = tuple(rest[:-4]), rest[-4:]
        for name, number in zip(MEANS[kind], numbers, strict=False):
            found[key][name] += number or 0
    return {key: Figures(**counts) for key, counts in found.items()}


MEANS = {
    "received": ("received", "declined"),
    "answered": ("answered", "on_time", "days", "extended"),
    "returned": ("returned",),
    "rated": ("rated", "satisfied"),
}
NOTHING = Value(0, output_field=IntegerField())


def _received(letters: LetterQuerySet, since: date, until: date, **by: bool) -> QuerySet:
    rows = letters.filter(received_on__gte=since, received_on__lt=until)
    return _grouped(
        rows, "received", "received_on", "organization", b=Count("state", filter=Q(state=State.DECLINED)), **by
    )


def _answered(letters: LetterQuerySet, since: date, until: date, **by: bool) -> QuerySet:
    rows = letters.filter(replied_on__gte=since, replied_on__lt=until)
    return _grouped(rows, "answered", "replied_on", "organization", **_of_answers(), **by)


def _earlier(letters: LetterQuerySet, since: date, until: date, **by: bool) -> QuerySet:
    rows = EarlierRound.objects.filter(letter__in=_all(letters), replied_on__gte=since, replied_on__lt=until)
    return _grouped(rows, "answered", "replied_on", "organization", **_of_answers(), **by)


def _of_answers() -> dict[str, Any]:
    return {
        "b": Count("due_on", filter=Q(replied_on__lte=F("due_on"))),
        "c": Sum("days_used"),
        "d": Count("is_extended", filter=Q(is_extended=True)),
    }


def _returned(letters: LetterQuerySet, since: date, until: date, **by: bool) -> QuerySet:
    rows = Reply.objects.filter(
        letter__in=_all(letters), state=ReplyState.RETURNED, **between("decided_at", since, until)
    )
    return _grouped(rows, "returned", "decided_at", "organization", **by)


def _rated(letters: LetterQuerySet, since: date, until: date, **by: bool) -> QuerySet:
    rows = Rating.objects.filter(letter__in=_all(letters), **between("at", since, until))
    good = Count("pk", filter=Q(score__gt=Satisfaction.BAD))
    return _grouped(rows, "rated", "at", "organization", b=good, **by)


def _all(letters: LetterQuerySet) -> QuerySet:
    return letters.order_by().values("pk")


def between(name: str, since: date, until: date) -> dict[str, datetime]:
    """Return the condition that a moment lies in the days, as days go in China."""
    return {
        f"{name}__gte": datetime.combine(since, time.min, CHINA),
        f"{name}__lt": datetime.combine(until, time.min, CHINA),
    }


def _grouped(
    rows: QuerySet, kind: str, when: str, whose: str, *, month: bool, body: bool, named: bool, **counts: Any
) -> QuerySet:
    """Group the rows by month and organization as asked, and count them as `a`, with the other counts beside it. Rows are
    counted, not their keys, so that the indexes that hold what is counted need not be left."""
    keys: dict[str, Any] = {"of_kind": Value(kind, output_field=CharField())}
    if month:
        keys["of_month"] = TruncMonth(
            when, output_field=DateField(), **({} if when.endswith("_on") else {"tzinfo": CHINA})
        )
    if body:
        keys |= {"of_body": F(f"{whose}_id")}
    if body and named:
        keys |= {"of_name": F(f"{whose}__name"), "of_short": F(f"{whose}__short_name")}
    numbers = {"a": Count("*"), "b": NOTHING, "c": NOTHING, "d": NOTHING} | counts
    grouped = rows.order_by().annotate(**keys).values(*keys).annotate(**numbers)
    return grouped.values_list(*keys, *numbers)
