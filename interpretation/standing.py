"""How a duty stands on a day, in a tone and in words: colour, icon and words of the ledger always agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from content.models import ArticleState
from interpretation.models import DutyState, InterpretationDuty
from sites.calendar import WorkCalendar

SOON = 2  # working days


@dataclass(frozen=True)
class Standing:
    """The tone (running, safe, soon, late, done) and the words for it."""

    tone: str
    words: str


def standing_of(duty: InterpretationDuty, *, on: date, calendar: WorkCalendar) -> Standing:
    """Return how the duty stands on the day; nothing here is stored."""
    if duty.state == DutyState.EXEMPT:
        return Standing("done", _("免于解读"))
    if duty.state == DutyState.MET:
        days = calendar.working_days_between(duty.due_on, duty.met_on)
        return Standing("late", _("迟 %s 个工作日") % days) if duty.was_met_late else Standing("safe", _("按时解读"))
    if not duty.is_owed:
        return Standing("done", _why_not_owed(duty))
    left = calendar.working_days_between(on, duty.due_on)
    if duty.is_overdue(on=on):
        return Standing("late", _("逾期 %s 个工作日") % -left if left else _("已逾期"))
    if duty.due_on == on:
        return Standing("soon", _("今日到期"))
    return Standing("soon" if left <= SOON else "running", _("余 %s 个工作日") % left)


def _why_not_owed(duty: InterpretationDuty) -> str:
    if duty.document.article.state != ArticleState.PUBLISHED:
        return _("文件已撤下")
    return _("文件已%s") % duty.document.get_status_display()
