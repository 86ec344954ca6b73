"""More time for a letter.

    攀枝花 2015（四）、国办发〔2014〕57号：7 个工作日内答复；情况复杂的，可延长至 15 个工作日。

The 15 working days are counted from receipt, so the extension is 8 more in total; it is given once, before the first date has
passed, with a reason, by somebody other than the one who asked.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interaction import notices
from interaction.actions.moving import a_reason, locked_for, tell
from interaction.models import EventKind, Extension, ExtensionState, Letter
from interaction.reply_clock import due_date
from interaction.workflow import Move
from sites.audit import Event, record
from sites.calendar import is_overdue, local_day
from sites.clocks import Clock, working_days_allowed
from sites.models import CalendarNotice
from sites.refusals import Conflict, refuse_if, refuse_unless

if TYPE_CHECKING:
    from sites.models import User

POINTLESS = gettext_lazy("延期后的最迟日期不晚于现在的日期，延期没有意义。")


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
    calendar, today = CalendarNotice.objects.calendar(), local_day(at)
    due = due_date(letter, calendar, on=today, working_days=allowed_when_extended(letter)).day
    refuse_unless(due > due_date(letter, calendar, on=today).day, POINTLESS)
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
    calendar, today = CalendarNotice.objects.calendar(), local_day(at)
    before = {"due_on": letter.due_on}
    stands = due_date(letter, calendar, on=today).day  # a calendar amended since may have moved it
    letter.working_days = allowed_when_extended(letter)
    letter.due_on, letter.is_provisional = due_date(letter, calendar, on=today)
    refuse_unless(letter.due_on > stands, POINTLESS)
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
    said = _("情况复杂，办理期限延长至自%(since)s起 %(days)s 个工作日，最迟 %(due)s。理由：%(reason)s") % {
        "since": _("收到来信") if letter.round == 1 else _("再次办理"),
        "days": letter.working_days,
        "due": letter.due_in_words,
        "reason": extension.reason,
    }
    tell(letter, EventKind.EXTENDED, by=by, at=at, text=said, organization=letter.organization)
    notices.tell_writer(letter, notices.EXTENDED)
    after = {"due_on": letter.due_on, "reason": extension.reason, "asked_by": extension.asked_by}
    record(Event.LETTER_EXTENDED, letter, by=by, at=at, before=before, after=after)
    return extension


def allowed_when_extended(letter: Letter) -> int:
    """Return the working days in total that the rules of the letter's site and kind of mailbox allow with an extension."""
    return working_days_allowed(Clock.REPLY_EXTENDED, letter.site, kind=letter.mailbox.kind)


def lapse_extensions(*, on: date, by: User, at: datetime) -> int:
    """Close requests that nobody decided before the letter was overdue; return how many. Safe to repeat."""
    asked = Extension.objects.filter(state=ExtensionState.ASKED, letter__in=Letter.objects.overdue(on=on))
    return sum(_lapse(pk, on, by, at) for pk in list(asked.order_by("letter").values_list("pk", flat=True)))


@transaction.atomic
def _lapse(pk: int, on: date, by: User, at: datetime) -> bool:
    extension = Extension.objects.select_related("asked_by").get(pk=pk)
    letter = Letter.objects.select_for_update(of=("self",)).overdue(on=on).filter(pk=extension.letter_id).first()
    asked = Extension.objects.filter(pk=pk, state=ExtensionState.ASKED)
    if letter is None or not asked.update(state=ExtensionState.LAPSED):
        return False
    said = _("延期申请在原定期限内没有批准，已失效，办理期限不变。")
    tell(letter, EventKind.EXTENSION_LAPSED, by=by, at=at, text=said, is_public=False)
    record(Event.LETTER_EXTENSION_LAPSED, letter, by=by, at=at, after={"asked_by": extension.asked_by})
    return True
