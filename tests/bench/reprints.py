"""Reprints: one item to a thousand sites, fifty sources of which one is slow, the cockpit over thirty days of a thousand sites.

BENCH_REPRINT_SITES says how many sites (100 by default, 1,000 for the bars). Beside the clock of the wall stands the processor's,
which is what counts while others use the machine. The cockpit is meant for PostgreSQL: set DATABASE_URL.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from tests.bench.registry import Figure, NotYet, measurement, milliseconds
from tests.bench.workshop import Workshop

SITES = int(os.environ.get("BENCH_REPRINT_SITES", "100"))
SOURCES, SLOW_SECONDS = 50, 12
DAYS, ITEMS_A_DAY = 30, 3
BODY = "<p>各地区各部门要结合实际认真贯彻落实，及时公布进展。</p>" * 120


@measurement
def reprint_fan_out(workshop: Workshop) -> Iterator[Figure]:
    """Open the duties of every site, publish every copy, ask every site for its page."""
    from django.utils import timezone

    from content.actions.reprints import sweep
    from content.models import Article, Reprint, UpstreamItem, UpstreamSource
    from sites.models import Site, User

    _cluster(workshop)
    source, now = UpstreamSource.objects.create(name="bench", kind="manual", column_slug="gwyxx-bench"), timezone.now()
    item = UpstreamItem.objects.create(
        source=source, guid="1", title="国务院关于推进测量工作的意见", link="https://www.gov.cn/bench/1.htm", body=BODY,
        published_at=now - timedelta(minutes=3), received_at=now,
    )  # fmt: skip
    robot = User.objects.robot()
    before, cpu, began = _memory(), time.process_time(), time.perf_counter()
    swept = sweep(by=robot, at=now)
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    done = Reprint.objects.filter(item=item, state="done", site__slug__startswith="rp-")
    assert done.count() == Article.objects.filter(reprints__in=done).count() == SITES, swept
    assert Site.objects.filter(slug__startswith="rp-").count() == SITES
    bar = 60 * SITES / 1000
    yield Figure(f"one item to {SITES:,} sites: duties, copies, pages seen", seconds, "s", bar)
    yield Figure("  of the processor", cpu, "s", bar)
    yield Figure("  memory it added", _memory() - before, "MB", 100)
    article = done.select_related("article__live").first().article
    yield Figure(
        "  text kept in each copy",
        len(type(article.live).objects.values_list("body", flat=True).get(pk=article.live_id)),
        "letters",
        0,
    )


@measurement
def reprint_polling(workshop: Workshop) -> Iterator[Figure]:
    """Ask fifty sources on a real server; one of them takes twelve seconds over its answer."""
    from django.conf import settings
    from django.utils import timezone

    from content.actions.upstream import receive_all
    from content.models import UpstreamSource
    from sites.models import User
    from tests.content.upstream_server import a_feed, an_item, running

    settings.UPSTREAM_ALLOWED_HOSTS = ["127.0.0.1"]
    UpstreamSource.objects.update(is_active=False)
    with running() as upstream:
        for number in range(SOURCES):
            items = [
                an_item(100 * number + each, title=f"第{number}部门关于第{each}项工作的通知") for each in range(10)
            ]
            address = upstream.says(a_feed(*items), path=f"/{number}.xml")
            if number == 0:
                address = upstream.trickles(path="/slow.xml", seconds=SLOW_SECONDS)
            UpstreamSource.objects.create(name=f"源 {number}", address=address)
        began, cpu = time.perf_counter(), time.process_time()
        received: dict[str, float] = {}
        with _noting(received, began):
            results = receive_all(by=User.objects.robot(), at=timezone.now())
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    assert sum(result.new for result in results) == (SOURCES - 1) * 10, results[:3]
    yield Figure(f"{SOURCES} sources, one of which takes {SLOW_SECONDS} s", seconds, "s", 20)
    yield Figure("  of the processor", cpu, "s", 20)
    others = max(moment for name, moment in received.items() if name != "源 0")
    yield Figure("  until all but the slow one were kept", others, "s", SLOW_SECONDS - 1)


@contextmanager
def _noting(received: dict[str, float], began: float) -> Iterator[None]:
    """Note when what each source brought was kept."""
    from content.actions import upstream as receiving

    real = receiving.receive_from

    def noting(source: Any, **kwargs: Any) -> Any:
        result = real(source, **kwargs)
        received[source.name] = time.perf_counter() - began
        return result

    receiving.receive_from = noting
    try:
        yield
    finally:
        receiving.receive_from = real


@measurement
def reprint_cockpit(workshop: Workshop) -> Iterator[Figure]:
    """Open league and receipts over a thousand sites and thirty days, written inside the database."""
    from django.db import connection
    from django.test import Client

    from content.models import UpstreamItem
    from sites.models import Site
    from sites.policy import Role
    from tests.cast import a_person

    if connection.vendor != "postgresql":
        raise NotYet("the cockpit over many duties is measured on PostgreSQL: set DATABASE_URL")
    _cluster(workshop)
    written = _write_duties()
    supervisor = a_person("rp-supervisor", (Role.SUPERVISOR, Site.objects.get(slug="rp-0")))
    client = Client(headers={"host": "rp-0.example"})
    client.force_login(supervisor, backend="django.contrib.auth.backends.ModelBackend")
    item = UpstreamItem.objects.filter(guid__startswith="cockpit").latest("pk")
    pages = [("league", "/admin/reprints/league/"), ("receipts of an item", f"/admin/reprints/items/{item.pk}/")]
    for name, address in pages:

        def fetch(address: str = address) -> None:
            assert client.get(address).status_code == 200

        yield Figure(
            f"{name}, {SITES:,} sites × {DAYS} days, {written:,} duties",
            milliseconds(fetch, times=7, warm_up=1),
            "ms",
            500,
        )


def _cluster(workshop: Workshop) -> None:
    """A province and its sites, each reprinting by itself, beside the demo, which only an empty database takes."""
    from sites.models import Site
    from tests.cast import a_column, a_site

    assert workshop.province
    if Site.objects.filter(slug="rp-0").exists():
        return
    province = a_site(
        "rp-0", host="rp-0.example", name="测量省人民政府", reprints_automatically=True, code="9900000000"
    )
    for number in range(1, SITES):
        a_site(
            f"rp-{number}",
            host=f"rp-{number}.example",
            code=f"{9900000000 + number}",
            parent=province,
            reprints_automatically=True,
            sponsor=province.sponsor,
        )
    for site in Site.objects.filter(slug__startswith="rp-"):
        a_column(site, "gwyxx-bench", name="国务院信息")


def _write_duties() -> int:
    """Three items a day for thirty days; in twenty duties one is late, one pending, one waived. Written on the server."""
    from django.db import connection
    from django.utils import timezone

    from content.actions import create_article
    from content.models import Article, UpstreamItem, UpstreamSource
    from sites.models import Column
    from tests.builders import the_office_of

    column = Column.objects.get(site__slug="rp-0", path="gwyxx-bench")
    article: Article = create_article(
        column, by=the_office_of(column)["writer"], at=timezone.now(), title="测量", body="<p>文</p>"
    )
    source, now = UpstreamSource.objects.create(name="cockpit", kind="manual"), timezone.now()
    items = UpstreamItem.objects.bulk_create(
        UpstreamItem(
            source=source, guid=f"cockpit-{number}", title=f"第 {number} 条信息", link=f"https://www.gov.cn/c/{number}.htm", body="<p>文</p>",
            published_at=now - timedelta(hours=8 * number), received_at=now - timedelta(hours=8 * number), duties_opened_at=now,
        )
        for number in range(DAYS * ITEMS_A_DAY)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO content_reprint (item_id, site_id, state, target_at, due_on, is_provisional, article_id, done_at,
                                         waived_reason, fault)
            SELECT item.id, site.id,
                   CASE n.k WHEN 0 THEN 'pending' WHEN 1 THEN 'waived' ELSE 'done' END,
                   item.published_at + interval '1 hour', (item.published_at + interval '1 day')::date, false,
                   CASE WHEN n.k > 1 THEN %s END,
                   CASE WHEN n.k > 2 THEN item.published_at + (5 + (site.id * 7 + item.id * 13) %% 90) * interval '1 minute'
                        WHEN n.k = 2 THEN item.published_at + interval '3 days' END,
                   CASE n.k WHEN 1 THEN '本站改版' ELSE '' END, ''
            FROM content_upstreamitem item CROSS JOIN sites_site site
            CROSS JOIN LATERAL (SELECT (site.id + item.id) %% 20 AS k) n
            WHERE item.source_id = %s AND site.slug LIKE 'rp-%%'
            """,
            [article.pk, source.pk],
        )
        written = cursor.rowcount
        cursor.execute("ANALYZE")
    assert written == len(items) * SITES
    return written


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
