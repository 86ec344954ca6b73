"""How a letter's clock reads on a day: one wording for workbench, status page, mails and lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interaction.models import Letter
    from sites.calendar import WorkCalendar

SOON = 2  # working days


@dataclass(frozen=True)
class Countdown:
    """The reading: a tone that names a colour and an icon, the words that say the same, the share of time used."""

    tone: str
    words: str
    percent: int
    due: date
    is_provisional: bool

    @property
    def note(self) -> str:
        """What to add when the date may still move."""
        return "暂定" if self.is_provisional else ""


def countdown(letter: Letter, *, on: date, calendar: WorkCalendar) -> Countdown:
    """Read the letter's clock on the day, from the calendar in memory."""
    tone, words = _stopped(letter, calendar) if not letter.is_open else _running(letter, on, calendar)
    used = letter.days_used if letter.days_used is not None else calendar.working_days_between(letter.counted_from, on)
    percent = max(0, min(100, round(100 * used / max(letter.working_days, 1))))
    if letter.is_open and on > letter.due_on:
        percent = 100
    return Countdown(tone, words, percent, letter.due_on, letter.is_provisional and letter.is_open)


def _stopped(letter: Letter, calendar: WorkCalendar) -> tuple[str, str]:
    if letter.days_used is None:
        return "stopped", letter.get_state_display()
    if letter.replied_on is not None and letter.replied_on > letter.due_on:
        late = calendar.working_days_between(letter.due_on, letter.replied_on)
        return "late", f"用时 {letter.used}，超期 {late} 个工作日" if late else f"用时 {letter.used}，超期"
    return "stopped", f"用时 {letter.used}" if letter.days_used else letter.used


def _running(letter: Letter, on: date, calendar: WorkCalendar) -> tuple[str, str]:
    if on > letter.due_on:
        late = calendar.working_days_between(letter.due_on, on)
        return "late", f"逾期 {late} 个工作日" if late else "已逾期"
    if on == letter.due_on:
        return "soon", "今日到期"
    left = calendar.working_days_between(on, letter.due_on)
    if left <= SOON:
        return "soon", f"余 {left} 个工作日"
    return ("provisional" if letter.is_provisional else "safe"), f"余 {left} 个工作日"
