"""How fast due dates are computed, and how long the deadline sweep takes over many letters with ten thousand newly due.

BENCH_LETTERS says how many "many" is (100,000 by default; the bar is meant for 1,000,000, which take some minutes to write). The
sweep is meant for PostgreSQL: set DATABASE_URL.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sites.calendar import seed_calendar
from tests.bench.registry import Figure, NotYet, measurement
from tests.bench.workshop import Workshop

HOW_MANY = 200_000
LETTERS = int(os.environ.get("BENCH_LETTERS", "100000"))
DUE = 10_000
STILL_OPEN = 50_000  # letters that are due later: they are looked at and left alone
RECEIVED = date(2026, 11, 18)
DUE_ON = date(2026, 11, 27)


@measurement
def due_dates(workshop: Workshop) -> Iterator[Figure]:
    """Add 7 and 15 working days to each day of the years 2015 to 2026, over and over."""
    calendar = seed_calendar()
    days = [date(2015, 1, 1) + timedelta(days=n) for n in range(12 * 365)]
    for day in (days[0], days[-1]):
        calendar.add_working_days(day, 7)
    began = time.perf_counter()
    for n in range(HOW_MANY):
        calendar.add_working_days(days[n % len(days)], 7 if n % 2 else 15)
    yield Figure("due dates", HOW_MANY / (time.perf_counter() - began), "/s", 200_000, at_least=True)


@measurement
def deadline_sweep(workshop: Workshop) -> Iterator[Figure]:
    """Write the letters, then sweep on the day after ten thousand of them were due, and once more with nothing left to do."""
    from django.db import connection

    from interaction.deadlines import sweep
    from interaction.models import DeadlineNotice, Letter

    if connection.vendor != "postgresql":
        raise NotYet("the sweep over many letters is measured on PostgreSQL: set DATABASE_URL")
    assert workshop.province, "the demo goes into an empty database only, so it is loaded before other sites are"
    at = datetime(2026, 11, 30, 12, 30, tzinfo=UTC)  # half past eight in the evening in China: nothing is mailed
    of_the_demo = Letter.objects.overdue(on=at.date()).count()
    _write_letters()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    before = _memory()
    began = time.perf_counter()
    swept = sweep(at=at)
    first = time.perf_counter() - began
    assert swept.overdue == DUE + of_the_demo and DeadlineNotice.objects.filter(kind="late-1").exists(), swept
    yield Figure(f"sweep over {LETTERS:,} letters, {DUE:,} newly due", first, "s", 60)
    yield Figure("  memory the sweep added", _memory() - before, "MB", 100)
    began = time.perf_counter()
    assert sweep(at=at + timedelta(minutes=15)).created == 0
    yield Figure("  the next sweep, nothing to do", time.perf_counter() - began, "s", 10)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _write_letters() -> None:
    """A province, one bureau with its people, and the letters: most answered, some due later, ten thousand just due."""
    from django.db import connection

    from interaction.models import Letter
    from sites.models import CalendarNotice, Organization
    from sites.policy import Role
    from tests.cast import NOW, a_person, a_site, an_organization
    from tests.interaction.letters import a_mailbox

    site = a_site("bench", host="bench.example", name="测量省人民政府", code="9800000000")
    bureau: Organization = an_organization("测量省教育厅")
    handler = a_person("bench-handler", (Role.HANDLER, bureau))
    a_person("bench-approver", (Role.REPLY_APPROVER, bureau))
    a_person("bench-supervisor", (Role.SUPERVISOR, site))
    box, version = a_mailbox(site), CalendarNotice.objects.calendar().version

    with connection.cursor() as cursor:
        for name, state, received, count in (
            ("due", "in-hand", RECEIVED, DUE),
            ("open", "in-hand", date(2026, 11, 27), STILL_OPEN),
            ("done", "closed", date(2026, 1, 5), max(LETTERS - DUE - STILL_OPEN, 0)),
        ):
            is_open = state == "in-hand"
            first = Letter.objects.create(
                number=f"{name}-0", code_hash="0" * 64, site=site, mailbox=box, title="小区门口的路灯坏了",
                body="东风路 12 号门口的路灯坏了一个星期，晚上很黑，请派人修理。", writer_name="张晓明", writer_phone="13800000000",
                state=state, received_at=NOW, received_on=received, counted_from=received, working_days=7,
                due_on=DUE_ON if name == "due" else received + timedelta(days=20), calendar_version=version,
                organization=bureau, handler=handler, replied_on=None if is_open else received + timedelta(days=5),
                days_used=None if is_open else 3,
            )  # fmt: skip
            _multiply(cursor, first, count)


def _multiply(cursor: Any, letter: Any, count: int) -> None:
    """Copy the letter so often that there are `count` of it, in the database itself; only the number differs."""
    table, own = letter._meta.db_table, {"id", "number"}
    columns = ", ".join(f.column for f in letter._meta.concrete_fields if f.column not in own)
    sql = f"INSERT INTO {table} (number, {columns}) SELECT %s || n, {columns} FROM {table}, generate_series(1, %s) n WHERE id = %s"
    cursor.execute(sql, [letter.number[:-1], count - 1, letter.pk])
