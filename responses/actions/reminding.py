"""Reminders of clocks in hours, and the sweep of responses: reminders made and mailed at any hour, pushes, evidence.

`sites.reminders` makes and mails the rows; what differs from clocks of working days is that a night does not wait.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from responses.actions.pushing import send_pushes
from responses.actions.witnessing import witness_all
from responses.hours import LADDER, HourSchedule, HourStep
from responses.models import ResponseDuty, ResponseReminder
from sites.audit import Event, record
from sites.grants import holding, nearest_supervisors
from sites.models import Organization, Site, User
from sites.policy import Role
from sites.reminders import Rung, Subject, make_rows, send_waiting
from sites.titles import in_marks

log = logging.getLogger(__name__)


@dataclass
class Swept:
    """What one run did, or in a dry run would do."""

    reminded: int = 0
    mailed: int = 0
    pushed: int = 0
    witnessed: int = 0
    failed: int = 0

    def __str__(self) -> str:
        return (
            f"提醒 {self.reminded} 条，发出提醒邮件 {self.mailed} 封，推送媒体 {self.pushed} 封，"
            f"见证公开 {self.witnessed} 条，未成 {self.failed} 项"
        )


def sweep(*, by: User, at: datetime, dry_run: bool = False) -> Swept:
    """Do everything that the clocks of responses ask for at the moment. Safe to run twice, late, and cut short."""
    swept = Swept()
    for duty in list(ResponseDuty.objects.running().order_by("pk")):
        try:
            swept.reminded += remind(duty, by=by, at=at, dry_run=dry_run)
        except Exception:  # one bad row must not keep the others from being reminded of
            log.exception("Response duty %s could not be reminded of", duty.pk)
            swept.failed += 1
    if not dry_run:
        swept.mailed = send_reminders(at=at)
    swept.pushed, not_pushed = send_pushes(at=at, dry_run=dry_run)
    swept.witnessed, not_seen = witness_all(by=by, at=at, dry_run=dry_run)
    swept.failed += not_pushed + not_seen
    return swept


@transaction.atomic
def remind(duty: ResponseDuty, *, by: User, at: datetime, dry_run: bool = False) -> int:
    """Make the rows of the latest step that the clock has reached, one for each recipient; return how many are new."""
    rows = ResponseDuty.objects.running().select_for_update(of=("self",))
    duty = rows.select_related("topic__site", "topic__organization").filter(pk=duty.pk).first()
    if duty is None:
        return 0
    topic = duty.topic
    subject = Subject(duty.pk, duty.due_at, topic.occurred_at)

    def who(subject: Subject, step: HourStep) -> set[int]:
        return recipients(topic.site, topic.organization, step)

    made = make_rows(ResponseReminder, [subject], HourSchedule(at), who, at=at, dry_run=dry_run)
    if made.created and not dry_run:
        record(
            Event.RESPONSE_DUTY_REMINDED, duty, by=by, at=at, site=topic.site,
            after={"kind": HourStep(made.created[0].kind).label, "recipients": len(made.created)},
        )  # fmt: skip
    return len(made.created)


def recipients(site: Site, organization: Organization, step: HourStep) -> set[int]:
    """Who is told of the step: the people of the organization that must respond and the site's issuers; its approvers and the
    site's administrators as heads; when late the nearest who supervise the site."""
    rungs, bodies = LADDER[step], organization.get_ancestors(include_self=True)
    people = holding(Role.HANDLER, at=bodies) | holding(Role.ISSUER, Role.EMERGENCY_ISSUER, at=[site])
    if Rung.HEAD in rungs:
        people |= holding(Role.REPLY_APPROVER, at=bodies) | holding(Role.SITE_ADMIN, at=[site])
    if Rung.SUPERVISOR in rungs:
        people |= nearest_supervisors(site)
    return people


def send_reminders(*, at: datetime) -> int:
    """Mail what waits and still holds, at any hour of the day."""
    still_true = Q(duty__in=ResponseDuty.objects.running().values("pk"), due_on=F("duty__due_at"))
    return send_waiting(ResponseReminder, still_true=still_true, compose=_mail, at=at)


def _mail(person: User, rows: list[ResponseReminder]) -> tuple[str, str]:
    lines = [_("%s，您好：") % person, _("下列热点需要回应，时限连续计算，夜间和节假日不停：")]
    for row in rows:
        topic = row.duty.topic
        lines.append(
            _("· [%(step)s] %(topic)s（%(site)s）须%(what)s，最迟 %(due)s，回应主体 %(who)s")
            % {
                "step": row.get_kind_display(), "topic": in_marks(topic.title), "site": topic.site,
                "what": row.duty.get_kind_display(), "due": f"{timezone.localtime(row.duty.due_at):%Y-%m-%d %H:%M}",
                "who": topic.organization,
            }
        )  # fmt: skip
        lines.append(f"  {topic.site.address_of('responses-office:topic', topic.pk)}")
    lines += ["", _("请登录管理平台“热点回应”办理。本邮件由系统发出。")]
    return _("热点回应提醒：%s 项") % len(rows), "\n".join(lines)
