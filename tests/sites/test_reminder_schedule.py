"""The schedule of reminders is data over a calendar: which step is reached when, and who hears of it."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from sites.calendar import seed_calendar
from sites.reminders import LADDER, OFFSETS, Rung, Schedule, Step, day_of

CALENDAR = seed_calendar()
FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("due_on", "days"),
    [
        (FRIDAY, ["2026-11-25", "2026-11-26", "2026-11-27", "2026-11-30", "2026-12-02", "2026-12-04"]),
        # due on the Saturday that is worked before National Day's week was over
        (date(2026, 10, 10), ["2026-10-08", "2026-10-09", "2026-10-10", "2026-10-12", "2026-10-14", "2026-10-16"]),
        # due on the last working day before Spring Festival, a Saturday
        (date(2026, 2, 14), ["2026-02-12", "2026-02-13", "2026-02-14", "2026-02-24", "2026-02-26", "2026-02-28"]),
    ],
)
def test_steps_fall_on_working_days(due_on, days):
    assert [day_of(step, due_on, CALENDAR).isoformat() for step in Step] == days


def test_the_ladder_only_grows():
    rungs = [LADDER[step] for step in Step]
    assert all(below <= above for below, above in pairwise(rungs))
    assert (rungs[0], rungs[2], rungs[3]) == ({Rung.HANDLER}, {Rung.HANDLER, Rung.HEAD}, set(Rung))


def test_steps_come_in_the_order_of_their_days():
    assert list(OFFSETS) == list(Step)
    assert list(OFFSETS.values()) == sorted(OFFSETS.values())


@pytest.mark.parametrize("offset", range(-10, 15))
def test_the_horizon_is_the_first_step_of_the_latest_day(offset):
    schedule = Schedule(FRIDAY + timedelta(days=offset), CALENDAR)
    assert schedule.reached(schedule.horizon)
    assert not schedule.reached(schedule.horizon + timedelta(days=1))


def test_steps_before_the_clock_began_never_were():
    """A mailbox that answers by the next working day: the letter came on the day before its last."""
    schedule = Schedule(FRIDAY, CALENDAR)
    assert schedule.reached(FRIDAY, since=date(2026, 11, 26)) == [Step.ONE_BEFORE, Step.LAST_DAY]


def test_over_the_weekend_it_is_still_the_last_day_that_counts():
    assert Schedule(date(2026, 11, 29), CALENDAR).reached(FRIDAY)[-1] == Step.LAST_DAY
    assert Schedule(date(2026, 11, 30), CALENDAR).reached(FRIDAY)[-1] == Step.LATE_1
