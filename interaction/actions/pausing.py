"""The clock standing still while the citizen is asked for what is missing, where the platform's rule says so.

By default it does not: 攀枝花 2015（四）counts from submission and knows no pause. Both actions are called by the moves that ask for
a supplement and take it in, under their lock of the letter; with the rule off they do nothing.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from interaction.actions.moving import tell
from interaction.models import EventKind, Letter, Pause, Supplement
from interaction.reply_clock import due_date
from sites.audit import Event, record
from sites.calendar import is_overdue, local_day
from sites.models import CalendarNotice
from sites.rules import Rule, value_of

if TYPE_CHECKING:
    from sites.models import User


@transaction.atomic
def pause_clock(letter: Letter, *, by: User | None, at: datetime) -> Pause | None:
    """Let the clock of an open letter stand still from this day on. None, and nothing changed, when the rule is off, the
    letter is overdue, or it stands still already."""
    today = local_day(at)
    if not value_of(Rule.SUPPLEMENT_STOPS_CLOCK) or not letter.is_open or is_overdue(letter.due_on, today):
        return None
    open_ones = letter.pauses.filter(resumed_on=None)
    open_ones.filter(paused_on__lt=letter.counted_from).update(
        resumed_on=letter.counted_from
    )  # left by an earlier round
    if open_ones.exists():
        return None
    pause = Pause.objects.create(letter=letter, paused_on=max(today, letter.counted_from), by=by, at=at)
    count_paused(letter, on=today)
    said = _("等待来信人补充材料，自 %s 起办理期限停计。") % pause.paused_on.isoformat()
    tell(letter, EventKind.PAUSED, by=by, at=at, text=said)
    record(Event.LETTER_PAUSED, letter, by=by, at=at, after={"paused_on": pause.paused_on})
    return pause


@transaction.atomic
def resume_clock(letter: Letter, *, by: User | None, at: datetime) -> Pause | None:
    """Let the clock run on from this day, which counts. None when it was not standing still."""
    pause = _end_pause(letter, by=by, at=at)
    if pause is None:
        return None
    said = _("办理期限自 %(day)s 起继续计算，最迟 %(due)s 答复。") % {
        "day": pause.resumed_on.isoformat(),
        "due": letter.due_in_words,
    }
    tell(letter, EventKind.RESUMED, by=by, at=at, text=said)
    return pause


def stop_waiting(letter: Letter, *, by: User | None, at: datetime) -> None:
    """Ask nothing more of the writer: the letter is being answered, declined or taken back. The question lapses, and a clock
    that stood still for it stands still no longer. The caller holds the lock of the letter."""
    Supplement.objects.filter(letter=letter, answered_at=None, lapsed_at=None).update(lapsed_at=at)
    _end_pause(letter, by=by, at=at)


def _end_pause(letter: Letter, *, by: User | None, at: datetime) -> Pause | None:
    pause = Pause.objects.select_for_update(of=("self",)).filter(letter=letter, resumed_on=None).first()
    if pause is None:
        return None
    pause.resumed_on = max(local_day(at), pause.paused_on)
    pause.save(update_fields=["resumed_on"])
    count_paused(letter, on=local_day(at))
    after = {"resumed_on": pause.resumed_on, "due_on": letter.due_on}
    record(Event.LETTER_RESUMED, letter, by=by, at=at, after=after)
    return pause


def count_paused(letter: Letter, *, on: date) -> None:
    """Set the last day that follows from the letter's pauses as of the day; the caller holds the lock."""
    calendar = CalendarNotice.objects.calendar()
    letter.due_on, letter.is_provisional = due_date(letter, calendar, on=on)
    letter.calendar_version = calendar.version
    letter.save(update_fields=["due_on", "is_provisional", "calendar_version"])


def carry_paused(*, at: datetime) -> int:
    """Let the last day of letters that stand still move on with the days; return how many. Safe to repeat: it is derived."""
    carried = 0
    for pk in list(Pause.objects.filter(resumed_on=None).values_list("letter", flat=True)):
        with transaction.atomic():
            letter = Letter.objects.select_for_update(of=("self",)).open().filter(pk=pk).first()
            before = letter.due_on if letter else None
            if letter:
                count_paused(letter, on=local_day(at))
                carried += letter.due_on != before
    return carried
