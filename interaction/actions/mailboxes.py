"""Mailboxes: opened and changed by the administrators of their site."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from interaction.models import Mailbox, MailboxKind
from sites.audit import Event, record
from sites.calendar import local_day
from sites.clocks import Clock, working_days_allowed
from sites.outbox import announce
from sites.refusals import refuse_if

if TYPE_CHECKING:
    from sites.models import User


@transaction.atomic
def save_mailbox(mailbox: Mailbox, *, by: User | None, at: datetime) -> Mailbox:
    """Open or change a mailbox. Raises Refused when it promises more time than the rules give, or would show reports."""
    allowed = working_days_allowed(Clock.REPLY, mailbox.site, kind=mailbox.kind)
    refuse_if(
        mailbox.reply_days and mailbox.reply_days > allowed,
        _("本站对这类来信的答复时限为 %s 个工作日，信箱的承诺只能更短，不能更长。") % allowed,
    )
    refuse_if(
        mailbox.kind == MailboxKind.REPORT and mailbox.is_public, _("举报信箱的来信一律不公开，请取消“公开办理结果”。")
    )
    if mailbox.pk is None:
        mailbox.read_from = local_day(at)
    mailbox.full_clean()
    mailbox.save()
    said = {"name": mailbox.name, "kind": mailbox.kind, "reply_days": mailbox.reply_days, "is_open": mailbox.is_open}
    record(Event.MAILBOX_SAVED, mailbox, by=by, at=at, site=mailbox.site, after=said)
    announce(mailbox, at=at)
    return mailbox
