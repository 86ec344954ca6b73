"""The two directions of an interpretation's link, as article pages show them, across the sites of the cluster.

One row is both directions. A copy of a document that another site reprints (content/actions/reprints.py) shows the
interpretations of the original, too: interpretation/affected.py drops its page when they change.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Concat

from content.links import elsewhere, link_fields
from content.models import Article, ArticleKind
from interpretation.models import Interpretation, InterpretationLink
from sites.scope import everything

MOST_INTERPRETATIONS, MOST_DOCUMENTS = 30, 10
CLAUSES = "/clauses"


def interpretation_links(article: Article, at: datetime) -> list[tuple[str, QuerySet]]:
    """A document's interpretations, the documents that an interpretation explains, or what explains the original of a copy."""
    with everything("interpretations serve documents of several sites"):
        public = Article.objects.public(at=at).filter(site__state="online").values("pk")
        if article.kind == ArticleKind.INTERPRETATION:
            return [("explains", _documents(article, public))]
        if article.kind == ArticleKind.DOCUMENT:
            found = Interpretation.objects.filter(documents__article=article.pk, article__in=public)
        elif is_copy(article):
            found = Interpretation.objects.filter(documents__article__in=originals_of(article), article__in=public)
        else:
            return []
        fields = link_fields("article__", kind=_manner(), elsewhere=elsewhere("article__"))
        rows = found.order_by("-article__published_at", "pk").values_list(*fields)
        return [("interpretations", rows[:MOST_INTERPRETATIONS])]


def _documents(article: Article, public: QuerySet) -> QuerySet:
    found = InterpretationLink.objects.filter(interpretation__article=article.pk, document__article__in=public)
    fields = link_fields(
        "document__article__",
        number=F("document__document_number"),
        status=F("document__status"),
        kind=_manner_and_clauses(),
        elsewhere=elsewhere("document__article__"),
    )
    return found.order_by("document").values_list(*fields)[:MOST_DOCUMENTS]


def _manner(prefix: str = "") -> Concat:
    """The form and who explains, parted by a slash, as content.article_pages reads them."""
    return Concat(F(f"{prefix}form"), Value("/"), F(f"{prefix}author_role"), output_field=CharField())


def _manner_and_clauses() -> Case:
    """The same, with a mark where the link names clauses, so that a page without any asks for none."""
    manner = _manner("interpretation__")
    marked = Concat(manner, Value(CLAUSES), output_field=CharField())
    return Case(When(clauses=[], then=manner), default=marked, output_field=CharField())


def is_copy(article: Article) -> bool:
    """True for what may be a copy of an article of another site: whatever names its original's address."""
    return bool(article.live and article.live.source_url)


def originals_of(copy: Article) -> QuerySet:
    """The keys of the articles of this platform that the copy reprints."""
    return Article.objects.filter(kind=ArticleKind.DOCUMENT, upstream_items__reprints__article=copy.pk).values("pk")
