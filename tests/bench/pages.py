"""Home, column and article page as Django renders them, without any page store: time and SQL queries."""

from collections.abc import Iterator

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench.registry import Figure, measurement, milliseconds
from tests.bench.workshop import Workshop


@measurement
def pages(workshop: Workshop) -> Iterator[Figure]:
    """Fetch each page of the province's site through the whole stack of middleware."""
    from django.utils import timezone

    from content.models import Article
    from content.structure import forget_structures

    site = workshop.province
    article = Article.objects.filter(column__site=site).public(at=timezone.now()).latest("pk")
    for name, path, bar in (
        ("home", "/", 12),
        ("column", f"/{article.column.path}/", 6),
        ("article", article.path, 4),
    ):
        client = Client(headers={"host": site.host})

        def fetch(path: str = path, client: Client = client) -> None:
            response = client.get(path)
            assert response.status_code == 200, (path, response.status_code)

        cache.clear()
        forget_structures()
        with CaptureQueriesContext(connection) as first:
            fetch()
        with CaptureQueriesContext(connection) as seen:
            fetch()
        yield Figure(f"{name} page, queries", len(seen), "", bar)
        yield Figure(f"{name} page, queries of a process's first", len(first), "")
        yield Figure(f"{name} page, rendered by Django", milliseconds(fetch), "ms")
