"""Pushing statements to the media by mail: rows written with the publication, mailed after the commit, each once.

A row is claimed, mailed, marked. Of the two failures that a crash in between can cause this prefers a mail that comes twice under
the same Message-ID, by which mail servers and readers know it for the same, to one that never comes.
"""

from __future__ import annotations

import logging
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from responses.models import MediaOutlet, Push, PushOccasion, Statement
from sites.titles import in_marks

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 500


def push(statement: Statement, occasion: PushOccasion, *, at: datetime) -> int:
    """Write the rows for what has just become public to every outlet of the site, or for a withdrawal to those that had it;
    call it inside that transaction. Returns how many."""
    outlets = MediaOutlet.objects.for_site(statement.topic.site)
    if occasion == PushOccasion.PUBLISHED:
        outlets = outlets.filter(is_active=True)
    else:
        untold = Push.objects.waiting().filter(statement=statement, claim="")
        untold.delete()  # nobody was told: there is nothing to take back
        outlets = outlets.filter(pushes__statement=statement).distinct()
    rows = [
        Push(statement=statement, outlet=outlet, occasion=occasion, email=outlet.email, at=at)
        for outlet in outlets.order_by("pk")
    ]
    Push.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        transaction.on_commit(_wake, robust=True)
    return len(rows)


def _wake() -> None:
    """The fast path; whatever the broker says, the sweep of every minute finds the rows."""
    from responses.tasks import push_statements

    try:
        push_statements.delay()
    except Exception as error:
        log.warning("Could not wake the pushing of statements (%s); its sweep will take the rows.", error)


def send_pushes(*, at: datetime, dry_run: bool = False) -> tuple[int, int]:
    """Mail every row that waits; return how many went out and how many failed. Safe to run twice and at the same time."""
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lte=at - LEASE)
    waiting = Push.objects.waiting().filter(free, attempts__lt=MOST_ATTEMPTS).order_by("pk")
    if dry_run:
        return waiting.count(), 0
    sent = failed = 0
    for pk in list(waiting.values_list("pk", flat=True)):
        row = _claimed(pk, free, at=at)
        if row is not None:
            done = _mail(row, at=at)
            sent, failed = sent + done, failed + (not done)
    return sent, failed


def _claimed(pk: int, free: Q, *, at: datetime) -> Push | None:
    """The row when this run is the one that took it. A claim that was cut short keeps its name, and so its Message-ID."""
    taken = Push.objects.waiting().filter(free, pk=pk).update(claimed_at=at, attempts=F("attempts") + 1)
    if not taken:
        return None
    row = Push.objects.select_related("statement__topic__site", "statement__organization", "outlet").get(pk=pk)
    if not row.claim:
        row.claim = secrets.token_hex(12)
        row.save(update_fields=["claim"])
    return row


def _mail(row: Push, *, at: datetime) -> bool:
    subject, text = composed(row)
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(">") or "portal"
    try:
        EmailMessage(subject, text, None, [row.email], headers={"Message-ID": f"<push.{row.claim}@{host}>"}).send()
    except Exception as error:  # whatever the mail server does: the next run tries again
        Push.objects.filter(pk=row.pk).update(claimed_at=None, error=str(error)[:200])
        log.warning("Push %s to %s could not be mailed: %s", row.pk, row.email, error)
        return False
    Push.objects.filter(pk=row.pk).update(sent_at=at, error="")
    return True


def composed(row: Push) -> tuple[str, str]:
    """Return subject and text of the mail."""
    statement, topic = row.statement, row.statement.topic
    site = topic.site
    if row.occasion == PushOccasion.WITHDRAWN:
        subject = _("【%(site)s】撤回通知：%(title)s")
        lines = [
            _("以下回应已于 %s 撤回，请勿再刊用；已刊用的请予更正。") % _moment(statement.withdrawn_at),
            in_marks(statement.title),
            _("撤回原因：%s") % statement.withdrawal_reason,
        ]
    else:
        subject = _("【%(site)s】%(title)s")
        lines = [
            in_marks(statement.title),
            _("发布单位：%(who)s　发布时间：%(when)s")
            % {"who": statement.organization.name, "when": _moment(statement.published_at)},
            "",
            statement.body,
            "",
            _("欢迎转载，请注明来源：%s") % site.name,
        ]
    lines += ["", _("相关热点：%s") % topic.title, _("原文地址：%s") % site.address(topic.public_path)]
    return subject % {"site": site.short_name, "title": statement.title}, "\n".join(lines)


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
