"""What citizens read of letters at scale: the public list with its counts, its search by words, statistics, and similar answers.

BENCH_PUBLIC_LETTERS says how many published letters one site has (20,000 by default; the bars are meant for 1,000,000 on
PostgreSQL, which take some minutes to write), BENCH_SIMILAR_LETTERS of how many of them key words are kept (all, up to 100,000).
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.bench.registry import Figure, measurement, milliseconds
from tests.bench.workshop import Workshop

MANY = int(os.environ.get("BENCH_PUBLIC_LETTERS", "20000"))
KNOWN = min(MANY, int(os.environ.get("BENCH_SIMILAR_LETTERS", "100000")))
VARIED = 1000
BAR = 300
LIST = "/hudong/gongkai/"
TITLE = "一楼不同意，小区加装电梯还能装吗"
BODY = "我家住六楼，老人腿脚不便。小区加装电梯，一楼邻居不同意，请问按规定还能装吗，要办什么手续，有没有补贴？"


@measurement
def public_letters(workshop: Workshop) -> Iterator[Figure]:
    """Time what a visitor asks for, past the page store, and what is proposed to citizens and handlers."""
    from interaction.models import Letter
    from interaction.similar import similar_to

    site, today = workshop.province, timezone.localdate()
    with workshop.timed("public letters"):
        first = _write(site, on=today, now=timezone.now())
    client = Client(headers={"host": site.host})
    body = Letter.objects.get(pk=first).public_organization_id
    for name, address in (
        ("first page", f"{LIST}?fresh"),
        ("page 400", f"{LIST}?page=400"),
        ("one mailbox", f"{LIST}?mailbox=consult"),
        ("one organization", f"{LIST}?organization={body}"),
        ("one month", f"{LIST}?month={today - timedelta(days=400):%Y-%m}"),
        ("a common word", f"{LIST}?q=办理"),
        ("two words", f"{LIST}?q=电梯+补贴"),
        ("a word that nobody used", f"{LIST}?q=量子计算机"),
        ("a word in one month", f"{LIST}?q=电梯&month={today - timedelta(days=400):%Y-%m}"),
        ("statistics", "/hudong/tongji/?fresh"),
        ("statistics as CSV", f"/hudong/tongji/{today.year}.csv"),
        ("feed", f"{LIST}rss.xml?fresh"),
        ("the platform's page", "/hudong/?fresh"),
        ("one letter", f"{LIST}{first}/?fresh"),
    ):
        yield Figure(f"{name}, {MANY:,} public letters", _timed(client, address), "ms", BAR)
    yield Figure(
        f"similar answers among {KNOWN:,} letters",
        milliseconds(lambda: similar_to(site, TITLE, BODY, on=today), times=15),
        "ms",
        50,
    )
    asked = {"title": TITLE, "body": BODY}
    yield Figure(
        f"proposals while a citizen writes, {KNOWN:,} letters",
        milliseconds(lambda: client.post("/hudong/xinxiang/consult/xiexin/tishi/", asked), times=9),
        "ms",
        BAR,
    )


def _timed(client: Client, address: str) -> float:
    def fetch() -> None:
        assert client.get(address).status_code == 200, address

    return milliseconds(fetch, times=7, warm_up=1)


def _write(site: Any, *, on: date, now: datetime) -> int:
    """Write the letters and the key words of the newest; return the first letter's id."""
    from interaction.models import KeyWord, Letter
    from interaction.similar import keep_key_words

    varied = Letter.objects.bulk_create(list(_varied(site, on, now)), batch_size=500)
    for letter in varied:
        keep_key_words(letter, now)
    ids = [letter.pk for letter in varied]
    _repeat(Letter, ids, MANY // VARIED - 1)
    _count(site)
    _repeat_words(KeyWord, ids, KNOWN // VARIED - 1)
    with connection.cursor() as cursor:
        # As the database does by itself after a while; figures are read from indexes alone only after it.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return ids[0]


def _count(site: Any) -> None:
    """Leave the counts that publishing would have left."""
    from django.db.models import Count
    from django.db.models.functions import TruncMonth

    from interaction.models import Letter, PublicCount

    PublicCount.objects.for_site(site).delete()
    alike = Letter.objects.for_site(site).public().order_by().annotate(month=TruncMonth("public_replied_on"))
    rows = alike.values_list("mailbox", "public_organization", "month").annotate(Count("pk"))
    PublicCount.objects.bulk_create(
        PublicCount(site=site, mailbox_id=box, organization_id=body, month=month, count=count)
        for box, body, month, count in rows
    )


def _repeat(model: Any, ids: list[int], times: int) -> None:
    """Write each letter so many times more, on the server, every time two days earlier and with a number of its own."""
    day = {"postgresql": "{0} - (series.n % 1800)", "sqlite": "date({0}, '-' || (series.n % 1800) || ' days')"}[
        connection.vendor
    ]
    moment = {
        "postgresql": "{0} - (series.n % 1800) * interval '1 day'",
        "sqlite": "strftime('%%Y-%%m-%%d %%H:%%M:%%f', {0}, '-' || (series.n % 1800) || ' days')",
    }[connection.vendor]
    days = {"received_on", "counted_from", "due_on", "accepted_on", "replied_on", "public_replied_on"}
    moments = {"received_at", "replied_at", "published_at"}

    def value(name: str) -> str:
        column = f'letter."{name}"'
        if name == "number":
            return "CAST(CAST(letter.number AS bigint) * 1000000 + series.n AS varchar(20))"
        if name in days:
            return day.format(column).replace("%", "%%")
        return moment.format(column).replace(" % ", " %% ") if name in moments else column

    _insert(model, value, "letter", ids, times)


def _repeat_words(model: Any, ids: list[int], times: int) -> None:
    """Give the copies the key words of what they were copied from."""
    if times < 1:
        return
    table, letters = model._meta.db_table, "interaction_letter"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {table} (site_id, word, in_title, letter_id, entry_id)
            WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < %s)
            SELECT word.site_id, word.word, word.in_title, copy.id, NULL
            FROM series CROSS JOIN {table} AS word
            JOIN {letters} AS letter ON letter.id = word.letter_id
            JOIN {letters} AS copy ON copy.number = CAST(CAST(letter.number AS bigint) * 1000000 + series.n AS varchar(20))
            WHERE word.letter_id >= %s AND word.letter_id <= %s
            ORDER BY series.n, word.letter_id
            """,
            [times, ids[0], ids[-1]],
        )


def _insert(model: Any, value: Callable[[str], str], alias: str, ids: list[int], times: int) -> None:
    columns = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {model._meta.db_table} ({names})
            WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < %s)
            SELECT {", ".join(map(value, columns))} FROM series CROSS JOIN {model._meta.db_table} AS {alias}
            WHERE {alias}.id >= %s AND {alias}.id <= %s ORDER BY series.n
            """,
            [max(times, 1), ids[0], ids[-1]],
        )


def _varied(site: Any, on: date, now: datetime) -> Iterator[Any]:
    """Yield letters about everything that the demo's citizens write about, each with a long answer."""
    from interaction.models import Letter, Mailbox
    from portal.demo.letters import matters
    from sites.models import Organization

    chance = random.Random(11)
    boxes = list(Mailbox.objects.filter(site=site, is_public=True).order_by("pk"))
    bodies, known = list(Organization.objects.order_by("pk")[:30]), matters()
    for place in range(VARIED):
        matter, other = known[place % len(known)], chance.choice(known)
        title = f"{chance.choice(matter.titles)}（{place}）"[:100]
        text = chance.choice(matter.letters) + chance.choice(other.letters)
        reply = "\n".join([*matter.reply, *other.reply])
        received = on - timedelta(days=20 + place % 30)
        replied = received + timedelta(days=1 + place % 9)
        body, ago = bodies[place % len(bodies)], on - replied
        yield Letter(
            number=f"{20_000_000 + place}", site=site, mailbox=boxes[place % len(boxes)], state="closed", title=title, body=text,
            writer_name="测量", writer_phone="13900000000", received_at=now - (on - received), received_on=received,
            counted_from=received, accepted_on=received, due_on=received + timedelta(days=9), replied_on=replied,
            replied_at=now - ago, days_used=place % 9, organization=body, is_extended=place % 20 == 1,
            public_title=title, public_body=text, public_name="测**", public_reply=reply, public_organization=body,
            public_replied_on=replied, public_days_used=place % 9, published_at=now - ago,
        )  # fmt: skip
