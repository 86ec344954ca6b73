"""A later notice is laid over the earlier ones: day by day, or in place of the whole year."""

from datetime import date

from sites.calendar import WorkCalendar, seed_calendar


def a_span(month: int, first: int, last: int, why: str, year: int = 2020) -> dict[date, str]:
    return {date(year, month, day): why for day in range(first, last + 1)}


AS_FIRST_PUBLISHED = WorkCalendar(
    a_span(1, 24, 30, "春节"),
    {date(2020, 1, 19): "春节调休上班", date(2020, 2, 1): "春节调休上班"},
    frozenset({2020}),
)


def test_the_prolonged_spring_festival_of_2020_changes_only_the_days_it_lists():
    received = date(2020, 1, 22)
    assert AS_FIRST_PUBLISHED.add_working_days(received, 3).day == date(2020, 2, 1)
    amended = AS_FIRST_PUBLISHED.with_notice(2020, a_span(1, 31, 31, "春节") | a_span(2, 1, 2, "春节"), {})
    assert amended.add_working_days(received, 3).day == date(2020, 2, 4)
    assert amended.is_working_day(date(2020, 1, 19))
    assert amended.days_off.keys() >= a_span(1, 24, 30, "").keys()


def test_the_commemoration_of_2015_was_added_in_the_middle_of_the_year():
    before = WorkCalendar({}, {}, frozenset({2015}))
    after = before.with_notice(2015, a_span(9, 3, 4, "纪念日", 2015), {date(2015, 9, 6): "纪念日调休上班"})
    assert before.add_working_days(date(2015, 9, 1), 3).day == date(2015, 9, 4)
    assert after.add_working_days(date(2015, 9, 1), 3).day == date(2015, 9, 7)


def test_a_day_off_that_is_worked_after_all_is_off_no_longer():
    amended = AS_FIRST_PUBLISHED.with_notice(2020, {}, {date(2020, 1, 30): "恢复上班"})
    assert amended.is_working_day(date(2020, 1, 30))
    assert date(2020, 1, 30) not in amended.days_off


def test_a_replacing_notice_withdraws_what_was_said_for_the_year():
    replaced = seed_calendar().with_notice(2026, {date(2026, 1, 1): "元旦"}, {}, replaces_year=True)
    assert replaced.is_working_day(date(2026, 2, 17))
    assert not replaced.is_working_day(date(2026, 2, 14))
    assert not replaced.is_working_day(date(2025, 10, 1))


def test_a_replacing_notice_withdraws_the_new_years_days_before_its_year_and_leaves_those_at_its_end():
    replaced = seed_calendar().with_notice(2018, {date(2018, 1, 1): "元旦"}, {}, replaces_year=True)
    assert replaced.is_working_day(date(2018, 12, 29))
    assert not replaced.is_working_day(date(2018, 12, 31))
    replaced = replaced.with_notice(2019, {date(2019, 1, 1): "元旦"}, {}, replaces_year=True)
    assert not replaced.is_working_day(date(2018, 12, 29))
    assert replaced.is_working_day(date(2018, 12, 31))


def test_a_notice_leaves_the_earlier_calendar_as_it_was():
    before = seed_calendar().version
    changed = seed_calendar().with_notice(2027, {date(2027, 1, 1): "元旦"}, {})
    assert seed_calendar().version == before != changed.version
    assert 2027 in changed.years
    assert changed.is_provisional(date(2027, 1, 1)) is False


def test_a_make_up_day_wins_over_a_day_off():
    day = date(2026, 3, 7)
    calendar = WorkCalendar({day: "放假"}, {day: "调休上班"}, frozenset({2026}))
    assert calendar.is_working_day(day)
    assert calendar.reason(day) == "调休上班"


def test_equal_calendars_have_equal_versions():
    one = WorkCalendar({date(2027, 1, 1): "元旦", date(2027, 1, 2): "元旦"}, {}, {2027})
    same = WorkCalendar({date(2027, 1, 2): "元旦", date(2027, 1, 1): "元旦"}, {}, {2027})
    assert one == same
    assert hash(one) == hash(same)
    assert one.version == same.version
    assert one.version != WorkCalendar(one.days_off, one.days_on, {2026, 2027}).version
    assert one.version != WorkCalendar({}, one.days_off, one.years).version


def test_a_calendar_does_not_follow_changes_of_the_data_it_was_made_from():
    days_off = {date(2026, 3, 2): "放假"}
    calendar = WorkCalendar(days_off, {}, frozenset({2026}))
    days_off.clear()
    assert not calendar.is_working_day(date(2026, 3, 2))
