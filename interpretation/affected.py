"""Which stored pages interpretations make stale beyond those that link to each other: copies of the documents, and pages of
other sites."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from content.affected import affects, article_of, crosses, page_of, passes
from content.models import Article, ArticleKind, Reprint
from content.structure import article_path
from interpretation.models import InterpretationLink
from sites.models import Site
from sites.scope import everything


@affects("content.Article")
def of_copies(site: Site | None, pk: int | None, at: datetime) -> list[str]:
    """The copies of the documents that an interpretation explains, and those of a document whose links change: they show the
    interpretations of the original."""
    with everything("copies are on other sites"):
        article = article_of(pk)
        if article is None or article.kind == ArticleKind.ARTICLE:
            return []
        if article.kind == ArticleKind.DOCUMENT:
            return _copies(Q(pk=article.pk))
        links = InterpretationLink.objects.filter(interpretation__article=article)
        return _copies(Q(pk__in=links.values("document__article")))


@affects("content.Reprint", recorded_as="content.reprint")
def of_reprint(site: Site | None, pk: int | None, at: datetime) -> list[str]:
    """The copy itself: from the moment at which it is known as one it shows what explains its original."""
    with everything("the site that reprints"):
        return _addresses(Article.objects.filter(reprints=pk))


@affects("content.Article")
@affects("interpretation.InterpretationDuty", recorded_as="interpretation.duty")
@affects("interpretation.InterpretationPlan", recorded_as="interpretation.plan")
def of_the_rate(site: Site | None, pk: int | None, at: datetime) -> Iterator[str]:
    """The page of the site's rate: duties count while their document is public and in force, by who drafts."""
    if site and site.shows_interpretation_rate:
        yield page_of(site, "interpretation:rate")


@passes
def days_that_begin(since: datetime, until: datetime) -> Iterator[str]:
    """What was due yesterday is late today, and the page says as of which day."""
    if timezone.localdate(since) != timezone.localdate(until):
        for site in Site.objects.filter(shows_interpretation_rate=True):
            yield page_of(site, "interpretation:rate")


@crosses
def linking_to(site: Site) -> list[str]:
    """The pages of other sites that link to a site's documents or interpretations, and copies elsewhere of documents that its
    interpretations explain."""
    here, there = Q(interpretation__article__site=site), Q(document__article__site=site)
    with everything("links between sites"):
        across = InterpretationLink.objects.exclude(interpretation__article__site=F("document__article__site"))
        ends = Q(pk__in=across.filter(here).values("document__article"))
        ends |= Q(pk__in=across.filter(there).values("interpretation__article"))
        explained = InterpretationLink.objects.filter(here).values("document__article")
        return [*_addresses(Article.objects.filter(ends)), *_copies(Q(pk__in=explained))]


def _copies(originals: Q) -> list[str]:
    items = Article.objects.filter(originals, upstream_items__isnull=False).values("upstream_items")
    copies = Reprint.objects.filter(item__in=items, article__isnull=False).values("article")
    return _addresses(Article.objects.filter(pk__in=copies))


def _addresses(articles: QuerySet[Article]) -> list[str]:
    rows = articles.filter(published_at__isnull=False).select_related("site", "column").order_by("pk")
    return [
        each.site.host + each.site.base_path + article_path(each.column.path, each.published_at, each.pk)
        for each in rows
    ]
