"""Reminders of duties that run out, by the steps of `sites.reminders`: before the last day, on it, and when it is over.

Rows are made at once; mails leave in office hours of working days, and only about what still holds then.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from interpretation.actions import recount_duty, settle_duty
from interpretation.models import DutyReminder, InterpretationDuty
from interpretation.standing import standing_of
from sites.audit import Event, record
from sites.calendar import WorkCalendar, local_day
from sites.grants import holding, nearest_supervisors
from sites.models import CalendarNotice, User
from sites.policy import ORGANIZATION_ROLES, Role
from sites.reminders import LADDER, Rung, Schedule, Step, Subject, make_rows, named, send_waiting
from sites.titles import in_marks

log = logging.getLogger(__name__)


@dataclass
class Swept:
    """What one run of the sweep did, or in a dry run would do."""

    settled: int = 0
    recounted: int = 0
    reminded: int = 0
    mailed: int = 0
    failed: int = 0

    def __str__(self) -> str:
        return (
            f"核对完成情况 {self.settled} 项，重新计算时限 {self.recounted} 项，"
            f"提醒 {self.reminded} 项，发出邮件 {self.mailed} 封，未成 {self.failed} 项"
        )


def to_remind(schedule: Schedule) -> list[tuple[InterpretationDuty, Step]]:
    """The duties that run out, each with the latest step that it has reached and that nobody was reminded of yet."""
    due = InterpretationDuty.objects.open().filter(due_on__lte=schedule.horizon)
    found = []
    for due_on in list(due.order_by("due_on").values_list("due_on", flat=True).distinct()):
        step = schedule.reached(due_on)[-1]
        reminded = DutyReminder.objects.filter(duty=OuterRef("pk"), kind=step, due_on=OuterRef("due_on"))
        rows = due.filter(~Exists(reminded), due_on=due_on).select_related("document__article", "site", "organization")
        found += [(duty, step) for duty in rows.order_by("pk")]
    return found


def recipients(duty: InterpretationDuty, step: Step) -> list[User]:
    """Who is reminded of the step: the document's author, the staff of the organization that drafts, and the site's
    administrators, who head its office; further up the nearest who supervise the site."""
    people = holding(Role.SITE_ADMIN, at=[duty.site]) | holding(*ORGANIZATION_ROLES, at=[duty.organization])
    if Rung.SUPERVISOR in LADDER[step]:
        people |= nearest_supervisors(duty.site)
    live = duty.document.article.live
    if live and live.author_id:
        people.add(live.author_id)
    return list(User.objects.filter(pk__in=people, is_active=True).order_by("pk"))


@transaction.atomic
def remind(duty: InterpretationDuty, schedule: Schedule, *, by: User, at: datetime) -> int:
    """Make the reminder's rows, once for each recipient; return how many are new. The mails follow after the commit."""
    rows = InterpretationDuty.objects.select_for_update(of=("self",))
    rows = rows.select_related("site", "organization", "document__article__live")
    duty = rows.get(pk=duty.pk)

    def who(subject: Subject, step: Step) -> list[int]:
        return [person.pk for person in recipients(duty, step)]

    made = make_rows(DutyReminder, [Subject(duty.pk, duty.due_on, duty.starts_on)], schedule, who, at=at)
    if made.created:
        record(
            Event.DUTY_REMINDED, duty, by=by, at=at, site=duty.site,
            after={"kind": made.created[0].get_kind_display(), "due_on": duty.due_on, "recipients": len(made.created)},
        )  # fmt: skip
    return len(made.created)


def send_reminders(*, at: datetime) -> int:
    """Mail what has not been mailed and still holds, one mail for each recipient; return how many went out."""
    holding = Q(duty__in=InterpretationDuty.objects.open().values("pk"), due_on=F("duty__due_on"))
    calendar = CalendarNotice.objects.calendar()

    def compose(person: User, rows: list[DutyReminder]) -> tuple[str, str]:
        duties = list({row.duty_id: row.duty for row in rows}.values())
        return _("政策解读提醒：%s 项") % len(duties), _letter(person, duties, local_day(at), calendar)

    return send_waiting(DutyReminder, still_true=holding, compose=compose, at=at)


def _letter(person: User, duties: Sequence[InterpretationDuty], on: date, calendar: WorkCalendar) -> str:
    """What the mail says: how each duty stands on the day it leaves, which may be long after the step that it is about."""

    def line(duty: InterpretationDuty) -> str:
        provisional = _("（暂定）") if duty.is_provisional else ""
        whose = "，".join(filter(None, (duty.document.document_number, str(duty.site))))
        return (
            f"[{standing_of(duty, on=on, calendar=calendar).words}] "
            f"{in_marks(duty.document.article.title)}（{whose}），最迟 {duty.due_on}{provisional}"
        )

    def address(duty: InterpretationDuty) -> str:
        return duty.site.address_of("interpretation-office:duty", duty.pk)

    return "\n".join(
        [
            _("%s，您好：") % person,
            _("以下政策文件的解读即将到期或已经逾期，请及时办理或督促办理："),
            "",
            *named(duties, line=line, address=address, more=_("……另有 %s 项，请到“解读任务”查看。")),
            "",
            _("解读任务：%s") % duties[0].site.address_of("interpretation-office:ledger"),
            _("本邮件由系统发出，请勿回复。"),
        ]
    )


def sweep(*, by: User, at: datetime, dry_run: bool = False) -> Swept:
    """Do what the interpretation clock asks for: facts compared, amended calendars followed, reminders made and mailed."""
    swept, calendar = Swept(), CalendarNotice.objects.calendar()
    drifted = InterpretationDuty.objects.not_as_the_facts(at=at)
    miscounted = InterpretationDuty.objects.counted_by_another(calendar)
    schedule = Schedule(local_day(at), calendar)
    if dry_run:
        return Swept(drifted.count(), miscounted.count(), len(to_remind(schedule)))
    for duty in list(drifted):
        swept.settled += _did(settle_duty, duty, swept, by=by, at=at)
    for duty in list(miscounted):
        swept.recounted += _did(recount_duty, duty, swept, by=by, at=at)
    for duty, _step in to_remind(schedule):
        swept.reminded += _did(remind, duty, swept, schedule, by=by, at=at)
    if calendar.is_office_hours(at):
        swept.mailed = send_reminders(at=at)
    return swept


def _did(action, duty: InterpretationDuty, swept: Swept, *args: object, by: User, at: datetime) -> bool:  # noqa: ANN001
    try:
        return bool(action(duty, *args, by=by, at=at))
    except Exception:  # one bad row must not keep the others from being swept
        log.exception("Duty %s could not be swept", duty.pk)
        swept.failed += 1
        return False
