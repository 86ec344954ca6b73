"""The data the platform is delivered with, against the published notices."""

from datetime import date, timedelta

import pytest

from sites.calendar import seed_calendar

CALENDAR = seed_calendar()


def days(year: int, *spans: str) -> set[date]:
    """The days of spans written 10/1-10/7."""
    found = set()
    for span in spans:
        first, last = (date(year, *map(int, end.split("/"))) for end in (span.split("-") * 2)[:2])
        found |= {first + timedelta(days=more) for more in range((last - first).days + 1)}
    return found


@pytest.mark.parametrize(
    ("year", "off", "on"),
    [
        (  # with the two days for the seventieth anniversary of the victory, added in May
            2015,
            ("1/1-1/3", "2/18-2/24", "4/5-4/6", "5/1", "6/20", "6/22", "9/3-9/4", "9/27", "10/1-10/7"),
            ("1/4", "2/15", "2/28", "9/6", "10/10"),
        ),
        (  # with the Spring Festival prolonged on 26 January: 1 February had been a make-up day
            2020,
            ("1/1", "1/24-2/2", "4/4-4/6", "5/1-5/5", "6/25-6/27", "10/1-10/8"),
            ("1/19", "4/26", "5/9", "6/28", "9/27", "10/10"),
        ),
        (
            2024,
            ("1/1", "2/10-2/17", "4/4-4/6", "5/1-5/5", "6/10", "9/15-9/17", "10/1-10/7"),
            ("2/4", "2/18", "4/7", "4/28", "5/11", "9/14", "9/29", "10/12"),
        ),
        (
            2025,
            ("1/1", "1/28-2/4", "4/4-4/6", "5/1-5/5", "5/31-6/2", "10/1-10/8"),
            ("1/26", "2/8", "4/27", "9/28", "10/11"),
        ),
        (
            2026,
            ("1/1-1/3", "2/15-2/23", "4/4-4/6", "5/1-5/5", "6/19-6/21", "9/25-9/27", "10/1-10/7"),
            ("1/4", "2/14", "2/28", "5/9", "9/20", "10/10"),
        ),
    ],
)
def test_every_day_of_the_year_is_as_the_notice_says(year, off, on):
    off_days, on_days = days(year, *off), days(year, *on)
    for day in days(year, "1/1-12/31"):
        expected = day in on_days or (day.weekday() < 5 and day not in off_days)
        assert CALENDAR.is_working_day(day) is expected, day


@pytest.mark.parametrize(
    ("year", "total"),
    [(2007, 249), (2015, 249), (2019, 250), (2020, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)],
)
def test_working_days_of_a_year(year, total):
    assert CALENDAR.working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == total


def test_a_day_is_never_both_off_and_on():
    assert not CALENDAR.days_off.keys() & CALENDAR.days_on.keys()


def test_make_up_days_are_weekends():
    assert all(day.weekday() >= 5 for day in CALENDAR.days_on)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 1, 1), "元旦"),
        (date(2026, 2, 17), "春节"),
        (date(2026, 4, 5), "清明节"),
        (date(2026, 5, 1), "劳动节"),
        (date(2026, 6, 19), "端午节"),
        (date(2026, 9, 25), "中秋节"),
        (date(2026, 10, 1), "国庆节"),
        (date(2015, 9, 3), "抗战胜利70周年纪念日"),
        (date(2026, 2, 14), "春节调休上班"),
        (date(2026, 9, 20), "国庆节调休上班"),
        (date(2026, 3, 6), "工作日"),
        (date(2026, 3, 7), "周末"),
    ],
)
def test_reasons_are_given_in_chinese(day, reason):
    assert CALENDAR.reason(day) == reason


def test_the_delivered_calendar_is_made_once():
    assert seed_calendar() is seed_calendar()
