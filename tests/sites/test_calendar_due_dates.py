"""Due dates over real years: day zero is not counted, holidays are skipped, make-up weekends count."""

from datetime import date, datetime

import pytest

from sites.calendar import CHINA, is_overdue, seed_calendar

CALENDAR = seed_calendar()
THE_NUMBERS = (3, 5, 7, 15, 20, 40)


def due(received: str, n: int) -> str:
    return CALENDAR.add_working_days(date.fromisoformat(received), n).day.isoformat()


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2025-01-24", ["2025-02-05", "2025-02-07", "2025-02-10", "2025-02-20", "2025-02-27", "2025-03-27"]),
        ("2026-02-13", ["2026-02-25", "2026-02-27", "2026-03-02", "2026-03-12", "2026-03-19", "2026-04-17"]),
        ("2026-09-18", ["2026-09-22", "2026-09-24", "2026-09-29", "2026-10-15", "2026-10-22", "2026-11-19"]),
    ],
)
def test_the_usual_periods_before_the_long_holidays(received, expected):
    assert [due(received, n) for n in THE_NUMBERS] == expected


@pytest.mark.parametrize(
    ("received", "n", "expected"),
    [
        # 2015: the Sunday before the Spring Festival is worked; 3 and 4 September were added in mid-year.
        ("2015-02-13", 3, "2015-02-17"),
        ("2015-02-13", 4, "2015-02-25"),
        ("2015-09-01", 3, "2015-09-07"),
        # 2020: the Spring Festival was prolonged to 2 February, a make-up Saturday turned into a day off.
        ("2020-01-22", 3, "2020-02-04"),
        ("2020-01-17", 1, "2020-01-19"),
        ("2020-04-30", 3, "2020-05-08"),
        # 2024: the eve of the Spring Festival was still worked.
        ("2024-02-08", 1, "2024-02-09"),
        ("2024-02-08", 7, "2024-02-23"),
        ("2024-09-13", 3, "2024-09-19"),
        # 2025: National Day and Mid-autumn together, a make-up Sunday before and a Saturday after.
        ("2025-01-27", 1, "2025-02-05"),
        ("2025-09-26", 7, "2025-10-13"),
        # 2026
        ("2026-04-30", 3, "2026-05-08"),
        ("2026-04-30", 4, "2026-05-09"),
        ("2026-06-18", 1, "2026-06-22"),
    ],
)
def test_holidays_are_skipped_and_make_up_days_count(received, n, expected):
    assert due(received, n) == expected


@pytest.mark.parametrize(
    ("received", "n", "expected"),
    [
        ("2024-12-30", 3, "2025-01-03"),
        ("2025-12-31", 1, "2026-01-04"),  # a make-up Sunday
        ("2018-12-28", 1, "2018-12-29"),  # a make-up Saturday set by the notice for 2019
        ("2018-12-28", 2, "2019-01-02"),
        ("2022-12-30", 1, "2023-01-03"),
        ("2023-12-29", 1, "2024-01-02"),
        ("2023-02-27", 2, "2023-03-01"),
        ("2024-02-27", 2, "2024-02-29"),
        ("2024-02-27", 3, "2024-03-01"),
        ("2024-01-01", 251, "2024-12-31"),
        ("2023-12-31", 251 + 248 + 248, "2026-12-31"),
    ],
)
def test_year_ends_and_leap_days(received, n, expected):
    assert due(received, n) == expected


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-02-14", "2026-02-24"),  # make-up Saturday
        ("2026-02-28", "2026-03-02"),  # make-up Saturday
        ("2026-09-20", "2026-09-21"),  # make-up Sunday
        ("2026-01-04", "2026-01-05"),  # make-up Sunday
    ],
)
def test_a_make_up_day_is_not_counted_when_it_is_the_day_of_receipt(received, expected):
    assert CALENDAR.is_working_day(date.fromisoformat(received))
    assert due(received, 1) == expected


def test_whatever_is_received_within_a_holiday_is_due_on_the_same_day():
    assert {due(f"2026-02-{day}", 7) for day in range(14, 24)} == {"2026-03-03"}


def test_a_weekend_has_the_due_date_of_the_friday_before():
    assert {due(received, 5) for received in ("2026-03-06", "2026-03-07", "2026-03-08")} == {"2026-03-13"}


def test_no_working_days_end_on_day_zero_itself():
    assert due("2026-02-17", 0) == "2026-02-17"


def test_a_due_date_may_itself_be_a_make_up_day():
    assert due("2026-10-09", 1) == "2026-10-10"
    assert date(2026, 10, 10).weekday() == 5


def test_a_deadline_is_met_until_the_end_of_its_day():
    due_on = date(2026, 2, 27)
    assert not is_overdue(due_on, date(2026, 2, 26))
    assert not is_overdue(due_on, date(2026, 2, 27))
    assert is_overdue(due_on, date(2026, 2, 28))


def test_it_is_overdue_on_the_next_day_even_when_that_is_a_day_off():
    assert is_overdue(date(2026, 3, 6), date(2026, 3, 7))


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        ("2026-03-02", 1, "2026-02-28"),  # a reminder that falls on a make-up Saturday
        ("2026-03-02", 2, "2026-02-27"),
        ("2026-02-24", 1, "2026-02-14"),
        ("2026-02-24", 2, "2026-02-13"),
        ("2026-01-05", 2, "2025-12-31"),
        ("2026-02-24", 0, "2026-02-24"),
        ("2026-12-31", 248 + 247, "2025-01-02"),
    ],
)
def test_days_before_a_deadline_for_reminders(day, n, expected):
    assert CALENDAR.subtract_working_days(date.fromisoformat(day), n).day.isoformat() == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("2026-02-13", "2026-03-02", 7),
        ("2026-03-02", "2026-02-13", -7),
        ("2026-02-13", "2026-02-13", 0),
        ("2026-02-13", "2026-02-14", 1),
        ("2026-02-14", "2026-02-23", 0),
        ("2023-12-31", "2026-12-31", 251 + 248 + 248),
    ],
)
def test_working_days_between_two_days(a, b, expected):
    assert CALENDAR.working_days_between(date.fromisoformat(a), date.fromisoformat(b)) == expected


@pytest.mark.parametrize("n", [-1, 4001, 10**30, 7.0, "7", None, True])
def test_an_impossible_number_of_days_is_refused(n):
    for question in (CALENDAR.add_working_days, CALENDAR.subtract_working_days, CALENDAR.explain):
        with pytest.raises(ValueError, match="工作日数应为"):
            question(date(2026, 2, 13), n)


@pytest.mark.parametrize("day", [datetime(2026, 2, 13, 9, tzinfo=CHINA), datetime(2026, 2, 13), "2026-02-13", None])
def test_only_a_date_is_taken(day):
    for question in (CALENDAR.add_working_days, CALENDAR.working_days_between):
        with pytest.raises(ValueError, match="只按日期计算"):
            question(day, 7)
    with pytest.raises(ValueError, match="只按日期计算"):
        CALENDAR.is_working_day(day)


def test_the_ends_of_time_are_refused_with_a_sentence():
    with pytest.raises(ValueError, match="超出"):
        CALENDAR.add_working_days(date.max, 1)
    with pytest.raises(ValueError, match="超出"):
        CALENDAR.subtract_working_days(date.min, 1)
