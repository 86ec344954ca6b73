"""`manage.py workdays`: the due date alone on the first line, a sentence and exit code 2 for bad input."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from sites.management.commands.workdays import Command
from sites.models import CalendarNotice
from sites.models.calendar_notice import CalendarNoticeQuerySet

pytestmark = pytest.mark.django_db


def workdays(*arguments: str) -> tuple[list[str], str, int]:
    """What the shell sees: the lines of stdout, stderr and the exit code."""
    out, err, code = StringIO(), StringIO(), 0
    command = Command(stdout=out, stderr=err)
    command._called_from_command_line = True
    try:
        command.execute(**vars(command.create_parser("manage.py", "workdays").parse_args(arguments)))
    except SystemExit as ended:
        code = ended.code
    return out.getvalue().splitlines(), err.getvalue(), code


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-02-13T09:00+08:00", "2026-03-02"),
        ("2026-02-13", "2026-03-02"),
        ("2026-02-13T23:59:59", "2026-03-02"),
        ("2026-02-13 00:30", "2026-03-02"),
        ("2026-02-12T16:30Z", "2026-03-02"),
        ("2026-02-12T15:59:59Z", "2026-02-28"),
        ("2026-02-12T23:00-08:00", "2026-03-02"),
        ("2026-02-14T00:00+09:00", "2026-03-02"),
    ],
)
def test_the_due_date_stands_alone_on_the_first_line(received, expected):
    assert workdays(received, "7") == ([expected], "", 0)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_a_time_without_a_zone_is_local_whatever_the_settings_say(zone, settings):
    settings.TIME_ZONE = zone
    assert workdays("2026-02-13T00:30", "7")[0] == ["2026-03-02"]


def test_a_provisional_date_says_so_on_the_second_line():
    assert workdays("2030-03-01", "7") == (["2030-03-12", "暂定"], "", 0)


def test_notices_entered_are_followed():
    CalendarNotice.objects.create(
        year=2030,
        title="通知",
        published_on=date(2029, 11, 1),
        days_off=[{"day": "2030-03-04", "name": "纪念日"}],
        created_at=datetime(2029, 11, 1, tzinfo=UTC),
    )
    assert workdays("2030-03-01", "7") == (["2030-03-13"], "", 0)


def test_explain_lists_each_day_with_its_reason():
    lines, _, _ = workdays("2026-02-27", "2", "--explain")
    assert lines == [
        "2026-03-02",
        "2026-02-27 周五 不计 起算当日，不计入",
        "2026-02-28 周六 第1日 春节调休上班",
        "2026-03-01 周日 不计 周末",
        "2026-03-02 周一 第2日 工作日",
    ]


def test_explain_follows_the_provisional_line():
    lines, _, _ = workdays("2030-03-01", "1", "--explain")
    assert lines[:2] == ["2030-03-04", "暂定"]
    assert lines[-1] == "2030-03-04 周一 第1日 工作日（2030年放假安排未公布，暂定）"


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("2026-02-13",),
        ("2026-02-13", "7", "8"),
        ("2026-02-13", "7", "--unknown"),
        ("2026-02-30", "7"),
        ("2026-02-13T25:00", "7"),
        ("13.02.2026", "7"),
        ("明天", "7"),
        ("", "7"),
        ("2026-02-13", "-1"),
        ("2026-02-13", "seven"),
        ("2026-02-13", "7.5"),
        ("2026-02-13", "７"),
        ("2026-02-13", ""),
        ("2026-02-13", "4001"),
        ("2026-02-13", "9" * 5000),
        ("9999-12-31", "7"),
        ("0001-01-01T00:00+14:00", "7"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(arguments):
    lines, sentence, code = workdays(*arguments)
    assert (lines, code) == ([], 2)
    assert sentence.endswith("。\n")
    assert sentence.count("\n") == 1
    assert len(sentence) < 120


def test_a_caller_in_python_gets_the_sentence_as_an_error():
    with pytest.raises(CommandError, match="不是有效的日期") as refused:
        call_command("workdays", "2026-02-30", "7")
    assert refused.value.returncode == 2


def test_without_a_database_the_delivered_calendar_answers_and_says_so(monkeypatch):
    def unavailable(_):
        raise OperationalError("no such table")

    monkeypatch.setattr(CalendarNoticeQuerySet, "calendar", unavailable)
    lines, note, code = workdays("2026-02-13", "7")
    assert (lines, code) == (["2026-03-02"], 0)
    assert note == "未能读取数据库中的放假安排通知，按平台自带的放假安排计算。\n"
