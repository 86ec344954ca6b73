"""Reminders of days that run out: one mechanism for letters, interpretations and whatever else is due on a day.

A schedule as data says at which points of a clock somebody is told, and how far up. A reminder is a unique row (object, step,
last day, recipient), so an outage loses none and a restart repeats none. After an outage only the latest step that was reached is
mailed; the steps that nobody was told of are kept as skipped.

Mails: a row is claimed, mailed, and marked as sent. Of the two failures that a crash in between can cause, this prefers a
mail that comes twice to a reminder that is lost: a claim that was not finished within `LEASE` is found again and goes out
under the Message-ID that it had, by which mail servers and readers know it for the same.
"""

from __future__ import annotations

import logging
import secrets
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sites.automatic_mail import BY_A_PROGRAM

if TYPE_CHECKING:
    from sites.calendar import WorkCalendar
    from sites.models import Reminder, User

log = logging.getLogger(__name__)
T = TypeVar("T")

LEASE = timedelta(minutes=30)
PEOPLE_AT_ONCE = 500
MOST_NAMED, MOST_LINKED = 50, 20  # of what one mail is about; the rest is on the page that the mail ends with


# --- the schedule ------------------------------------------------------------------------------------------------------


class Step(models.TextChoices):
    """A point of a clock, in working days before or after the last day."""

    TWO_BEFORE = "two-before", _("还剩两个工作日")
    ONE_BEFORE = "one-before", _("还剩一个工作日")
    LAST_DAY = "last-day", _("今日到期")
    LATE_1 = "late-1", _("逾期一个工作日")
    LATE_3 = "late-3", _("逾期三个工作日")
    LATE_5 = "late-5", _("逾期五个工作日")

    @property
    def is_late(self) -> bool:
        """True after the last day."""
        return OFFSETS[self] > 0


OFFSETS = {
    Step.TWO_BEFORE: -2, Step.ONE_BEFORE: -1, Step.LAST_DAY: 0, Step.LATE_1: 1, Step.LATE_3: 3, Step.LATE_5: 5,
}  # fmt: skip


class Rung(StrEnum):
    """Who is told, by how far up."""

    HANDLER = "handler"
    HEAD = "head"
    SUPERVISOR = "supervisor"


_UP_TO_HEAD = frozenset({Rung.HANDLER, Rung.HEAD})
LADDER: dict[Step, frozenset[Rung]] = {
    Step.TWO_BEFORE: frozenset({Rung.HANDLER}),
    Step.ONE_BEFORE: frozenset({Rung.HANDLER}),
    Step.LAST_DAY: _UP_TO_HEAD,
    Step.LATE_1: _UP_TO_HEAD | {Rung.SUPERVISOR},
    Step.LATE_3: _UP_TO_HEAD | {Rung.SUPERVISOR},
    Step.LATE_5: _UP_TO_HEAD | {Rung.SUPERVISOR},
}


def day_of(step: Step, due_on: date, calendar: WorkCalendar) -> date:
    """Return the day on which the step of a clock that ends on `due_on` is reached."""
    offset = OFFSETS[step]
    if offset > 0:
        return calendar.add_working_days(due_on, offset).day
    return calendar.subtract_working_days(due_on, -offset).day


class Reached(Protocol):
    """Which steps of a clock have been reached: days for most (`Schedule`), moments for clocks of hours."""

    steps: Sequence[models.TextChoices]

    def reached(self, due_on: Any, *, since: Any) -> list[Any]:
        """Return the steps reached by now, the latest last."""


class Schedule:
    """The steps as they stand on one day; what it works out for a last day it works out once."""

    steps = tuple(Step)

    def __init__(self, on: date, calendar: WorkCalendar) -> None:
        self.on, self.calendar = on, calendar
        self._days: dict[date, list[tuple[Step, date]]] = {}

    @property
    def horizon(self) -> date:
        """The latest last day that anything is to be said about yet."""
        return self.calendar.add_working_days(self.on, -OFFSETS[Step.TWO_BEFORE]).day

    def reached(self, due_on: date, *, since: date = date.min) -> list[Step]:
        """Return the steps reached by now, the latest last; those that lay before the clock began never were."""
        if due_on not in self._days:
            self._days[due_on] = [(step, day_of(step, due_on, self.calendar)) for step in Step]
        return [step for step, day in self._days[due_on] if since <= day <= self.on]


# --- making the rows -----------------------------------------------------------------------------------------------------


class Subject(NamedTuple):
    """Something with a last day: its key, that day, and the day on which its clock began. Clocks of hours have moments."""

    pk: int
    due_on: date | datetime
    since: date | datetime


@dataclass
class Made:
    """What a run made: rows to be mailed, rows of steps that were skipped, subjects that nobody can be told of."""

    created: list[Reminder]
    skipped: int = 0
    nobody: int = 0


Who = Callable[[Subject, Any], Collection[int]]


def make_rows(
    reminders: type[Reminder], subjects: Sequence[Subject], schedule: Reached, who: Who, *, at: datetime,
    dry_run: bool = False,
) -> Made:  # fmt: skip
    """Make the rows that the subjects lack on the day; the caller holds a transaction. Four queries, however many subjects.

    Each recipient of the latest step gets a row to be mailed. A step before it that has no row at all was missed: it gets
    rows that are kept as skipped. Earlier rows that still wait to be mailed are overtaken.
    """
    made, name = Made([]), reminders.subject
    known = _known(reminders, subjects)
    missed: list[Reminder] = []
    for subject in subjects:
        *before, latest = schedule.reached(subject.due_on, since=subject.since) or [None]
        if latest is None:
            continue
        told = who(subject, latest)
        made.nobody += not told
        common = {f"{name}_id": subject.pk, "due_on": subject.due_on, "at": at}
        lacking = set(told) - known[subject.pk, subject.due_on, latest]
        made.created += [reminders(kind=latest, recipient_id=pk, **common) for pk in sorted(lacking)]
        missed += [
            reminders(kind=step, recipient_id=pk, is_skipped=True, **common)
            for step in before
            if not known[subject.pk, subject.due_on, step]
            for pk in sorted(who(subject, step))
        ]
    made.skipped = len(missed)
    if not dry_run and (made.created or missed):
        reminders.objects.bulk_create([*missed, *made.created], batch_size=500, ignore_conflicts=True)
        _overtake(reminders, made.created, schedule.steps)
    return made


def _known(reminders: type[Reminder], subjects: Sequence[Subject]) -> dict[tuple[int, date, str], set[int]]:
    """Return who was told already, by subject, last day and step."""
    name = reminders.subject
    rows = reminders.objects.filter(**{f"{name}__in": [subject.pk for subject in subjects]})
    known: dict[tuple[int, date, str], set[int]] = defaultdict(set)
    for pk, due_on, kind, recipient in rows.values_list(f"{name}_id", "due_on", "kind", "recipient_id"):
        known[pk, due_on, kind].add(recipient)
    return known


def _overtake(reminders: type[Reminder], created: Iterable[Reminder], steps: Sequence[models.TextChoices]) -> None:
    """Rows of an earlier step that were not mailed in time are not mailed any more. One query for each step."""
    of_step: dict[str, list[int]] = defaultdict(list)
    for row in created:
        of_step[row.kind].append(getattr(row, f"{reminders.subject}_id"))
    for step, pks in of_step.items():
        earlier = steps[: steps.index(step)]
        rows = reminders.objects.filter(waiting_q(), **{f"{reminders.subject}__in": pks}, kind__in=earlier, claim="")
        rows.update(is_skipped=True)


# --- mailing them ----------------------------------------------------------------------------------------------------------


def waiting_q() -> Q:
    """Rows that are still to be mailed, claimed or not."""
    return Q(sent_at__isnull=True, is_skipped=False)


def claimable_q(at: datetime) -> Q:
    """Rows that a run may take: nobody claimed them, or whoever did was cut short."""
    return waiting_q() & (Q(claimed_at__isnull=True) | Q(claimed_at__lte=at - LEASE))


Compose = Callable[["User", list["Reminder"]], tuple[str, str]]


def named(subjects: Sequence[T], *, line: Callable[[T], str], address: Callable[[T], str], more: str) -> list[str]:
    """Return the lines of a mail that name its subjects, the most urgent first: each on a line of its own with its page below
    it, then without, then only how many `more` there are."""
    lines = [f"· {line(subject)}" for subject in subjects[:MOST_NAMED]]
    for place, subject in enumerate(subjects[:MOST_LINKED]):
        lines[place] += f"\n  {address(subject)}"
    return lines + ([more % (len(subjects) - MOST_NAMED)] if len(subjects) > MOST_NAMED else [])


def send_waiting(reminders: type[Reminder], *, still_true: Q, compose: Compose, at: datetime) -> int:
    """Mail what waits, one mail for each person, and return how many went out. Rows that no longer hold are dropped: nobody
    was told of them. Callers see to the office hours."""
    from sites.models import User

    reminders.objects.filter(claimable_q(at)).exclude(still_true).delete()
    waiting = reminders.objects.filter(claimable_q(at)).values("recipient")
    people = User.objects.filter(pk__in=waiting, is_active=True).exclude(email="").order_by("pk")
    sent = 0
    for person in people.iterator(chunk_size=PEOPLE_AT_ONCE):
        for claim, rows in _claim(reminders, person, at).items():
            sent += _mail(reminders, person, claim, rows, compose, at)
    return sent


@transaction.atomic
def _claim(reminders: type[Reminder], person: User, at: datetime) -> dict[str, list[Reminder]]:
    """Take the person's rows; of two runs at once only one gets each. A claim that was cut short keeps its name."""
    rows = reminders.objects.filter(claimable_q(at), recipient=person).select_for_update(of=("self",))
    fresh, batches = secrets.token_hex(12), defaultdict(list)
    for row in rows.select_related(*reminders.mailed_with).defer(*reminders.mailed_without).order_by("due_on", "pk"):
        batches[row.claim or fresh].append(row)
    for claim, batch in batches.items():
        reminders.objects.filter(pk__in=[row.pk for row in batch]).update(claim=claim, claimed_at=at)
    return batches


def _mail(
    reminders: type[Reminder], person: User, claim: str, rows: list[Reminder], compose: Compose, at: datetime
) -> bool:
    """Send one claim as one mail; a mail server that refuses gives the rows back."""
    claimed = reminders.objects.filter(claim=claim, recipient=person)
    subject, text = compose(person, rows)
    headers = {
        **BY_A_PROGRAM,
        "Message-ID": f"<reminder.{claim}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].strip('>') or 'portal'}>",
    }
    try:
        EmailMessage(subject, text, None, [person.email], headers=headers).send()
    except Exception as error:  # whatever the mail server does: the rows wait for the next run
        claimed.update(claim="", claimed_at=None)
        log.warning("The reminder to %s could not be mailed: %s", person.username, error)
        return False
    claimed.update(sent_at=at)
    return True
