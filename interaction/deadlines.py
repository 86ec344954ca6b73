"""The deadline sweep: who must be told that a letter is due soon, due today or overdue, each step once (`sites.reminders`).

Dates that an amended calendar moved are counted again first, and cards are given by rule. A sweep goes by state, so it may run
twice, late, or after days of outage. Mails leave only in office hours of working days.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from interaction.actions import carry_paused, give_cards, lapse_extensions, recount_open_letters
from interaction.countdown import countdown
from interaction.models import Assignment, DeadlineNotice, Letter
from interaction.models.letter import LONG_FIELDS
from interaction.querysets import LetterQuerySet
from interaction.recipients import Recipients
from interaction.workflow import OPEN
from sites.audit import Event, record
from sites.calendar import WorkCalendar, local_day
from sites.chunks import in_chunks
from sites.models import CalendarNotice, Site, User
from sites.reminders import Schedule, Step, Subject, make_rows, named, send_waiting

log = logging.getLogger(__name__)

CHUNK = 500
HANDED_OVER_LATELY = timedelta(days=3)
STILL_TRUE = Q(letter__state__in=OPEN, letter__due_on=F("due_on"))


@dataclass
class Swept:
    """What a sweep found and did."""

    on: date
    due_soon: int = 0
    due_today: int = 0
    overdue: int = 0
    created: int = 0
    skipped: int = 0
    mailed: int = 0
    failed: int = 0
    moved: int = 0
    cards: int = 0
    nobody: int = 0
    rows: list[tuple[Step, Letter]] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.on} 即将到期 {self.due_soon}，今日到期 {self.due_today}，已逾期 {self.overdue}；"
            f"新提醒 {self.created}，错过 {self.skipped}，发出邮件 {self.mailed}，无人可提醒 {self.nobody}，"
            f"重算日期 {self.moved}，亮牌 {self.cards}，出错 {self.failed}"
        )


def sweep(*, at: datetime, on: date | None = None, dry_run: bool = False, keep_rows: int = 0) -> Swept:
    """Make the notices of the day and mail those that wait. A dry run changes nothing and says what it would do."""
    calendar, robot = CalendarNotice.objects.calendar(), User.objects.robot()
    swept = Swept(on or local_day(at))
    _set_right(swept, calendar, by=robot, at=at, dry_run=dry_run)
    schedule = Schedule(swept.on, calendar)
    days = _count(swept, schedule, keep_rows)
    notices = Notices(swept, schedule, robot, at, is_dry=dry_run)
    for chunk in _chunks(schedule, days, at):
        try:
            notices.make(chunk)
        except (DatabaseError, ValueError):
            notices.make_one_by_one(chunk)
    if not dry_run and calendar.is_office_hours(at):
        swept.mailed = send_waiting(DeadlineNotice, still_true=STILL_TRUE, compose=Mail(calendar, at), at=at)
    return swept


def _set_right(swept: Swept, calendar: WorkCalendar, *, by: User, at: datetime, dry_run: bool) -> None:
    """Bring dates, requests and cards in step with the calendar and the day before anybody is told."""
    if not dry_run:
        swept.moved = len(recount_open_letters(by=by, at=at, calendar=calendar))
        carry_paused(at=at)
        lapse_extensions(on=swept.on, by=by, at=at)
    swept.cards = give_cards(on=swept.on, calendar=calendar, by=by, at=at, dry_run=dry_run)


# --- which letters -------------------------------------------------------------------------------------------------------


def _at_issue(schedule: Schedule) -> LetterQuerySet:
    return Letter.objects.running().filter(due_on__lte=schedule.horizon).defer(*LONG_FIELDS)


def _count(swept: Swept, schedule: Schedule, keep_rows: int) -> list[date]:
    """Count the letters at issue, and return the days on which they are due."""
    letters = _at_issue(schedule)
    per_day = dict(letters.order_by("due_on").values_list("due_on").annotate(Count("pk")))
    swept.overdue = sum(count for day, count in per_day.items() if day < swept.on)
    swept.due_today = per_day.get(swept.on, 0)
    swept.due_soon = sum(count for day, count in per_day.items() if day > swept.on)
    swept.rows = [(schedule.reached(row.due_on)[-1], row) for row in letters.order_by("due_on", "pk")[:keep_rows]]
    return list(per_day)


def _chunks(schedule: Schedule, days: list[date], at: datetime) -> Iterator[list[Letter]]:
    """Letters whose latest step is still to be told, a few hundred at a time, so that memory does not grow with them."""
    for day in days:
        yield from in_chunks(_to_tell(_at_issue(schedule).filter(due_on=day), schedule.reached(day)[-1], at), CHUNK)


def _to_tell(letters: LetterQuerySet, step: Step, at: datetime) -> LetterQuerySet:
    """Those that nobody was told of yet at this step, and those handed over lately: somebody else may have to know."""
    told = DeadlineNotice.objects.filter(letter=OuterRef("pk"), kind=step, due_on=OuterRef("due_on"))
    handed_over = Assignment.objects.filter(letter=OuterRef("pk"), at__gt=at - HANDED_OVER_LATELY)
    return letters.filter(~Exists(told) | Exists(handed_over))


# --- making the rows -------------------------------------------------------------------------------------------------------


@dataclass
class Notices:
    """The rows that a sweep makes, and those to whom they go."""

    swept: Swept
    schedule: Schedule
    robot: User
    at: datetime
    is_dry: bool
    recipients: Recipients = field(default_factory=Recipients)

    def make(self, chunk: list[Letter]) -> None:
        """Make the rows that the letters lack, in one transaction with an audit entry for each site."""
        letters = {letter.pk: letter for letter in chunk}
        subjects = [Subject(letter.pk, letter.due_on, letter.counted_from) for letter in chunk]

        def who(subject: Subject, step: Step) -> frozenset[int]:
            return self.recipients.of(letters[subject.pk], step)

        with transaction.atomic():
            made = make_rows(DeadlineNotice, subjects, self.schedule, who, at=self.at, dry_run=self.is_dry)
            if not self.is_dry:
                self._record(Counter(letters[row.letter_id].site_id for row in made.created))
        self.swept.created += len(made.created)
        self.swept.skipped += made.skipped
        self.swept.nobody += made.nobody

    def _record(self, per_site: Counter[int]) -> None:
        for site in Site.objects.filter(pk__in=per_site):
            after = {"on": self.schedule.on, "notices": per_site[site.pk]}
            record(Event.LETTER_REMINDED, site, by=self.robot, at=self.at, site=site, after=after)

    def make_one_by_one(self, chunk: list[Letter]) -> None:
        """After a chunk failed: every letter by itself, so that a bad row harms only itself."""
        for letter in chunk:
            try:
                self.make([letter])
            except (DatabaseError, ValueError) as error:
                self.swept.failed += 1
                log.error("No notice could be made for letter %s: %s", letter.pk, error)


# --- the mail --------------------------------------------------------------------------------------------------------------


@dataclass
class Mail:
    """How one person's notices read as one mail, at the moment it leaves."""

    calendar: WorkCalendar
    at: datetime

    def __call__(self, person: User, notices: list[DeadlineNotice]) -> tuple[str, str]:
        """Return subject and text: each letter once, the most urgent first."""
        letters = {notice.letter_id: notice.letter for notice in notices}
        ordered = sorted(letters.values(), key=lambda letter: (letter.due_on, letter.pk))
        text = [
            _("%s，您好：") % person,
            _("以下来信即将到期或已经逾期，请及时办理或督促办理："),
            "",
            *named(ordered, line=self._line, address=_address, more=_("……另有 %s 件，请到“来信办理”查看。")),
            "",
            _("来信办理：%s") % ordered[0].site.address_of("interaction-office:workbench"),
            _("本邮件由系统发出，请勿回复。"),
        ]
        return _("来信时限提醒：%s 件") % len(ordered), "\n".join(text)

    def _line(self, letter: Letter) -> str:
        reading = countdown(letter, on=local_day(self.at), calendar=self.calendar)
        note = f"（{reading.note}）" if reading.note else ""
        return f"{reading.words}{note}　{letter.number}　{letter.title}"


def _address(letter: Letter) -> str:
    return letter.site.address_of("interaction-office:letter", letter.number)
