"""A letter's dates are those of clocks in China, wherever the server stands and whatever its settings say."""

import os
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from interaction.models import Letter
from sites.calendar import CHINA, is_overdue, local_day
from tests.interaction.letters import a_letter

ROOT = Path(__file__).resolve().parents[2]
ZONES = ["UTC", "America/New_York", "Pacific/Kiritimati", "Asia/Shanghai"]


@pytest.mark.parametrize(
    ("moment", "received", "due"),
    [
        ("2026-02-12T16:30+00:00", "2026-02-13", "2026-03-02"),  # 00:30 in China, the day before in UTC
        ("2026-02-13T00:30+08:00", "2026-02-13", "2026-03-02"),
        ("2026-02-12T23:59:59+08:00", "2026-02-12", "2026-02-28"),
        ("2026-02-14T10:00+08:00", "2026-02-14", "2026-03-03"),  # a make-up Saturday
        ("2026-01-04T10:00+08:00", "2026-01-04", "2026-01-13"),  # a make-up Sunday
        ("2026-02-17T10:00+08:00", "2026-02-17", "2026-03-03"),  # within the Spring Festival
        ("2025-12-31T23:59:59+08:00", "2025-12-31", "2026-01-12"),  # the year's end, its make-up Sunday counted
        ("2015-09-02T15:00+08:00", "2015-09-02", "2015-09-14"),
        ("2020-01-21T09:00+08:00", "2020-01-21", "2020-02-07"),  # over the prolonged festival
    ],
)
@pytest.mark.parametrize("zone", ZONES)
def test_receipt_and_last_day_do_not_depend_on_the_zone_of_the_settings(mailbox, settings, zone, moment, received, due):
    settings.TIME_ZONE = zone
    with timezone.override(zone):
        letter = a_letter(mailbox, at=datetime.fromisoformat(moment))
    assert (letter.received_on.isoformat(), letter.due_on.isoformat()) == (received, due)


@pytest.mark.parametrize("zone", ZONES)
def test_the_last_second_of_the_last_day_is_in_time_and_the_next_is_late(mailbox, zone):
    letter = a_letter(mailbox, at=datetime(2026, 11, 18, 10, tzinfo=CHINA))
    last = datetime(2026, 11, 27, 23, 59, 59, tzinfo=CHINA)
    with timezone.override(zone):
        assert not is_overdue(letter.due_on, local_day(last))
        assert not Letter.objects.overdue(on=local_day(last)).exists()
        assert is_overdue(letter.due_on, local_day(last + timedelta(seconds=1)))
        assert Letter.objects.overdue(on=local_day(last + timedelta(seconds=1))).get() == letter


@pytest.mark.parametrize("zone", ZONES)
def test_a_process_under_another_tz_gives_the_same_answer(zone, tmp_path):
    command = [sys.executable, "manage.py", "workdays", "2026-02-12T16:30Z", "7"]
    environment = {**os.environ, "TZ": zone, "PORTAL_VAR": str(tmp_path)}
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=True)
    assert date.fromisoformat(said.stdout.split()[0]) == date(2026, 3, 2)
