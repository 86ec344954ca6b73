"""Notices entered by editors: what is refused, and how they change the calendar in force at once."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from sites.calendar import seed_calendar
from sites.models import CalendarNotice

AT = datetime(2026, 11, 5, 2, tzinfo=UTC)
NEW_YEAR = [{"day": "2027-01-01", "name": "元旦"}]


def a_notice(**changed: Any) -> CalendarNotice:
    """The notice for 2027 with one day off, unless told otherwise."""
    fields = {
        "year": 2027,
        "title": "关于2027年部分节假日安排的通知",
        "published_on": date(2026, 11, 4),
        "days_off": NEW_YEAR,
        "created_at": AT,
    }
    return CalendarNotice(**fields | changed)


def days(*listed: str, name: str = "放假") -> list[dict[str, str]]:
    return [{"day": day, "name": name} for day in listed]


def faults(**changed: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        a_notice(**changed).clean()
    return refused.value.message_dict


def test_a_proper_notice_is_accepted():
    a_notice(
        days_off=[*NEW_YEAR, *days("2026-12-31", "2027-01-04", name="元旦")],
        days_on=[{"day": "2026-12-27"}, {"day": "2027-02-20", "name": "春节调休上班"}],
    ).clean()


@pytest.mark.parametrize("typed", ["2027-02-30", "20270101", "2027-1-1", "元旦", "", None, 20270101, ["2027-01-01"]])
def test_a_day_must_be_a_real_date(typed):
    assert "不是有效的日期" in faults(days_off=[{"day": typed, "name": "元旦"}])["days_off"][0]


@pytest.mark.parametrize("listed", [{"day": "2027-01-01"}, "2027-01-01", None, 7])
def test_days_come_as_a_list(listed):
    assert faults(days_off=listed)["days_off"] == ["请按给出的格式填写日期列表。"]


@pytest.mark.parametrize("entry", ["2027-01-01", None, 7, {}, {"name": "元旦"}])
def test_an_entry_names_its_day(entry):
    assert "不是有效的日期" in faults(days_off=[entry])["days_off"][0]


@pytest.mark.parametrize("name", ["", "  ", None, 7, "元\x00旦", "元旦" * 30])
def test_a_day_off_needs_a_readable_name(name):
    assert faults(days_off=[{"day": "2027-01-01", "name": name}])["days_off"] == [
        "请填写2027-01-01的节日名称（不超过40个字）。"
    ]


def test_a_day_is_listed_once():
    assert faults(days_off=NEW_YEAR * 2)["days_off"] == ["2027-01-01重复填写。"]


def test_a_day_is_not_both_off_and_on():
    assert faults(days_off=days("2027-02-20"), days_on=days("2027-02-20"))["days_on"] == [
        "2027-02-20既列为放假，又列为上班。"
    ]


def test_a_make_up_day_is_on_a_weekend():
    (sentence,) = faults(days_on=days("2027-02-19"))["days_on"]
    assert sentence.startswith("2027-02-19是周五，调休上班日应为周六或周日")


@pytest.mark.parametrize("day", ["2026-12-24", "2028-01-04", "2025-01-01"])
def test_a_day_lies_in_the_reach_of_the_year(day):
    assert faults(days_off=days(day))["days_off"] == [f"{day}不在2027年的安排范围内。"]


@pytest.mark.parametrize("day", ["2026-12-25", "2026-12-31", "2028-01-03"])
def test_the_reach_includes_the_turn_of_the_year(day):
    a_notice(days_off=days(day)).clean()


def test_every_fault_is_told_at_once():
    found = faults(days_off=[{"day": "?"}, *NEW_YEAR * 2], days_on=days("2027-02-19", "2099-01-03"))
    assert len(found["days_off"]) == 2
    assert len(found["days_on"]) == 2


def test_a_notice_says_something():
    assert faults(days_off=[])["days_off"] == ["请至少填写一个放假日期。"]
    assert faults(days_off=[], days_on=days("2027-02-20"), replaces_year=True)["days_off"]
    a_notice(days_off=[], days_on=days("2027-02-20")).clean()


@pytest.mark.parametrize("year", [None, 1999, 2101, 99999, "x"])
def test_an_impossible_year_is_refused_without_an_error(year):
    with pytest.raises(ValidationError) as refused:
        a_notice(year=year).full_clean(validate_constraints=False)
    assert "year" in refused.value.message_dict


@pytest.mark.django_db
def test_without_notices_the_delivered_calendar_is_in_force():
    assert CalendarNotice.objects.calendar() == seed_calendar()


@pytest.mark.django_db
def test_a_notice_makes_its_year_settled():
    assert CalendarNotice.objects.calendar().add_working_days(date(2031, 12, 30), 2) == (date(2032, 1, 1), True)
    a_notice(year=2032, days_off=days("2032-01-01")).save()
    assert CalendarNotice.objects.calendar().add_working_days(date(2031, 12, 30), 2) == (date(2032, 1, 2), False)


@pytest.mark.django_db
def test_the_calendar_costs_one_query_and_is_made_once_for_the_same_notices(django_assert_num_queries):
    a_notice().save()
    with django_assert_num_queries(1):
        calendar = CalendarNotice.objects.calendar()
    with django_assert_num_queries(1):
        assert CalendarNotice.objects.calendar() is calendar


@pytest.mark.django_db
def test_the_calendar_is_never_stale():
    """Not even after changes that no signal tells of: another process's, or an update in bulk."""
    a_notice().save()
    versions = {CalendarNotice.objects.calendar().version}
    CalendarNotice.objects.update(days_off=days("2027-01-01", "2027-01-04", name="元旦"))
    changed = CalendarNotice.objects.calendar()
    assert not changed.is_working_day(date(2027, 1, 4))
    versions.add(changed.version)
    CalendarNotice.objects.all().delete()
    restored = CalendarNotice.objects.calendar()
    assert restored.is_working_day(date(2027, 1, 4))
    assert versions.isdisjoint({restored.version})
    assert len(versions) == 2


@pytest.mark.django_db
def test_the_notice_published_later_prevails_whatever_was_entered_first():
    a_notice(published_on=date(2027, 1, 20), days_off=days("2027-01-29"), title="修改").save()
    a_notice(days_on=days("2027-01-30"), days_off=days("2027-01-28")).save()
    a_notice(published_on=date(2027, 1, 21), days_off=days("2027-01-30"), title="再次修改").save()
    calendar = CalendarNotice.objects.calendar()
    assert [calendar.is_working_day(date(2027, 1, day)) for day in (27, 28, 29, 30)] == [True, False, False, False]


@pytest.mark.django_db
def test_a_replacing_notice_withdraws_the_delivered_year():
    a_notice(year=2026, days_off=days("2026-01-01"), replaces_year=True).save()
    calendar = CalendarNotice.objects.calendar()
    assert calendar.is_working_day(date(2026, 2, 17))
    assert not calendar.is_working_day(date(2025, 10, 1))


@pytest.mark.django_db
def test_the_same_document_is_entered_once():
    a_notice(document_number="国办发明电〔2026〕9号").save()
    with pytest.raises(ValidationError) as refused:
        a_notice(document_number="国办发明电〔2026〕9号").full_clean()
    assert refused.value.messages == ["这份通知已经录入，请直接修改原有记录。"]
    a_notice(document_number="").full_clean()
