"""What depends on a notice that is not published yet is provisional, and never silently guessed."""

from datetime import date

import pytest

from sites.calendar import WorkCalendar, seed_calendar

UP_TO_2026 = WorkCalendar(
    {day: why for day, why in seed_calendar().days_off.items() if day.year <= 2026},
    {day: why for day, why in seed_calendar().days_on.items() if day.year <= 2026},
    frozenset(range(2004, 2027)),
)


def due(received: str, n: int, calendar: WorkCalendar = UP_TO_2026) -> tuple[str, bool]:
    day, is_provisional = calendar.add_working_days(date.fromisoformat(received), n)
    return day.isoformat(), is_provisional


def test_a_year_without_a_notice_is_counted_by_weekdays_and_flagged():
    assert due("2027-02-01", 7) == ("2027-02-10", True)
    assert due("2027-10-01", 1) == ("2027-10-04", True)


def test_a_period_that_ends_before_the_unknown_is_settled():
    assert due("2026-12-25", 3) == ("2026-12-30", False)


@pytest.mark.parametrize(("n", "expected"), [(4, "2026-12-31"), (5, "2027-01-01"), (7, "2027-01-05")])
def test_a_period_that_reaches_31_december_waits_for_the_next_years_notice(n, expected):
    assert due("2026-12-25", n) == (expected, True)


def test_day_zero_in_an_unknown_year_flags_nothing_by_itself():
    assert due("2027-03-01", 0) == ("2027-03-01", False)
    assert due("2026-12-31", 0) == ("2026-12-31", False)


def test_a_weekend_at_the_end_of_december_may_become_a_make_up_day():
    calendar = WorkCalendar({}, {}, frozenset({2018}))
    assert not calendar.is_provisional(date(2018, 12, 28))
    assert calendar.is_provisional(date(2018, 12, 29))
    assert calendar.is_provisional(date(2018, 12, 30))
    assert calendar.is_provisional(date(2018, 12, 31))


def test_the_next_years_notice_settles_31_december():
    calendar = UP_TO_2026.with_notice(2027, {date(2026, 12, 31): "元旦", date(2027, 1, 1): "元旦"}, {})
    assert due("2026-12-30", 1, calendar) == ("2027-01-04", False)


def test_an_unknown_year_in_the_middle_flags_what_crosses_it():
    calendar = WorkCalendar({}, {}, frozenset({2025, 2027}))
    assert calendar.add_working_days(date(2025, 12, 30), 300).is_provisional
    assert not calendar.add_working_days(date(2025, 12, 1), 5).is_provisional
    assert not calendar.add_working_days(date(2027, 1, 1), 5).is_provisional


def test_years_before_the_first_notice_are_provisional_too():
    assert due("2003-06-02", 3) == ("2003-06-05", True)


def test_a_reminder_is_provisional_when_the_days_before_the_deadline_are():
    assert UP_TO_2026.subtract_working_days(date(2027, 1, 4), 1) == (date(2027, 1, 1), True)
    assert UP_TO_2026.subtract_working_days(date(2026, 12, 31), 1) == (date(2026, 12, 30), False)
    assert UP_TO_2026.subtract_working_days(date(2027, 1, 4), 4) == (date(2026, 12, 29), True)


def test_a_year_without_a_notice_raises_nothing():
    assert due("2090-12-31", 4000)[1]
