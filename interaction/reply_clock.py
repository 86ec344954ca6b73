"""How a letter's dates are counted: day zero and limit of its round, the calendar in force, and the days it stood still for.

The last day is always derived from these; nothing adds to a date. While the platform's rule lets a letter wait for its writer, the
days from the request until the day before the answer are not counted, as if they were days off.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sites.calendar import DayCounted, DueDate, WorkCalendar

if TYPE_CHECKING:
    from interaction.models import Letter

WAITING = "等待来信人补充材料"
LONGEST_PAUSE = 3660  # days; a pause left open for longer is a mistake that must not cost time


def calendar_of(letter: Letter, calendar: WorkCalendar, *, on: date) -> WorkCalendar:
    """Return the calendar as it is for this letter. A pause that is still open is taken to end tomorrow, so that the last day
    moves on with it and the letter is not overdue while it waits. One query, none when pauses were prefetched."""
    waited: dict[date, str] = {}
    for pause in letter.pauses.all():
        if pause.paused_on < letter.counted_from:
            continue  # of an earlier round
        end = pause.resumed_on or on + timedelta(days=1)
        days = min(max((end - pause.paused_on).days, 0), LONGEST_PAUSE)
        waited |= {pause.paused_on + timedelta(days=number): WAITING for number in range(days)}
    return calendar.without(waited) if waited else calendar


def due_date(letter: Letter, calendar: WorkCalendar, *, on: date, working_days: int | None = None) -> DueDate:
    """Return the letter's last day as it is counted on the day, with its own limit or with another."""
    days = letter.working_days if working_days is None else working_days
    return calendar_of(letter, calendar, on=on).add_working_days(letter.counted_from, days)


def explained(letter: Letter, calendar: WorkCalendar, *, on: date) -> list[DayCounted]:
    """Return every day from day zero to the last day, counted or skipped, and why."""
    return calendar_of(letter, calendar, on=on).explain(letter.counted_from, letter.working_days)


def days_used(letter: Letter, calendar: WorkCalendar, *, until: date) -> int:
    """Return the working days that the letter took until the day, without those it stood still for."""
    return max(calendar_of(letter, calendar, on=until).working_days_between(letter.counted_from, until), 0)
