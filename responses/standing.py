"""How a clock stands at a moment, in a tone and in words: colour, icon and words always agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from responses.models import ResponseDuty
from sites.durations import lasted

SOON = 60  # minutes


@dataclass(frozen=True)
class Standing:
    """The tone (running, safe, soon, late, done) and the words for it."""

    tone: str
    words: str


def standing_of(duty: ResponseDuty, *, at: datetime) -> Standing:
    """Return how the clock stands; nothing here is stored."""
    if duty.waived_reason:
        return Standing("done", _("不需要"))
    left = int(((duty.met_at or at) - duty.due_at).total_seconds() // -60)
    if duty.met_at:
        if duty.was_met_late:
            return Standing("late", _("迟 %s") % lasted(max(-left, 1)))
        return Standing("safe", _("按时完成，用时 %s") % lasted(duty.hours * 60 - left))
    if left <= 0 and duty.is_overdue(at=at):
        return Standing("late", _("逾期 %s") % lasted(max(-left, 1)))
    return Standing("soon" if left <= SOON else "running", _("余 %s") % _hours(left))


def _hours(minutes: int) -> str:
    """Hours and minutes, since a day is long where five hours count."""
    if minutes < 120:
        return lasted(minutes)
    return _("%(hours)s 小时 %(minutes)s 分钟") % {"hours": minutes // 60, "minutes": minutes % 60}
