"""Whether a normative document went online in time: within three working days of its printing (rules GF6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from sites.calendar import WorkCalendar, is_overdue


@dataclass(frozen=True)
class Punctuality:
    """The tone (safe, running, soon, late) and the words for it."""

    tone: str
    words: str
    days_late: int = 0


def punctuality(due_on: date, *, online_on: date | None, on: date, calendar: WorkCalendar) -> Punctuality:
    """Return how it stands on the day; `online_on` is None for what is not online yet."""
    last = online_on or on
    late = max(calendar.working_days_between(due_on, last), 1) if is_overdue(due_on, last) else 0
    if online_on:
        return Punctuality("late", _("迟 %s 个工作日公开") % late, late) if late else Punctuality("safe", _("按时公开"))
    if late:
        return Punctuality("late", _("逾期 %s 个工作日未公开") % late, late)
    left = calendar.working_days_between(on, due_on)
    return Punctuality("soon" if left <= 1 else "running", _("余 %s 个工作日") % left if left else _("今日为最后一日"))
