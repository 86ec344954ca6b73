"""The office as its people open it: the list of articles with a thousand in the column, the edit form, the to-do page."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.bench.crowd import crowd
from tests.bench.registry import Figure, measurement, milliseconds
from tests.bench.workshop import Workshop


@measurement
def office_pages(workshop: Workshop) -> Iterator[Figure]:
    """Open each page as the demo's contributor."""
    from content.models import Article
    from sites.actions import create_column
    from sites.models import ColumnType, User

    now, site = timezone.now(), workshop.province
    author = User.objects.get(username="bianji")
    column = create_column(
        site, by=None, at=now, name="测量栏目", slug="bench-office", type=ColumnType.OTHER, purpose="测量用的栏目。"
    )
    crowd(column, 1000, author=author, at=now)
    article = Article.objects.filter(column=column).latest("pk")
    client = Client(headers={"host": site.host})
    client.force_login(author, backend="django.contrib.auth.backends.ModelBackend")
    pages = (
        ("article list", f"{reverse('admin:content_article_changelist')}?column__id__exact={column.pk}", 100),
        ("edit form", reverse("admin:content_article_change", args=[article.pk]), 80),
        ("to-do page", reverse("admin:index"), 60),
    )
    for name, address, bar in pages:

        def fetch(address: str = address) -> None:
            assert client.get(address).status_code == 200, address

        fetch()
        connection.queries_log.clear()  # a full log counts nothing
        with CaptureQueriesContext(connection) as seen:
            fetch()
        queries = len(seen)  # now: the next request empties the log
        yield Figure(f"office: {name}", milliseconds(fetch), "ms", bar)
        yield Figure(f"office: {name}, queries", queries, "")
