"""The tables answer exactly what a walk from day to day would answer, on any calendar."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from sites.calendar import WorkCalendar, deciding_year, seed_calendar

ONE_DAY = timedelta(days=1)
FIRST, LAST = date(2023, 11, 1), date(2028, 3, 1)
days = st.dates(FIRST, LAST)
numbers = st.integers(0, 300)


@st.composite
def calendars(draw):
    """The delivered calendar, or any other: odd days off and on, years missing."""
    if draw(st.booleans()):
        return seed_calendar()
    return WorkCalendar(
        draw(st.dictionaries(days, st.just("放假"), max_size=60)),
        draw(st.dictionaries(days, st.just("调休上班"), max_size=30)),
        draw(st.frozensets(st.integers(2023, 2029))),
    )


def worked(calendar: WorkCalendar, day: date) -> bool:
    return day in calendar.days_on or (day.weekday() < 5 and day not in calendar.days_off)


def walked(calendar: WorkCalendar, day: date, n: int, step: timedelta) -> tuple[date, bool]:
    is_provisional = False
    while n:
        day += step
        n -= worked(calendar, day)
        is_provisional |= deciding_year(day) not in calendar.years
    return day, is_provisional


@settings(max_examples=300, deadline=None)
@given(calendars(), days, numbers)
def test_adding_equals_walking_forward(calendar, start, n):
    assert calendar.add_working_days(start, n) == walked(calendar, start, n, ONE_DAY)


@settings(max_examples=300, deadline=None)
@given(calendars(), days, numbers)
def test_subtracting_equals_walking_back(calendar, day, n):
    assert calendar.subtract_working_days(day, n) == walked(calendar, day, n, -ONE_DAY)


@settings(deadline=None)
@given(calendars(), days, days)
def test_the_distance_is_the_sum_of_the_days_walked(calendar, a, b):
    low, high = min(a, b), max(a, b)
    total = sum(worked(calendar, low + ONE_DAY * step) for step in range(1, (high - low).days + 1))
    assert calendar.working_days_between(a, b) == (total if a <= b else -total)


@settings(deadline=None)
@given(calendars(), days, st.integers(1, 300))
def test_the_due_day_is_worked_and_exactly_n_days_away(calendar, start, n):
    due = calendar.add_working_days(start, n).day
    assert calendar.is_working_day(due)
    assert calendar.working_days_between(start, due) == n
    assert calendar.add_working_days(calendar.subtract_working_days(due, n).day, n).day == due


@settings(deadline=None)
@given(calendars(), days, days, numbers)
def test_what_comes_later_is_never_due_earlier(calendar, a, b, n):
    first, second = sorted((a, b))
    assert calendar.add_working_days(first, n).day <= calendar.add_working_days(second, n).day


@settings(max_examples=60, deadline=None)
@given(calendars(), days, st.integers(1, 60))
def test_the_explanation_ends_on_the_due_day_with_number_n(calendar, start, n):
    due, lines = calendar.add_working_days(start, n), calendar.explain(start, n)
    assert (lines[-1].day, lines[-1].number) == (due.day, n)
    assert any(line.is_provisional for line in lines) == due.is_provisional
