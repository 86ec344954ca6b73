"""The lock under which a version is judged: that of its article. One by one, or for many versions at once in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from django.db.models import QuerySet

from content.models import Article, ReviewStep, Revision
from sites.prepared import BLANKS, Prepared, PreparedObjects, prepared
from sites.scope import everything, lets_through

_held: ContextVar[dict[int, Revision] | None] = ContextVar("revisions_held", default=None)


def locked_revision(revision: Revision, *, along: Sequence[int] = ()) -> Revision:
    """Return the revision with its article locked, so that of two people acting at once the second sees the first. The
    articles `along` are locked with it, all in one order. Raises Revision.DoesNotExist outside the person's site."""
    found = (_held.get() or {}).pop(revision.pk, None)
    if along:
        _lock([revision.article_id, *along])
    elif found is None:
        _article_for_update().about(article=revision.article_id).rows()
    if found is None:
        found = next(_revisions().about(revision=revision.pk), None)
    if found is None or not lets_through(found.article.site_id):
        raise Revision.DoesNotExist
    return found


@contextmanager
def held_together(revisions: Sequence[Revision]) -> Iterator[None]:
    """Lock the articles of many revisions at once and read all that `locked_revision` would read of each, which then takes
    it from here, once. Belongs inside the transaction of the actions: until it ends nobody else can change them."""
    _lock([revision.article_id for revision in revisions])
    pks = [revision.pk for revision in revisions]
    with everything("each is let through or not when it is taken"):
        rows = _with_what_is_judged(Revision.objects.filter(pk__in=pks))
        found = {row.pk: row for row in rows.prefetch_related("attachments__asset")}
        for row in found.values():
            row.decisions = []
        for pk, decision in ReviewStep.objects.filter(revision__in=pks).values_list("revision", "decision"):
            found[pk].decisions.append(decision)
    token = _held.set(found)
    try:
        yield
    finally:
        _held.reset(token)


def _lock(articles: Sequence[int]) -> None:
    with everything("what goes out together may be of another site; whoever issues must hold the right there, too"):
        list(Article.objects.select_for_update().filter(pk__in=articles).order_by("pk").values_list("pk"))


def _with_what_is_judged(revisions: QuerySet[Revision]) -> QuerySet[Revision]:
    return revisions.order_by().select_related("article__column", "article__site", "article__live", "author")


@cache
def _article_for_update() -> Prepared:
    with everything("a query to be filled in with the article"):
        return prepared(Article.objects.select_for_update().filter(pk=BLANKS["article"]).values_list("pk"))


@cache
def _revisions() -> PreparedObjects[Revision]:
    with everything("a query to be filled in with the revision"):
        return PreparedObjects(_with_what_is_judged(Revision.objects.filter(pk=BLANKS["revision"])))
