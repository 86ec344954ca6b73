"""A column's list with twenty thousand articles and with many more: the first page and page 500; and the office's pages then.

BENCH_ARTICLES says how many "many" is (200,000 by default; the bar is meant for 2,000,000, which take some minutes to write).
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.bench.crowd import crowd
from tests.bench.registry import Figure, measurement, milliseconds
from tests.bench.workshop import Workshop

FEW = 20_000
ROUNDS = 40
MANY = int(os.environ.get("BENCH_ARTICLES", "200000"))


@measurement
def scale(workshop: Workshop) -> Iterator[Figure]:
    """Read both lists by turns of their pages; the store is passed by with a query string."""
    from sites.actions import create_column
    from sites.models import ColumnType, User

    now, site = timezone.now(), workshop.province
    author = User.objects.get(username="bianji")
    client = Client(headers={"host": site.host})
    addresses: dict[tuple[str, int], str] = {}
    for slug, count in (("few", FEW), ("many", MANY)):
        column = create_column(
            site, by=None, at=now, name=slug, slug=f"bench-{slug}", type=ColumnType.OTHER, purpose="测量用的栏目。"
        )
        crowd(column, count, author=author, at=now)
        for page in (1, 500):
            addresses[slug, page] = f"/{column.path}/" if page == 1 else f"/{column.path}/index_{page}.html"
    times = _by_turns(client, addresses)
    for page in (1, 500):
        few, many = times["few", page], times["many", page]
        yield Figure(f"column of {MANY:,} against {FEW:,} articles, page {page}", many / few, "×", 1.3)
        yield Figure(f"  page {page} of {FEW:,} · of {MANY:,}", few, f"ms · {many:.1f} ms")
    yield from _office(site.host)


def _office(host: str) -> Iterator[Figure]:
    """What a reviewer and the platform's administrator open first, with all these articles about."""
    from sites.models import User

    for who, username in (("reviewer", "shenhe"), ("administrator", "admin")):
        client = Client(headers={"host": host})
        client.force_login(User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
        for name, address in (("to-do page", "admin:index"), ("article list", "admin:content_article_changelist")):
            address = reverse(address)

            def fetch(client: Client = client, address: str = address) -> None:
                assert client.get(address).status_code == 200, address

            fetch()
            yield Figure(f"office with {MANY:,} articles: {name}, {who}", milliseconds(fetch), "ms", 100)


def _by_turns(client: Client, addresses: dict[tuple[str, int], str]) -> dict[tuple[str, int], float]:
    """The least time that each page took, in milliseconds; by turns, so that a busy machine disturbs all alike."""
    best = dict.fromkeys(addresses, float("inf"))
    for _ in range(ROUNDS):
        for name, address in addresses.items():
            began = time.perf_counter()
            assert client.get(f"{address}?fresh").status_code == 200
            best[name] = min(best[name], (time.perf_counter() - began) * 1000)
    return best
