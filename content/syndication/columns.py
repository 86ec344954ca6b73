"""Reading a column of another site of the platform: what it publishes is an item for the sites below, without any fetching."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from content.models import Article
from content.structure import article_path
from content.syndication.entries import Dropped, Entry, Reading, Unreadable, entry_of, reading_of
from content.syndication.gathering import Gathered
from sites.models import Column

MOST_ARTICLES = 100


def column_at_address(address: str) -> Column:
    """Return the column that “site:path” names. Raises Unreadable with a sentence."""
    slug, _colon, path = address.partition(":")
    column = Column.objects.active().filter(site__slug=slug.strip(), path=path.strip().strip("/")).first()
    if column is None:
        raise Unreadable(_("本平台没有栏目“%s”，请写作“网站标识:栏目路径”。") % address[:100])
    return column


def gather_column(address: str, *, at: datetime) -> Gathered:
    """Return the newest public articles of the column and of all below it. Raises Unreadable for no column."""
    column = column_at_address(address)
    below = column.get_descendants(include_self=True)
    articles = (
        Article.objects.public(at=at).filter(column__in=below).select_related("live__shared_text", "column", "site")
    )
    reading = _reading(articles.newest_first()[:MOST_ARTICLES], at)
    return Gathered(entries=reading.entries, dropped=reading.dropped)


def _reading(articles: Iterable[Article], at: datetime) -> Reading:
    return reading_of([entry_of_article(article, at=at, published_at=article.published_at) for article in articles])


def entry_of_article(article: Article, *, at: datetime, published_at: datetime) -> Entry | Dropped:
    """Return what an article of the platform is as an item; its column, site and live text are joined."""
    link = article.site.address(article_path(article.column.path, article.published_at, article.pk))
    return entry_of(
        guid=f"article:{article.pk}",
        title=article.title,
        link=link,
        html=article.live.body,
        summary=article.summary,
        base=link,
        published_at=published_at,
        at=at,
        article=article.pk,
    )
