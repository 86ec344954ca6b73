"""All public pages of a site, for warming the store and for exporting the site as files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from content import pages
from content.affected import served_as
from content.models import Article
from content.structure import article_url, structure_of
from sites.models import Site
from sites.models.column import ColumnState
from sites.scope import site_scope

STANDING = ("content:home", "content:site_map", "content:statement", "content:accessibility")
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
        first = [*_standing(), *_lists(site, at=at), *(path for source in _sources for path in source(site, at))]
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


def _standing() -> Iterator[str]:
    for route in STANDING:
        try:
            yield reverse(route)
        except NoReverseMatch:
            continue


def _lists(site: Site, *, at: datetime) -> Iterator[str]:
    for section in structure_of(site).by_path.values():
        if section.path and section.state == ColumnState.ACTIVE:
            counted = (
                Article.objects.public(at=at).filter(column=section.pk)[: pages.PER_PAGE * pages.MOST_PAGES].count()
            )
            for number in range(1, max(1, -(-counted // pages.PER_PAGE)) + 1):
                yield pages.page_url(section, number)


def _articles_after(last: int, site: Site, *, at: datetime) -> QuerySet:
    """By key, some at a time, so that millions cost no memory."""
    public = Article.objects.public(at=at).filter(site=site, pk__gt=last).order_by("pk")
    return public.values_list("pk", "published_at", "column__path")[:AT_ONCE]
