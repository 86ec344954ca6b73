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
from sites.models import CalendarNotice, Site, User
from sites.reminders import Schedule, Step, Subject, make_rows, send_waiting

log = logging.getLogger(__name__)

CHUNK = 500
LETTERS_PER_MAIL = 50
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
    calendar = CalendarNotice.objects.calendar()
    swept, recipients = Swept(on or local_day(at)), Recipients()
    _set_right(swept, calendar, at, dry_run=dry_run)
    schedule = Schedule(swept.on, calendar)
    _count(swept, schedule, keep_rows)
    for chunk in _chunks(schedule, at):
        try:
            _notice(chunk, swept, schedule, recipients, at, dry_run=dry_run)
        except (DatabaseError, ValueError):
            _notice_one_by_one(chunk, swept, schedule, recipients, at, dry_run=dry_run)
    if not dry_run and calendar.is_office_hours(at):
        swept.mailed = send_waiting(DeadlineNotice, still_true=STILL_TRUE, compose=Mail(calendar, at), at=at)
    return swept


def _set_right(swept: Swept, calendar: WorkCalendar, at: datetime, *, dry_run: bool) -> None:
    """Bring dates, requests and cards in step with the calendar and the day before anybody is told."""
    robot = User.objects.robot()
    if not dry_run:
        swept.moved = len(recount_open_letters(by=robot, at=at))
        carry_paused(at=at)
        lapse_extensions(on=swept.on, by=robot, at=at)
    swept.cards = give_cards(on=swept.on, calendar=calendar, by=robot, at=at, dry_run=dry_run)


# --- which letters -------------------------------------------------------------------------------------------------------


def _at_issue(schedule: Schedule) -> LetterQuerySet:
    return Letter.objects.running().filter(due_on__lte=schedule.horizon).defer(*LONG_FIELDS)


def _count(swept: Swept, schedule: Schedule, keep_rows: int) -> None:
    letters, on = _at_issue(schedule), schedule.on
    counts = letters.aggregate(
        overdue=Count("pk", filter=Q(due_on__lt=on)),
        due_today=Count("pk", filter=Q(due_on=on)),
        due_soon=Count("pk", filter=Q(due_on__gt=on)),
    )
    swept.overdue, swept.due_today, swept.due_soon = counts["overdue"], counts["due_today"], counts["due_soon"]
    swept.rows = [(schedule.reached(row.due_on)[-1], row) for row in letters.order_by("due_on", "pk")[:keep_rows]]


def _chunks(schedule: Schedule, at: datetime) -> Iterator[list[Letter]]:
    """Letters whose latest step is still to be told, a few hundred at a time, so that memory does not grow with them."""
    days = _at_issue(schedule).order_by("due_on").values_list("due_on", flat=True).distinct()
    for due_on in list(days):
        letters = _to_tell(_at_issue(schedule).filter(due_on=due_on), schedule.reached(due_on)[-1], at).order_by("pk")
        last = 0
        while chunk := list(letters.filter(pk__gt=last)[:CHUNK]):
            last = chunk[-1].pk
            yield chunk


def _to_tell(letters: LetterQuerySet, step: Step, at: datetime) -> LetterQuerySet:
    """Those that nobody was told of yet at this step, and those handed over lately: somebody else may have to know."""
    told = DeadlineNotice.objects.filter(letter=OuterRef("pk"), kind=step, due_on=OuterRef("due_on"))
    handed_over = Assignment.objects.filter(letter=OuterRef("pk"), at__gt=at - HANDED_OVER_LATELY)
    return letters.filter(~Exists(told) | Exists(handed_over))


# --- making the rows -------------------------------------------------------------------------------------------------------


def _notice(
    chunk: list[Letter], swept: Swept, schedule: Schedule, recipients: Recipients, at: datetime, *, dry_run: bool
) -> None:
    """Make the rows that a chunk of letters lacks, in one transaction with an audit entry for each site."""
    letters = {letter.pk: letter for letter in chunk}
    subjects = [Subject(letter.pk, letter.due_on, letter.counted_from) for letter in chunk]

    def who(subject: Subject, step: Step) -> frozenset[int]:
        return recipients.of(letters[subject.pk], step)

    with transaction.atomic():
        made = make_rows(DeadlineNotice, subjects, schedule, who, at=at, dry_run=dry_run)
        if not dry_run:
            _record(Counter(letters[row.letter_id].site_id for row in made.created), schedule.on, at)
    swept.created += len(made.created)
    swept.skipped += made.skipped
    swept.nobody += made.nobody


def _record(per_site: Counter[int], on: date, at: datetime) -> None:
    robot = User.objects.robot()
    for site in Site.objects.filter(pk__in=per_site):
        after = {"on": on, "notices": per_site[site.pk]}
        record(Event.LETTER_REMINDED, site, by=robot, at=at, site=site, after=after)


def _notice_one_by_one(
    chunk: list[Letter], swept: Swept, schedule: Schedule, recipients: Recipients, at: datetime, *, dry_run: bool
) -> None:
    """After a chunk failed: every letter by itself, so that a bad row harms only itself."""
    for letter in chunk:
        try:
            _notice([letter], swept, schedule, recipients, at, dry_run=dry_run)
        except (DatabaseError, ValueError) as error:
            swept.failed += 1
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
        lines = [self._line(letter) for letter in ordered[:LETTERS_PER_MAIL]]
        if len(ordered) > LETTERS_PER_MAIL:
            lines.append(_("……另有 %s 件，请到工作台查看。") % (len(ordered) - LETTERS_PER_MAIL))
        text = [_("以下来信需要您尽快办理："), "", *lines, "", _("请登录管理平台“来信办理”处理。本邮件由系统发出。")]
        return _("来信时限提醒：%s 件") % len(ordered), "\n".join(text)

    def _line(self, letter: Letter) -> str:
        reading = countdown(letter, on=local_day(self.at), calendar=self.calendar)
        return f"· {reading.words}　{letter.number}　{letter.title}"
