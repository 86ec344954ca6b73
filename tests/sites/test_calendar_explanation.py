"""Any due date can be explained day by day."""

from datetime import date

from sites.calendar import DayCounted, WorkCalendar, seed_calendar


def test_each_day_is_numbered_or_skipped_with_its_reason():
    lines = seed_calendar().explain(date(2026, 2, 13), 7)
    assert lines[0] == DayCounted(date(2026, 2, 13), False, None, "起算当日，不计入", False)
    assert lines[1] == DayCounted(date(2026, 2, 14), True, 1, "春节调休上班", False)
    assert [line.reason for line in lines[2:11]] == ["春节"] * 9
    assert lines[11] == DayCounted(date(2026, 2, 24), True, 2, "工作日", False)
    assert lines[-2] == DayCounted(date(2026, 3, 1), False, None, "周末", False)
    assert lines[-1] == DayCounted(date(2026, 3, 2), True, 7, "工作日", False)


def test_no_day_is_left_out():
    lines = seed_calendar().explain(date(2026, 9, 18), 15)
    assert [line.day.toordinal() for line in lines] == list(
        range(date(2026, 9, 18).toordinal(), date(2026, 10, 15).toordinal() + 1)
    )
    assert [line.number for line in lines if line.counts] == list(range(1, 16))


def test_days_of_an_unpublished_year_say_so():
    calendar = WorkCalendar({}, {}, frozenset({2026}))
    lines = calendar.explain(date(2026, 12, 30), 2)
    assert [(line.reason, line.is_provisional) for line in lines[1:]] == [
        ("工作日（2027年放假安排未公布，暂定）", True),
        ("工作日（2027年放假安排未公布，暂定）", True),
    ]
    assert calendar.reason(date(2027, 1, 2)) == "周末（2027年放假安排未公布，暂定）"


def test_a_day_listed_without_a_name_is_still_explained():
    calendar = WorkCalendar({date(2026, 3, 2): ""}, {date(2026, 3, 7): ""}, frozenset({2026}))
    assert calendar.reason(date(2026, 3, 2)) == "放假"
    assert calendar.reason(date(2026, 3, 7)) == "调休上班"


def test_nothing_to_count_is_explained_by_day_zero_alone():
    assert len(seed_calendar().explain(date(2026, 2, 13), 0)) == 1
