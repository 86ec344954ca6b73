"""`manage.py doctor`: one line for each part, advice where something is wrong, an exit code for scripts."""

from collections import namedtuple
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from portal import health
from portal.celery import app
from portal.health import Finding, Level, examine
from sites.models import JobRun, OutboxRow

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
Usage = namedtuple("Usage", "total used free")


def finding(part: str, at: datetime = NOW) -> Finding:
    return health._examine(part, health.CHECKS[part], at)


def every_job_ran(at: datetime) -> None:
    for entry in app.conf.beat_schedule.values():
        row = {"interval_seconds": 60, "started_at": at, "finished_at": at}
        JobRun.objects.update_or_create(name=entry["task"], defaults=row)


def test_the_database_and_its_structure_are_good_here():
    assert finding("数据库").level is Level.GOOD
    assert finding("数据库结构").level is Level.GOOD


def test_jobs_that_ran_in_time_are_good():
    every_job_ran(NOW - timedelta(seconds=50))
    assert finding("定时调度").level is Level.GOOD


def test_a_job_that_never_ran_is_worth_a_look():
    assert finding("定时调度").level is Level.MIND


def test_a_job_that_stopped_running_is_a_fault_with_the_time_of_the_last():
    every_job_ran(NOW - timedelta(hours=2))
    found = finding("定时调度")
    assert found.level is Level.BAD
    assert "2026-03-02 08:00" in found.sentence


def test_a_job_that_fails_is_a_fault_with_its_first_line():
    every_job_ran(NOW)
    JobRun.objects.filter(name="content.tasks.publish_due").update(failures=3, error="连接超时\n第二行")
    found = finding("定时调度")
    assert found.level is Level.BAD
    assert "连续失败 3 次：连接超时" in found.sentence
    assert "第二行" not in found.sentence


@pytest.mark.parametrize(
    ("day", "level"),
    [
        ("2026-03-02", Level.GOOD),  # next year's notice comes in autumn
        ("2026-11-22", Level.MIND),
        ("2025-11-22", Level.GOOD),  # the delivered data knows 2026
        ("2040-03-02", Level.BAD),
    ],
)
def test_missing_holidays_are_told_in_time(day, level):
    assert finding("节假日数据", datetime.fromisoformat(f"{day}T04:00+00:00")).level is level


@pytest.mark.parametrize(("free_gb", "level"), [(50, Level.GOOD), (3, Level.MIND), (0.5, Level.BAD)])
def test_a_full_disk_is_told_in_time(monkeypatch, free_gb, level):
    monkeypatch.setattr(health.shutil, "disk_usage", lambda path: Usage(0, 0, free_gb * 2**30))
    assert finding("磁盘空间").level is level


def test_changes_that_nobody_fetches_are_worth_a_look():
    OutboxRow.objects.create(consumer="search", subject="content.Article", subject_id=1, at=NOW - timedelta(hours=1))
    assert finding("变更分发").level is Level.MIND


def test_a_check_that_breaks_is_itself_the_finding(monkeypatch):
    def breaks(at):
        raise ValueError("坏了")

    monkeypatch.setattr(health, "CHECKS", {"某项": breaks})
    assert examine(NOW) == [Finding("某项", Level.BAD, "检查时出错（坏了）。", "先处理上面的故障，再重新检查。")]


@pytest.mark.parametrize(("level", "code"), [(Level.GOOD, 0), (Level.MIND, 0), (Level.BAD, 1)])
def test_the_exit_code_tells_whether_something_does_not_work(monkeypatch, level, code):
    monkeypatch.setattr(health, "CHECKS", {"某项": lambda at: Finding("某项", level, "情况。", "办法。")})
    out = StringIO()
    try:
        call_command("doctor", stdout=out)
        status = 0
    except SystemExit as end:
        status = end.code
    assert status == code
    assert f"{level.value}  某项：情况。\n      建议：办法。\n" in out.getvalue()
