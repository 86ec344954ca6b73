"""Workbench, board and statistics over many letters: a thousand varied ones through the ORM, multiplied inside the database.

BENCH_LETTERS says how many (20,000 by default; the bars are meant for 1,000,000 on PostgreSQL, which take a minute or two to
write). One letter in twenty-five is open.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.bench.registry import Figure, measurement, milliseconds
from tests.bench.workshop import Workshop

MANY = int(os.environ.get("BENCH_LETTERS", "20000"))
VARIED = 1000
OPEN_STATES = ("submitted", "accepted", "assigned", "in-hand", "drafted", "returned")
DESK = "/admin/workbench/"


@measurement
def letters_at_scale(workshop: Workshop) -> Iterator[Figure]:
    """Time what office staff and supervisors open first, as the office's own client fetches it."""
    from sites.models import User

    host = workshop.province.host
    with workshop.timed("letters"):
        write_letters(MANY, on=timezone.localdate())
    pages = [
        ("overdue board of the province", "jianguan", f"{DESK}board/", 300),
        ("workbench of the supervisor", "jianguan", DESK, 200),
        ("workbench of the intake", "shouli", f"{DESK}?queue=open", 200),
        ("workbench of a handler", "banjian", f"{DESK}?queue=open", 200),
        ("workbench, all letters, page 50", "jianguan", f"{DESK}?queue=all&page=50", 200),
        ("workbench, answered letters", "shouli", f"{DESK}?queue=done", 200),
        ("workbench, one organization", "jianguan", f"{DESK}?queue=overdue&organization=9&q=", 200),
    ]
    for name, person, address, bar in pages:
        client = Client(headers={"host": host})
        client.force_login(User.objects.get(username=person), backend="django.contrib.auth.backends.ModelBackend")
        client.get(f"{DESK}?clear=1")

        def fetch(client: Client = client, address: str = address) -> None:
            assert client.get(address).status_code == 200

        yield Figure(f"{name}, {MANY:,} letters", milliseconds(fetch, times=7, warm_up=1), "ms", bar)
    client = Client(headers={"host": host})
    yield Figure(
        f"statistics page, {MANY:,} letters",
        milliseconds(lambda: client.get("/hudong/tongji/?fresh"), times=3),
        "ms",
        3000,
    )


def write_letters(many: int, *, on: date) -> None:
    """Write so many letters of every state over two years, most of them answered."""
    from interaction.models import Letter

    numbers = count(10_000_000)
    Letter.objects.bulk_create(list(_varied(numbers, on)), batch_size=500)
    columns = [field.column for field in Letter._meta.concrete_fields if not field.primary_key]
    quoted = ", ".join(f'"{name}"' for name in columns)
    # A copy of each for every n, with a number of its own: written on the server, since a million rows over a socket take minutes.
    chosen = ", ".join(
        "CAST(CAST(letter.number AS bigint) * 1000000 + series.n AS varchar(20))"
        if name == "number"
        else f'letter."{name}"'
        for name in columns
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < %s)
            INSERT INTO interaction_letter ({quoted})
            SELECT {chosen} FROM interaction_letter AS letter CROSS JOIN series
            WHERE letter.number >= '10000000' AND letter.number < '10001000' AND length(letter.number) = 8
            """,
            [max(many // VARIED - 1, 1)],
        )
        cursor.execute("ANALYZE")


def _varied(numbers: Iterator[int], on: date) -> Iterator:
    from interaction.models import Letter, Mailbox
    from sites.models import Organization

    boxes, bodies = list(Mailbox.objects.select_related("site")), list(Organization.objects.order_by("pk"))
    for place in range(VARIED):
        box, body = boxes[place % len(boxes)], bodies[place * 7 % len(bodies)]
        is_open = place % 25 == 0
        received = on - timedelta(days=place % 14 if is_open else 15 + place * 7 % 700)
        state = OPEN_STATES[place // 25 % len(OPEN_STATES)] if is_open else "closed"
        replied = None if is_open else received + timedelta(days=place % 12)
        yield Letter(
            number=str(next(numbers)), site=box.site, mailbox=box, state=state, title=f"关于第 {place} 个问题的来信",
            body="请问这个问题怎样解决，谢谢。" * 10, writer_name="测量", writer_phone="13900000000",
            received_at=timezone.now() - (on - received), received_on=received, counted_from=received,
            due_on=received + timedelta(days=9), replied_on=replied,
            replied_at=replied and timezone.now() - (on - replied), days_used=None if is_open else place % 9,
            organization=None if state in {"submitted", "accepted"} else body, is_extended=place % 20 == 1,
        )  # fmt: skip
