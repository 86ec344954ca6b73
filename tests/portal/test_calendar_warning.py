"""From November on the to-do page says that the next year's holiday notice is missing, to those who keep or watch clocks."""

from datetime import UTC, date, datetime

import pytest

from sites.actions import save_calendar_notice
from sites.models import CalendarNotice
from tests.cast import NOW

SENTENCE = "2027 年放假安排尚未录入"


def opened(client, person, time_machine, month: int) -> str:
    time_machine.move_to(datetime(2026, month, 1, 2, tzinfo=UTC))
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client.get("/admin/").content.decode()


@pytest.mark.parametrize(("month", "warned"), [(10, False), (11, True), (12, True)])
def test_the_warning_begins_on_the_first_of_november(client, root, province, time_machine, month, warned):
    assert (SENTENCE in opened(client, root, time_machine, month)) is warned


def test_it_goes_with_the_notice(client, root, province, time_machine):
    off = [{"day": "2027-01-01", "name": "元旦"}]
    notice = CalendarNotice(year=2027, title="通知", published_on=date(2026, 11, 1), days_off=off)
    save_calendar_notice(notice, by=root, at=NOW)
    assert SENTENCE not in opened(client, root, time_machine, 11)


def test_only_those_who_can_enter_it_are_led_to_the_form(client, root, intake, time_machine):
    assert "calendarnotice/add/" in opened(client, root, time_machine, 11)
    page = opened(client, intake, time_machine, 11)
    assert SENTENCE in page and "calendarnotice/add/" not in page


def test_editors_are_not_bothered(client, editor, time_machine):
    assert SENTENCE not in opened(client, editor, time_machine, 11)
