"""Is everything well? Each check looks at one part of a running installation and answers with a finding.

`manage.py doctor` prints them; the office's start page may show the same. A check never raises: what goes wrong inside
it is its finding.
"""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from content.models import Purge
from content.page_store.folder import PageFolder
from content.page_store.room import last_measured
from portal.celery import app
from search.backends import SearchUnavailable, get_backend
from sites.calendar import NOTICE_EXPECTED_FROM
from sites.models import CalendarNotice, JobRun, OutboxRow

LITTLE_SPACE, VERY_LITTLE_SPACE = 5 * 2**30, 1 * 2**30
OUTBOX_PATIENCE = timedelta(minutes=15)
MANY_WAITING = 1000
PAGES_PATIENCE = 300  # seconds; the sweep runs every minute


class Level(Enum):
    """How serious a finding is."""

    GOOD = "正常"
    MIND = "注意"
    BAD = "故障"


@dataclass(frozen=True)
class Finding:
    """What one check found: the part, how it is, and what to do about it."""

    part: str
    level: Level
    sentence: str
    advice: str = ""


def good(part: str, sentence: str) -> Finding:
    """Nothing to do."""
    return Finding(part, Level.GOOD, sentence)


def mind(part: str, sentence: str, advice: str) -> Finding:
    """Works, but somebody should look at it."""
    return Finding(part, Level.MIND, sentence, advice)


def bad(part: str, sentence: str, advice: str) -> Finding:
    """Does not work."""
    return Finding(part, Level.BAD, sentence, advice)


def database(at: datetime) -> Finding:
    """Does the database answer?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return good("数据库", f"{connection.display_name} 可以连接。")


def migrations(at: datetime) -> Finding:
    """Is its structure that of this version?"""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return bad("数据库结构", f"有 {len(waiting)} 项结构更新尚未执行。", "运行 python manage.py migrate。")
    return good("数据库结构", "与程序版本一致。")


def broker(at: datetime) -> Finding:
    """Does the broker answer, and do the tasks move?"""
    start = "运行 make run（或启动 Redis 服务）。" if settings.EMBEDDED_BROKER else "检查 REDIS_URL 指向的 Redis 服务。"
    try:
        with app.connection_for_read() as line:
            line.ensure_connection(max_retries=1, timeout=2)
            waiting = line.default_channel.client.llen("celery")
    except Exception as error:
        return bad("任务队列", f"连接不上（{_first_line(error)}）。", start)
    if waiting > MANY_WAITING:
        return mind("任务队列", f"有 {waiting} 个任务在排队。", "增加 PORTAL_WORKERS，或查看后台任务的日志。")
    return good("任务队列", f"可以连接，{waiting} 个任务在排队。")


def cached(at: datetime) -> Finding:
    """Does the cache keep what it is given?"""
    cache.set("doctor", str(at), 30)
    if cache.get("doctor") != str(at):
        return bad("缓存", "写入的内容读不出来。", "检查 Redis 服务的内存和权限。")
    return good("缓存", "可以读写。")


def worker(at: datetime) -> Finding:
    """Does a worker answer?"""
    answers = app.control.ping(timeout=2)
    if not answers:
        return bad("后台任务", "没有正在运行的任务进程。", "运行 make run，或启动 portal-worker 服务。")
    return good("后台任务", f"{len(answers)} 个任务进程在运行。")


def jobs(at: datetime) -> Finding:
    """Has every job of the timetable run when it should? This is the heartbeat of beat, broker and worker together."""
    part = "定时调度"
    runs = {run.name: run for run in JobRun.objects.all()}
    planned = {entry["task"] for entry in app.conf.beat_schedule.values()}
    failing = [run for run in runs.values() if run.failures]
    late = [name for name in sorted(planned & runs.keys()) if runs[name].is_late(at=at) and not runs[name].failures]
    never = sorted(planned - runs.keys())
    if failing:
        run = failing[0]
        text = f"任务 {run.name} 连续失败 {run.failures} 次：{_first_line(run.error)}"
        return bad(part, text, "查看后台任务的日志。")
    if late:
        last = max((run.finished_at for run in runs.values() if run.finished_at), default=None)
        since = f"最近一次任务完成于 {_local(last)}" if last else "没有任务完成过"
        return bad(
            part,
            f"{len(late)} 项任务没有按时运行（{'、'.join(late)}），{since}。",
            "确认 make run 或 portal-beat 服务在运行。",
        )
    if never:
        return mind(part, f"{len(never)} 项任务还没有运行过（{'、'.join(never)}）。", "刚启动时属正常，15 分钟后再查。")
    return good(part, f"{len(planned)} 项任务都按时运行。")


def holidays(at: datetime) -> Finding:
    """Are this and the next year's holidays known? Without them due dates are provisional."""
    today = timezone.localdate(at)
    known = CalendarNotice.objects.calendar().years
    advice = "国务院办公厅通知发布后，在后台“放假安排通知”中录入。"
    if today.year not in known:
        return bad("节假日数据", f"缺少 {today.year} 年的放假安排，期限均为暂定。", advice)
    if today.year + 1 in known:
        return good("节假日数据", f"{today.year} 年和 {today.year + 1} 年的放假安排齐全。")
    text = f"{today.year + 1} 年的放假安排尚未录入，跨年的期限为暂定。"
    if today.month >= NOTICE_EXPECTED_FROM:
        return mind("节假日数据", text, advice)
    return good("节假日数据", f"{today.year} 年齐全；{text}")


def outbox(at: datetime) -> Finding:
    """Do the followers of changes (search index) keep up?"""
    stuck = OutboxRow.objects.filter(at__lt=at - OUTBOX_PATIENCE).count()
    if stuck:
        return mind("变更分发", f"{stuck} 项变更超过 15 分钟没有送达检索等模块。", "确认后台任务在运行，并查看其日志。")
    return good("变更分发", "没有积压。")


def search_index(at: datetime) -> Finding:
    """Can the index be read?"""
    try:
        health = get_backend().health()
    except SearchUnavailable as error:
        return bad("检索索引", str(error), error.hint)
    advice = "运行 python manage.py rebuild_search。"
    return good("检索索引", health.sentence) if health.is_good else bad("检索索引", health.sentence, advice)


def page_store(at: datetime) -> Finding:
    """Do the stored pages of this machine follow the changes, and how much room do they take?"""
    part, folder = "静态页库", PageFolder(settings.PAGE_STORE)
    state = folder.state_of(folder.token())
    if not state.release:
        return mind(part, "还没有启用。", "启动网站服务后自动启用；只运行后台任务的机器可以忽略。")
    late = (at - timedelta(seconds=PAGES_PATIENCE)).timestamp()
    waiting = Purge.objects.filter(pk__gt=state.followed, at__lt=at - timedelta(seconds=PAGES_PATIENCE)).count()
    if waiting or state.clock < late:
        since = _local(datetime.fromtimestamp(state.clock, UTC))
        text = f"{waiting} 项变更没有清除过时的页面，最近一次巡检在 {since}。"
        return bad(part, text, "确认后台任务在运行，或运行 python manage.py purge_pages。")
    last = Purge.objects.order_by("-pk").first()
    latest = f"最近一次变更 {_local(last.at)}，已全部处理。" if last else "近七天没有变更。"
    seen = last_measured(folder)
    size = f"{seen.pages} 页，{seen.bytes / 2**20:.0f} MB（上限 {settings.PAGE_STORE_LIMIT_MB} MB）；" if seen else ""
    return good(part, size + latest)


def disk(at: datetime) -> Finding:
    """Is there room for more data?"""
    settings.VAR.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.VAR).free
    text = f"数据目录 {settings.VAR} 剩余 {free / 2**30:.1f} GB。"
    if free < VERY_LITTLE_SPACE:
        return bad("磁盘空间", text, "清理磁盘或扩容，不足时数据库会停止写入。")
    if free < LITTLE_SPACE:
        return mind("磁盘空间", text, "尽快清理或扩容。")
    if not os.access(settings.VAR, os.W_OK):
        return bad("磁盘空间", f"数据目录 {settings.VAR} 不能写入。", "修正该目录的所有者和权限。")
    return good("磁盘空间", text)


CHECKS: dict[str, Callable[[datetime], Finding]] = {
    "数据库": database,
    "数据库结构": migrations,
    "任务队列": broker,
    "缓存": cached,
    "后台任务": worker,
    "定时调度": jobs,
    "节假日数据": holidays,
    "变更分发": outbox,
    "检索索引": search_index,
    "静态页库": page_store,
    "磁盘空间": disk,
}


def examine(at: datetime) -> list[Finding]:
    """Run every check and return what each found."""
    return [_examine(part, check, at) for part, check in CHECKS.items()]


def _examine(part: str, check: Callable[[datetime], Finding], at: datetime) -> Finding:
    try:
        return check(at)
    except Exception as error:
        return bad(part, f"检查时出错（{_first_line(error)}）。", "先处理上面的故障，再重新检查。")


def _first_line(error: object) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:160]


def _local(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")
