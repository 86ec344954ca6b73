"""Reminders of duties that run out: two working days before, on the last day, and once when it is over.

Each is a row that is unique for duty, kind, last day and recipient, so an outage loses none and a restart repeats none.
Rows are made at once; mails leave in office hours of working days, and only about what still holds then.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from guardian.models import UserObjectPermission

from interpretation.actions import recount_duty, settle_duty
from interpretation.models import DutyReminder, InterpretationDuty, ReminderKind
from interpretation.standing import SOON
from sites.audit import Event, record
from sites.models import CalendarNotice, Site, User
from sites.policy import Role

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


def kind_on(duty: InterpretationDuty, day: date) -> ReminderKind:
    """Which reminder a duty that runs out soon is due for on the day."""
    if duty.due_on < day:
        return ReminderKind.OVERDUE
    return ReminderKind.TODAY if duty.due_on == day else ReminderKind.SOON


def to_remind(day: date) -> list[tuple[InterpretationDuty, ReminderKind]]:
    """The duties to remind of on the day, each with its reminder; those reminded already are left out."""
    calendar = CalendarNotice.objects.calendar()
    due = InterpretationDuty.objects.due_within(SOON, on=day, calendar=calendar)
    due = due.select_related("document__article", "site").order_by("pk")
    return [(duty, kind) for kind in ReminderKind for duty in _without(due, kind) if kind_on(duty, day) == kind]


def _without(duties: Iterable[InterpretationDuty], kind: ReminderKind) -> Iterable[InterpretationDuty]:
    reminded = DutyReminder.objects.filter(duty=OuterRef("pk"), kind=kind, due_on=OuterRef("due_on"))
    return duties.filter(~Exists(reminded))


def recipients(duty: InterpretationDuty, kind: ReminderKind) -> list[User]:
    """Who is reminded: the site's administrators and the document's author; once it is late also the nearest who
    supervise them."""
    people = _holding(Role.SITE_ADMIN, duty.site)
    if kind == ReminderKind.OVERDUE:
        upwards = duty.site.get_ancestors(include_self=True, ascending=True)
        people |= next(filter(None, (_holding(Role.SUPERVISOR, site) for site in upwards)), set())
    live = duty.document.article.live
    if live and live.author_id:
        people.add(live.author_id)
    return list(User.objects.filter(pk__in=people, is_active=True).order_by("pk"))


def _holding(role: Role, site: Site) -> set[int]:
    """The people who hold the role at the site itself and can still sign in."""
    grants = UserObjectPermission.objects.filter(
        content_type__app_label="sites",
        content_type__model=Site._meta.model_name,
        permission__codename=role.value,
        object_pk=str(site.pk),
        user__is_active=True,
    )
    return set(grants.values_list("user_id", flat=True))


@transaction.atomic
def remind(duty: InterpretationDuty, kind: ReminderKind, *, by: User, at: datetime) -> int:
    """Make the reminder's rows, once for each recipient; return how many are new. The mails follow after the commit."""
    duty = InterpretationDuty.objects.select_for_update(of=("self",)).select_related("site").get(pk=duty.pk)
    made = 0
    for person in recipients(duty, kind):
        _row, is_new = DutyReminder.objects.get_or_create(
            duty=duty, kind=kind, due_on=duty.due_on, recipient=person, defaults={"at": at}
        )
        made += is_new
    if made:
        record(
            Event.DUTY_REMINDED, duty, by=by, at=at, site=duty.site,
            after={"kind": kind.label, "due_on": duty.due_on, "recipients": made},
        )  # fmt: skip
    return made


def send_reminders(*, at: datetime) -> int:
    """Mail what has not been mailed and still holds, one mail for each recipient; return how many went out.

    Rows are claimed before sending and given back when the mail server refuses, so nobody is written to twice; a crash
    between the two loses that one mail, never the reminder, which stands in the ledger.
    """
    waiting = DutyReminder.objects.filter(sent_at__isnull=True, recipient__is_active=True).exclude(recipient__email="")
    holding = _still_holding(timezone.localdate(at))
    waiting.exclude(holding).delete()
    by_person: dict[User, list[DutyReminder]] = defaultdict(list)
    for row in waiting.select_related("recipient", "duty__document__article", "duty__site").order_by("due_on", "pk"):
        by_person[row.recipient].append(row)
    sent = 0
    for person, rows in by_person.items():
        claimed = [row for row in rows if waiting.filter(holding, pk=row.pk).update(sent_at=at)]
        if not claimed:
            continue
        try:
            send_mail(_("政策解读提醒：%s 项") % len(claimed), _letter(person, claimed), None, [person.email])
            sent += 1
        except Exception as error:  # whatever the mail server does: the rows wait for the next run
            DutyReminder.objects.filter(pk__in=[row.pk for row in claimed]).update(sent_at=None)
            log.warning("The reminder to %s could not be mailed: %s", person.username, error)
    return sent


def _still_holding(day: date) -> Q:
    """Reminders of duties that are still open, with the same last day, at the same point of the clock."""
    point = (
        Q(kind=ReminderKind.SOON, due_on__gt=day)
        | Q(kind=ReminderKind.TODAY, due_on=day)
        | Q(kind=ReminderKind.OVERDUE, due_on__lt=day)
    )
    return point & Q(duty__in=InterpretationDuty.objects.open().values("pk"), due_on=F("duty__due_on"))


def _letter(person: User, rows: Iterable[DutyReminder]) -> str:
    lines = [_("%s，您好：") % person, _("下列政策文件需要发布解读：")]
    for row in rows:
        article = row.duty.document.article
        provisional = _("（暂定）") if row.duty.is_provisional else ""
        lines.append(
            f"· [{row.get_kind_display()}] 《{article.title}》{row.duty.document.document_number}"
            f"（{row.duty.site}），最迟 {row.due_on}{provisional}"
        )
    lines.append(_("请登录网站群管理平台，在“政策解读台账”中办理。"))
    return "\n".join(lines)


def sweep(*, by: User, at: datetime, dry_run: bool = False) -> Swept:
    """Do what the interpretation clock asks for: facts compared, amended calendars followed, reminders made and mailed."""
    swept, calendar = Swept(), CalendarNotice.objects.calendar()
    drifted = InterpretationDuty.objects.not_as_the_facts(at=at)
    miscounted = InterpretationDuty.objects.counted_by_another(calendar)
    day = timezone.localdate(at)
    if dry_run:
        return Swept(drifted.count(), miscounted.count(), len(to_remind(day)))
    for duty in list(drifted):
        swept.settled += _did(settle_duty, duty, swept, by=by, at=at)
    for duty in list(miscounted):
        swept.recounted += _did(recount_duty, duty, swept, by=by, at=at)
    for duty, kind in to_remind(day):
        swept.reminded += _did(remind, duty, swept, kind, by=by, at=at)
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
