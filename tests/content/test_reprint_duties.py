"""Every online site gets its duty once, with the right target and last day, however often the fan-out is cut short."""

from datetime import UTC, date, datetime, timedelta

import pytest

from content.actions import open_duties
from content.actions import reprint_duties as acting
from content.actions.reprints import sweep
from content.models import Reprint
from sites.actions import save_calendar_notice
from sites.models import AuditEntry, CalendarNotice, ClockLimit
from tests.cast import NOW, a_site
from tests.content.reprint_cast import PUBLISHED_ABOVE, received


def beijing(day: str, hour: int = 10) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02d}:00+08:00").astimezone(UTC)


def test_every_online_site_gets_one_duty(source, province, city, subsite):
    a_site("preparing", host="p.testserver", parent=province, online=False)
    item = received(source)
    assert open_duties(item, at=NOW) == 3
    assert {duty.site for duty in Reprint.objects.all()} == {province, city, subsite}
    item.refresh_from_db()
    assert item.duties_opened_at == NOW


def test_doing_it_twice_changes_nothing(source, province, city):
    item = received(source)
    open_duties(item, at=NOW)
    assert open_duties(item, at=NOW) == 0
    assert Reprint.objects.count() == 2


def test_one_hour_runs_from_publication_above_and_the_limit_from_receipt(source, province):
    open_duties(received(source), at=NOW)
    duty = Reprint.objects.get()
    assert duty.target_at == PUBLISHED_ABOVE + timedelta(hours=1)
    assert duty.due_on == date(2026, 11, 19)


@pytest.mark.parametrize(
    ("received_on", "due_on", "is_provisional"),
    [
        ("2026-11-18", date(2026, 11, 19), False),
        ("2026-11-20", date(2026, 11, 23), False),  # Friday
        ("2026-09-30", date(2026, 10, 8), False),  # the eve of National Day's week off
        ("2026-10-09", date(2026, 10, 10), False),  # the Saturday after it is a make-up day
        ("2026-02-14", date(2026, 2, 24), False),  # the make-up Saturday before the Spring Festival
        ("2026-12-31", date(2027, 1, 1), True),  # by weekdays: the notice for 2027 is not out
    ],
)
def test_the_last_day_is_the_next_working_day_of_the_state_councils_calendar(
    source, province, received_on, due_on, is_provisional
):
    at = beijing(received_on)
    open_duties(received(source, published_at=at - timedelta(minutes=5), received_at=at), at=at)
    duty = Reprint.objects.get()
    assert (duty.due_on, duty.is_provisional) == (due_on, is_provisional)


def test_what_arrives_after_beijings_midnight_counts_from_the_new_day(source, province):
    at = datetime(2026, 11, 18, 16, 30, tzinfo=UTC)  # 00:30 on the 19th in China
    open_duties(received(source, published_at=at, received_at=at), at=at)
    assert Reprint.objects.get().due_on == date(2026, 11, 20)


def test_a_looser_limit_below_changes_nothing(source, province, city):
    ClockLimit.objects.create(site=city, clock="reprint", working_days=3)
    open_duties(received(source), at=NOW)
    assert {duty.due_on for duty in Reprint.objects.all()} == {date(2026, 11, 19)}


def test_what_was_old_when_the_source_was_first_fetched_is_nobodys_duty(source, province):
    item = received(source, published_at=NOW - timedelta(days=8))
    assert open_duties(item, at=NOW) == 0
    item.refresh_from_db()
    assert item.duties_opened_at == NOW


def test_a_fan_out_cut_short_is_completed_by_the_next_sweep(source, province, city, subsite, robot, monkeypatch):
    item = received(source)
    monkeypatch.setattr(acting, "SITES_AT_ONCE", 1)
    real, calls = acting.counted_duties, []

    def killed_at_the_second(*args):
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*args)

    monkeypatch.setattr(acting, "counted_duties", killed_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        open_duties(item, at=NOW)
    item.refresh_from_db()
    assert (Reprint.objects.count(), item.duties_opened_at) == (1, None)

    later = NOW + timedelta(days=2)
    assert sweep(by=robot, at=later).opened == 2
    assert Reprint.objects.count() == 3
    assert {duty.target_at for duty in Reprint.objects.all()} == {PUBLISHED_ABOVE + timedelta(hours=1)}


def test_a_site_that_goes_online_later_owes_nothing_for_what_was_before(source, province, robot):
    open_duties(received(source), at=NOW)
    a_site("later", host="later.testserver", parent=province)
    sweep(by=robot, at=NOW + timedelta(hours=1))
    assert Reprint.objects.count() == 1


def test_an_amended_calendar_moves_running_duties(source, province, city, robot, root):
    at = beijing("2026-12-31")
    open_duties(received(source, published_at=at, received_at=at), at=at)
    days_off = [{"day": f"2027-01-0{day}", "name": "元旦"} for day in (1, 2, 3)]
    notice = CalendarNotice(year=2027, title="放假安排", published_on=date(2026, 12, 31), days_off=days_off)
    save_calendar_notice(notice, by=root, at=at)
    assert sweep(by=robot, at=at, dry_run=True).recounted == 2
    assert sweep(by=robot, at=at).recounted == 2
    assert sweep(by=robot, at=at).recounted == 0
    assert {(duty.due_on, duty.is_provisional) for duty in Reprint.objects.all()} == {(date(2027, 1, 4), False)}
    entry = AuditEntry.objects.get(event="content.reprint.recounted")
    assert entry.before["due_on"] == {"province": "2027-01-01", "city": "2027-01-01"}


def test_what_is_already_late_stays_as_it_was_counted(source, province, robot, root):
    at = beijing("2026-11-18")
    open_duties(received(source, published_at=at, received_at=at), at=at)
    days_off = [{"day": "2026-11-19", "name": "临时放假"}]
    notice = CalendarNotice(year=2026, title="补充通知", published_on=date(2026, 11, 20), days_off=days_off)
    save_calendar_notice(notice, by=root, at=at)
    assert sweep(by=robot, at=beijing("2026-11-20")).recounted == 0


def test_the_fan_out_to_many_sites_costs_few_queries(source, province, django_assert_max_num_queries):
    item = received(source)
    for number in range(30):
        a_site(f"s{number}", host=f"s{number}.testserver", parent=province)
    with django_assert_max_num_queries(12):
        assert open_duties(item, at=NOW) == 31
