"""Notices about emergency publications: to those who make up the reviews at once, on the last day, and upwards when late.

Each is a row that is unique for revision, kind, last day and recipient, so an outage loses none and a restart repeats none.
Mails leave at any hour: what was published in an emergency is looked at in one.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from content.models import NoticeKind, RetrospectiveNotice, Revision
from content.workflow import Retrospect
from sites.audit import Event, record
from sites.automatic_mail import BY_A_PROGRAM
from sites.calendar import local_day
from sites.clocks import Clock, working_days_allowed
from sites.grants import holders
from sites.models import CalendarNotice, Site, User
from sites.policy import Role
from sites.titles import in_marks

log = logging.getLogger(__name__)
STILL_TRUE = {
    NoticeKind.PUBLISHED: Retrospect.PENDING,
    NoticeKind.TODAY: Retrospect.PENDING,
    NoticeKind.OVERDUE: Retrospect.PENDING,
    NoticeKind.FAULTED: Retrospect.FAULTED,
}


@dataclass
class Swept:
    """What one run of the sweep did, or in a dry run would do."""

    recounted: int = 0
    reminded: int = 0
    mailed: int = 0
    failed: int = 0

    def __str__(self) -> str:
        return (
            f"重新计算追审期限 {self.recounted} 篇，提醒 {self.reminded} 篇，"
            f"发出邮件 {self.mailed} 封，未成 {self.failed} 项"
        )


def recipients(revision: Revision, kind: NoticeKind) -> list[User]:
    """Who is told: those who hold the missing reviews; the issuers when it was found wrong; when it is late also the
    site's administrators and the nearest who supervise it."""
    column = revision.article.column
    if kind == NoticeKind.FAULTED:
        roles = {Role.ISSUER, Role.EMERGENCY_ISSUER, Role.SITE_ADMIN}
    else:
        roles = {stage.role for stage in revision.missing_reviews}
    people = set(holders(column, *roles))
    if kind == NoticeKind.OVERDUE:
        people |= set(holders(column, Role.SITE_ADMIN)) | _nearest_supervisors(column.site)
    return sorted(people, key=lambda person: person.pk)


def _nearest_supervisors(site: Site) -> set[User]:
    for each in site.get_ancestors(include_self=True, ascending=True):
        root = each.columns.filter(parent=None).first()
        found = set(holders(root, Role.SUPERVISOR)) if root else set()
        if found:
            return found
    return set()


def make_notices(revision: Revision, kind: NoticeKind, *, at: datetime) -> int:
    """Make the rows of one notice, once for each recipient; return how many are new. Callers hold the transaction."""
    rows = [
        RetrospectiveNotice(revision=revision, kind=kind, due_on=revision.review_due_on, recipient=person, at=at)
        for person in recipients(revision, kind)
    ]
    known = set(
        RetrospectiveNotice.objects.filter(revision=revision, kind=kind, due_on=revision.review_due_on).values_list(
            "recipient_id", flat=True
        )
    )
    fresh = [row for row in rows if row.recipient_id not in known]
    RetrospectiveNotice.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def to_remind(day: date) -> list[tuple[Revision, NoticeKind]]:
    """Publications whose reviews run out on the day or before it, each with its notice; those told already are left out."""
    pending = Revision.objects.awaiting_retrospective_review().select_related("article__column__site")
    pairs = []
    for kind, due in (
        (NoticeKind.TODAY, pending.filter(review_due_on=day)),
        (NoticeKind.OVERDUE, pending.filter(review_due_on__lt=day)),
    ):
        told = RetrospectiveNotice.objects.filter(revision=OuterRef("pk"), kind=kind, due_on=OuterRef("review_due_on"))
        pairs += [(revision, kind) for revision in due.filter(~Exists(told)).order_by("pk")]
    return pairs


def remind(revision: Revision, kind: NoticeKind, *, by: User, at: datetime) -> int:
    """Make a reminder's rows with its line in the record; return how many people it reaches anew."""
    with transaction.atomic():
        made = make_notices(revision, kind, at=at)
        if made:
            article = revision.article
            record(
                Event.ARTICLE_REVIEW_REMINDED, article, by=by, at=at, site=article.column.site,
                after={"kind": kind.label, "due_on": revision.review_due_on, "recipients": made},
            )  # fmt: skip
    return made


@transaction.atomic
def recount_review(revision: Revision, *, by: User, at: datetime) -> bool:
    """Count the last day anew after the calendar or the site's limit was amended; tell whether it moved."""
    revision = (
        Revision.objects.select_for_update(of=("self",)).select_related("article__column__site").get(pk=revision.pk)
    )
    if revision.retrospect != Retrospect.PENDING:
        return False
    site = revision.article.column.site
    allowed = working_days_allowed(Clock.RETROSPECTIVE_REVIEW, site)
    due = CalendarNotice.objects.calendar().add_working_days(local_day(revision.published_at), allowed)
    before = (revision.review_due_on, revision.is_review_due_provisional)
    if before == due:
        return False
    revision.review_due_on, revision.is_review_due_provisional = due
    revision.save(update_fields=["review_due_on", "is_review_due_provisional"])
    record(
        Event.ARTICLE_REVIEW_RECOUNTED, revision.article, by=by, at=at, site=site,
        before={"due_on": before[0]}, after={"due_on": due.day},
    )  # fmt: skip
    return True


def send_notices(*, at: datetime) -> int:
    """Mail what has not been mailed and still holds, one mail for each recipient; return how many went out.

    Rows are claimed before sending and given back when the mail server refuses: a crash between the two loses that one
    mail, never the notice, which stands on the to-do page.
    """
    waiting = RetrospectiveNotice.objects.filter(sent_at__isnull=True, recipient__is_active=True)
    waiting = waiting.exclude(recipient__email="").select_related("recipient", "revision__article__site")
    by_person: dict[User, list[RetrospectiveNotice]] = defaultdict(list)
    for row in waiting.order_by("due_on", "pk"):
        if row.revision.retrospect == STILL_TRUE[NoticeKind(row.kind)]:
            by_person[row.recipient].append(row)
    sent = 0
    for person, rows in by_person.items():
        claimed = [row for row in rows if _claim(row, at=at)]
        if not claimed:
            continue
        try:
            subject = _("应急发布追审提醒：%s 篇") % len(claimed)
            EmailMessage(subject, _letter(person, claimed), None, [person.email], headers=BY_A_PROGRAM).send()
            sent += 1
        except Exception as error:  # whatever the mail server does: the rows wait for the next run
            RetrospectiveNotice.objects.filter(pk__in=[row.pk for row in claimed]).update(sent_at=None)
            log.warning("The notice to %s could not be mailed: %s", person.username, error)
    return sent


def _claim(row: RetrospectiveNotice, *, at: datetime) -> bool:
    return bool(RetrospectiveNotice.objects.filter(pk=row.pk, sent_at__isnull=True).update(sent_at=at))


def _letter(person: User, rows: Iterable[RetrospectiveNotice]) -> str:
    lines = [_("%s，您好：") % person, _("下列稿件已应急发布，需要您办理：")]
    for row in rows:
        provisional = _("（暂定）") if row.revision.is_review_due_provisional else ""
        lines.append(
            f"· [{row.get_kind_display()}] {in_marks(row.revision.title)}（{row.revision.article.site}），"
            f"追审期限 {row.due_on}{provisional}\n"
            f"  {row.revision.article.site.address_of('content-office:article', row.revision.article_id)}"
        )
    lines += ["", _("请登录管理平台“应急发布追审”办理。本邮件由系统发出。")]
    return "\n".join(lines)


def sweep_retrospects(*, by: User, at: datetime, dry_run: bool = False) -> Swept:
    """Do what the clock of retrospective review asks for: last days counted anew, reminders made and mailed."""
    swept, day = Swept(), timezone.localdate(at)
    if dry_run:
        return Swept(reminded=len(to_remind(day)))
    for revision in list(Revision.objects.awaiting_retrospective_review().order_by("pk")):
        swept.recounted += _did(recount_review, revision, swept, by=by, at=at)
    for revision, kind in to_remind(day):
        swept.reminded += _did(remind, revision, swept, kind, by=by, at=at)
    swept.mailed = send_notices(at=at)
    return swept


def _did(action, revision: Revision, swept: Swept, *args: object, by: User, at: datetime) -> bool:  # noqa: ANN001
    try:
        return bool(action(revision, *args, by=by, at=at))
    except Exception:  # one bad row must not keep the others from being swept
        log.exception("The review of revision %s could not be swept", revision.pk)
        swept.failed += 1
        return False
