"""The day of receipt is the date in China, wherever the sender and the server are."""

import time
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from sites.calendar import CHINA, local_day, seed_calendar


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 2, 13, 0, 30, tzinfo=CHINA), date(2026, 2, 13)),
        (datetime(2026, 2, 13, 23, 59, 59, 999999, tzinfo=CHINA), date(2026, 2, 13)),
        (datetime(2026, 2, 12, 15, 59, 59, tzinfo=UTC), date(2026, 2, 12)),
        (datetime(2026, 2, 12, 16, 0, tzinfo=UTC), date(2026, 2, 13)),
        (datetime(2026, 2, 12, 16, 30, tzinfo=UTC), date(2026, 2, 13)),
        (datetime(2026, 2, 12, 22, 0, tzinfo=timezone(timedelta(hours=-8))), date(2026, 2, 13)),
        (datetime(2025, 12, 31, 16, 0, tzinfo=UTC), date(2026, 1, 1)),
    ],
)
def test_the_day_is_the_date_in_china(moment, expected):
    assert local_day(moment) == expected


def test_half_an_hour_after_midnight_counts_from_the_new_day():
    received = datetime(2026, 2, 12, 16, 30, tzinfo=UTC)
    assert seed_calendar().add_working_days(local_day(received), 7).day == date(2026, 3, 2)
    assert seed_calendar().add_working_days(local_day(received - timedelta(hours=1)), 7).day == date(2026, 2, 28)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Kiritimati", "Asia/Shanghai"])
def test_the_servers_own_zone_does_not_matter(zone, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        assert local_day(datetime(2026, 2, 12, 16, 30, tzinfo=UTC)) == date(2026, 2, 13)
        assert seed_calendar().add_working_days(date(2026, 2, 13), 7).day == date(2026, 3, 2)
    time.tzset()


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="缺少时区"):
        local_day(datetime(2026, 2, 13, 9))


def test_a_time_outside_the_calendar_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match="超出"):
        local_day(datetime(9999, 12, 31, 20, tzinfo=UTC))
