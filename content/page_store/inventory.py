"""All public pages of a site, for warming the store and for exporting the site as files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from content import pages
from content.affected import served_as
from content.models import Article
from content.sitemaps import months_of, parts_of
from content.structure import article_url, structure_of
from sites.models import Site
from sites.models.column import ColumnState
from sites.scope import site_scope

STANDING = [
    f"content:{name}"
    for name in [
        "home",
        "site_map",
        "statement",
        "accessibility",
        "robots",
        "sitemap_index",
        "sitemap_columns",
        "site_rss",
        "site_atom",
    ]
]
AT_ONCE = 2000
Source = Callable[[Site, datetime], Iterator[str]]
_sources: list[Source] = []


def adds_pages(source: Source) -> Source:
    """Register further pages of a site: a function from (site, at) to paths as served."""
    if source not in _sources:
        _sources.append(source)
    return source


def pages_of(site: Site, *, at: datetime) -> Iterator[str]:
    """Yield the path of every public page: the standing ones, the lists with all their further pages, the articles."""
    for chunk in _chunks(site, at):
        yield from chunk


def _chunks(site: Site, at: datetime) -> Iterator[list[str]]:
    """Each chunk is complete before it is handed out: whoever takes it serves pages, under prefixes and scopes of their own."""
    with served_as(site), site_scope(site):
        first = [*map(reverse, STANDING), *_maps(site, at=at), *_lists(site, at=at)]
        first += [path for source in _sources for path in source(site, at)]
    yield first
    last = 0
    while True:
        with served_as(site), site_scope(site):
            rows = list(_articles_after(last, site, at=at))
            chunk = [article_url(path, published_at, pk) for pk, published_at, path in rows]
        if not rows:
            return
        yield chunk
        last = rows[-1][0]


def _maps(site: Site, *, at: datetime) -> Iterator[str]:
    for month, _newest in months_of(site, at=at):
        yield reverse("content:sitemap_month", args=[month])
        for part in range(2, parts_of(site, month, at=at) + 1):
            yield reverse("content:sitemap_month", args=[month, part])


def _lists(site: Site, *, at: datetime) -> Iterator[str]:
    for section in structure_of(site).by_path.values():
        if section.path and section.state == ColumnState.ACTIVE:
            counted = (
                Article.objects.public(at=at).filter(column=section.pk)[: pages.PER_PAGE * pages.MOST_PAGES].count()
            )
            yield reverse("content:column_rss", args=[section.path])
            yield reverse("content:column_atom", args=[section.path])
            for number in range(1, max(1, -(-counted // pages.PER_PAGE)) + 1):
                yield pages.page_url(section, number)


def _articles_after(last: int, site: Site, *, at: datetime) -> QuerySet:
    """By key, some at a time, so that millions cost no memory."""
    public = Article.objects.public(at=at).filter(site=site, pk__gt=last).order_by("pk")
    return public.values_list("pk", "published_at", "column__path")[:AT_ONCE]
