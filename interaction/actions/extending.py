"""More time for a letter, and what happens to open letters when the calendar changes.

    攀枝花 2015（四）、国办发〔2014〕57号：7 个工作日内答复；情况复杂的，可延长至 15 个工作日。

The 15 working days are counted from receipt, so the extension is 8 more in total; it is given once, before the first date has
passed, with a reason, by somebody other than the one who asked.
"""

from __future__ import annotations

import logging
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from interaction import notices
from interaction.actions.moving import a_reason, locked_for, tell
from interaction.models import EventKind, Extension, ExtensionState, Letter
from interaction.workflow import Move
from sites.audit import Event, record
from sites.calendar import WorkCalendar, is_overdue, local_day
from sites.clocks import Clock, working_days_allowed
from sites.models import CalendarNotice
from sites.refusals import Conflict, Refused, refuse_if, refuse_unless

if TYPE_CHECKING:
    from sites.models import User

log = logging.getLogger(__name__)


@transaction.atomic
def ask_extension(letter: Letter, *, reason: str, by: User, at: datetime) -> Extension:
    """Ask for more time, once and before the letter is overdue. Raises Refused or Conflict."""
    letter = locked_for(letter, Move.ASK_EXTENSION, by=by)
    reason = a_reason(reason, _("请写明延期的具体理由（不少于 10 个字）。"))
    refuse_if(is_overdue(letter.due_on, local_day(at)), _("这封信已经逾期，不能再申请延期，请尽快答复。"))
    standing = Extension.objects.filter(
        letter=letter, round=letter.round, state__in=[ExtensionState.ASKED, ExtensionState.GRANTED]
    )
    refuse_if(standing.exists(), _("每封信只能延期一次：延期已经申请或批准。"))
    due = _extended_due(letter, CalendarNotice.objects.calendar())
    refuse_unless(due > letter.due_on, _("延期后的最迟日期不晚于现在的日期，延期没有意义。"))
    extension = Extension.objects.create(
        letter=letter,
        round=letter.round,
        reason=reason,
        old_due_on=letter.due_on,
        new_due_on=due,
        asked_by=by,
        asked_at=at,
    )
    said = _("申请延至 %(due)s，理由：%(reason)s") % {"due": due.isoformat(), "reason": reason}
    tell(letter, EventKind.EXTENSION_ASKED, by=by, at=at, text=said, is_public=False)
    record(Event.LETTER_EXTENSION_ASKED, letter, by=by, at=at, after={"reason": reason, "new_due_on": due})
    return extension


@transaction.atomic
def decide_extension(letter: Letter, *, grant: bool, by: User, at: datetime, opinion: str = "") -> Extension:
    """Grant or refuse the extension that was asked for; not by the person who asked. Raises Refused or Conflict."""
    letter = locked_for(letter, Move.GRANT_EXTENSION if grant else Move.REFUSE_EXTENSION, by=by)
    extension = Extension.objects.filter(letter=letter, state=ExtensionState.ASKED).first()
    if extension is None:
        raise Conflict(_("没有待批准的延期申请，可能已有同事先处理了。"))
    refuse_if(extension.asked_by_id == by.pk, _("延期须由另一个人批准：您是申请人。"))
    extension.decided_by, extension.decided_at = by, at
    if grant:
        return _grant(letter, extension, by=by, at=at)
    extension.state = ExtensionState.REFUSED
    extension.save(update_fields=["state", "decided_by", "decided_at"])
    said = _("不同意延期。%s") % opinion.strip()[:500]
    tell(letter, EventKind.EXTENSION_REFUSED, by=by, at=at, text=said, is_public=False)
    record(Event.LETTER_EXTENSION_REFUSED, letter, by=by, at=at, after={"opinion": opinion.strip()[:500]})
    return extension


def _grant(letter: Letter, extension: Extension, *, by: User, at: datetime) -> Extension:
    refuse_if(is_overdue(letter.due_on, local_day(at)), _("原定期限已过，不能再批准延期。"))
    calendar = CalendarNotice.objects.calendar()
    before = {"due_on": letter.due_on}
    letter.working_days = working_days_allowed(Clock.REPLY_EXTENDED, letter.site)
    letter.due_on, letter.is_provisional = calendar.add_working_days(letter.counted_from, letter.working_days)
    refuse_unless(letter.due_on > extension.old_due_on, _("延期后的最迟日期不晚于现在的日期，延期没有意义。"))
    letter.calendar_version = calendar.version
    letter.is_extended, letter.extension_reason = True, extension.reason
    letter.save(
        update_fields=[
            "working_days",
            "due_on",
            "is_provisional",
            "calendar_version",
            "is_extended",
            "extension_reason",
        ]
    )
    extension.state, extension.new_due_on = ExtensionState.GRANTED, letter.due_on
    extension.save(update_fields=["state", "new_due_on", "decided_by", "decided_at"])
    said = _("情况复杂，办理期限延长至自收到来信起 %(days)s 个工作日，最迟 %(due)s。理由：%(reason)s") % {
        "days": letter.working_days,
        "due": letter.due_on.isoformat(),
        "reason": extension.reason,
    }
    tell(letter, EventKind.EXTENDED, by=by, at=at, text=said, organization=letter.organization)
    notices.tell_writer(letter, notices.EXTENDED)
    after = {"due_on": letter.due_on, "reason": extension.reason, "asked_by": extension.asked_by}
    record(Event.LETTER_EXTENDED, letter, by=by, at=at, before=before, after=after)
    return extension


def _extended_due(letter: Letter, calendar: WorkCalendar) -> date:
    allowed = working_days_allowed(Clock.REPLY_EXTENDED, letter.site)
    return calendar.add_working_days(letter.counted_from, allowed).day


def recount_open_letters(*, by: User | None, at: datetime) -> list[Letter]:
    """Count the due dates of open letters again after the calendar changed; returns the letters that moved.

    Each letter is its own transaction: one that fails is logged and the others go on.
    """
    calendar = CalendarNotice.objects.calendar()
    moved = []
    stale = Letter.objects.open().exclude(calendar_version=calendar.version).order_by("pk")
    for letter in stale.iterator(chunk_size=500):
        try:
            if _recount(letter, calendar, by=by, at=at):
                moved.append(letter)
        except (Refused, ValueError) as error:
            log.warning("Letter %s was not counted again: %s", letter.pk, error)
    return moved


@transaction.atomic
def _recount(letter: Letter, calendar: WorkCalendar, *, by: User | None, at: datetime) -> bool:
    letter = Letter.objects.select_for_update(of=("self",)).open().filter(pk=letter.pk).first()
    if letter is None:
        return False
    before = letter.due_on
    letter.due_on, letter.is_provisional = calendar.add_working_days(letter.counted_from, letter.working_days)
    letter.calendar_version = calendar.version
    letter.save(update_fields=["due_on", "is_provisional", "calendar_version"])
    if letter.due_on == before:
        return False
    said = _("放假安排有变，最迟答复日期由 %(old)s 调整为 %(new)s。") % {"old": before, "new": letter.due_on}
    tell(letter, EventKind.RECOUNTED, by=by, at=at, text=said)
    record(Event.LETTER_RECOUNTED, letter, by=by, at=at, before={"due_on": before}, after={"due_on": letter.due_on})
    return True
