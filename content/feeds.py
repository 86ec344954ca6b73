"""RSS 2.0 and Atom of a site and of each column: the newest of what is public, whole or in summary as the site wishes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from lxml import html

from content.models import Article
from content.querysets import ArticleQuerySet
from content.structure import Section, Structure
from content.together import rows_of
from sites.characters import as_text
from sites.models import Site
from sites.prepared import BLANKS, Prepared, prepared
from sites.scope import everything

ENTRIES = len(BLANKS["keys"])
AT_ONCE = 200  # columns asked in one query
CONTENT = "http://purl.org/rss/1.0/modules/content/"
_LEADS_ELSEWHERE = re.compile(r"\b(?:href|src|srcset|poster|cite|data|action|background|longdesc)\s*=", re.I)


class _Dated:
    """A feed that never reads the clock: without entries it dates from the site's morning, so that it can be stored."""

    def latest_post_date(self) -> datetime:
        """The newest change of an entry, or the moment given for a feed without entries."""
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=self.feed["empty_since"])


class Rss(_Dated, Rss201rev2Feed):
    """RSS 2.0 with the whole text in content:encoded where the site offers it."""

    content_type = "application/xml; charset=utf-8"  # that of every stored .xml

    def root_attributes(self) -> dict[str, str]:
        """Declare the namespace of whole texts."""
        return super().root_attributes() | {"xmlns:content": CONTENT}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Add the source and the whole text."""
        super().add_item_elements(handler, item)
        if item["text"]:
            handler.addQuickElement("content:encoded", item["text"])


class Atom(_Dated, Atom1Feed):
    """Atom 1.0 with the whole text as content where the site offers it."""

    content_type = "application/atom+xml; charset=utf-8"

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Add the whole text."""
        super().add_item_elements(handler, item)
        if item["text"]:
            handler.addQuickElement("content", item["text"], {"type": "html"})


def feed_of(
    kind: type[SyndicationFeed],
    site: Site,
    structure: Structure,
    section: Section | None,
    *,
    address: str,
    at: datetime,
) -> SyndicationFeed:
    """Return the feed of the column with all under it, or of the whole site; `address` is the feed's own path."""
    feed = kind(
        title=as_text(f"{site.name}：{section.name}" if section else site.name),
        link=f"{site.origin}{section.url if section else reverse('content:home')}",
        description=as_text((section.purpose if section else site.motto) or site.name),
        language="zh-CN",
        feed_url=f"{site.origin}{address}",
        author_name=as_text(site.sponsor.name),
        ttl="60",
        empty_since=datetime(2008, 5, 1, tzinfo=UTC),  # the day the disclosure regulation came into force
    )
    for entry in newest(site, section, at=at):
        column = structure.by_pk.get(entry.column_pk)
        if column:
            _add(feed, site, entry, column)
    return feed


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as feeds show it, from its live revision."""

    pk: int
    column_pk: int
    published_at: datetime
    title: str
    summary: str
    author_name: str
    source: str
    keywords: str
    revised_at: datetime | None
    own_body: str = ""
    shared_body: str | None = ""

    @property
    def body(self) -> str:
        """Its text, which many copies of one article may share; empty where feeds carry summaries only."""
        return self.own_body or self.shared_body or ""


def newest(site: Site, section: Section | None, *, at: datetime) -> list[Entry]:
    """The newest articles of the column and all under it, or of the site. Each column is asked for its own newest few,
    which its index has in order; only what is shown is then read whole."""
    if section is None:
        wanted = _keys_of_site().about(site=site.pk, now=at).rows()
    else:
        columns = [_keys_of_column().about(column=each.pk, now=at) for each in section.with_descendants()]
        found = [key for some in _by(AT_ONCE, columns) for rows in rows_of(some) for key in rows]
        wanted = sorted(found, key=lambda key: key[1::-1], reverse=True)[:ENTRIES]
    if not wanted:
        return []
    rows = _entries(site.feeds_full_text).about(keys=[pk for pk, _at in wanted], now=at).rows()
    return sorted((Entry(*row) for row in rows), key=lambda entry: (entry.published_at, entry.pk), reverse=True)


def _by(size: int, rows: list) -> Iterable[list]:
    return (rows[start : start + size] for start in range(0, len(rows), size))


@cache
def _keys_of_site() -> Prepared:
    with everything("a list to be filled in with the site"):
        return _keys(Article.objects.for_site(BLANKS["site"]))


@cache
def _keys_of_column() -> Prepared:
    with everything("a list to be filled in with the column"):
        return _keys(Article.objects.filter(column=BLANKS["column"]))


def _keys(articles: ArticleQuerySet) -> Prepared:
    return prepared(articles.public(at=BLANKS["now"]).newest_first().values_list("pk", "published_at")[:ENTRIES])


@cache
def _entries(has_texts: bool) -> Prepared:
    texts = ("body", "shared_text__body") if has_texts else ()
    fields = ("title", "summary", "author_name", "source", "keywords", "published_at", *texts)
    with everything("entries to be filled in with what was found on one site"):
        articles = Article.objects.public(at=BLANKS["now"]).filter(pk__in=BLANKS["keys"])
    return prepared(
        articles.order_by().values_list("pk", "column_id", "published_at", *(f"live__{each}" for each in fields))
    )


def _add(feed: SyndicationFeed, site: Site, entry: Entry, column: Section) -> None:
    address = f"{site.origin}{column.article_url(entry.published_at, entry.pk)}"
    feed.add_item(
        title=as_text(entry.title),
        link=address,
        description=as_text(entry.summary or entry.title),
        author_name=as_text(entry.author_name or entry.source),
        unique_id=address,
        unique_id_is_permalink=True,
        categories=[as_text(column.name), *_words(entry.keywords)],
        pubdate=entry.published_at,
        updateddate=max(entry.published_at, entry.revised_at or entry.published_at),
        text=whole_text(entry.body, base=address),
    )


def whole_text(body: str, *, base: str) -> str:
    """The text with absolute addresses, since a reader shows it away from the site."""
    cleaned = as_text(body)
    if not cleaned.strip():
        return ""
    if not _LEADS_ELSEWHERE.search(cleaned):
        return f"<div>{cleaned}</div>"
    holder = html.fragment_fromstring(cleaned, create_parent="div")
    holder.make_links_absolute(base, handle_failures="ignore")
    return html.tostring(holder, encoding="unicode")


def _words(keywords: str) -> Iterable[str]:
    return [as_text(word.strip()) for word in re.split("[,，;；、 ]", keywords) if word.strip()]
