"""The two directions of an interpretation's link, as article pages show them, across the sites of the cluster.

One row is both directions. A copy of a document that another site reprints (content/actions/reprints.py) shows the
interpretations of the original, too: interpretation/affected.py drops its page when they change.
"""

from __future__ import annotations

from functools import cache

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from content.links import LinkList, elsewhere, link_fields, link_list, public_abroad
from content.models import Article, ArticleKind
from interpretation.models import Interpretation, InterpretationLink
from sites.prepared import BLANKS
from sites.scope import everything

MOST_INTERPRETATIONS, MOST_DOCUMENTS = 30, 10
CLAUSES = "/clauses"


def interpretation_links(article: Article) -> tuple[LinkList, ...]:
    """A document's interpretations, the documents that an interpretation explains, or what explains the original of a copy."""
    if article.kind == ArticleKind.INTERPRETATION:
        return (_of_interpretations(),)
    if article.kind == ArticleKind.DOCUMENT:
        return (_of_documents(),)
    return (_of_copies(),) if is_copy(article) else ()


@cache
def _of_documents() -> LinkList:
    return _interpretations(Q(documents__article=BLANKS["article"]))


@cache
def _of_copies() -> LinkList:
    return _interpretations(Q(documents__article__in=originals_of(BLANKS["article"])))


def _interpretations(explaining: Q) -> LinkList:
    with everything("interpretations serve documents of several sites"):
        found = Interpretation.objects.filter(explaining, public_abroad("article__"))
    fields = link_fields("article__", kind=_manner(), elsewhere=elsewhere("article__"))
    rows = found.order_by("-article__published_at", "pk").values_list(*fields)
    return link_list("interpretations", rows, MOST_INTERPRETATIONS)


@cache
def _of_interpretations() -> LinkList:
    with everything("interpretations serve documents of several sites"):
        found = InterpretationLink.objects.filter(
            public_abroad("document__article__"), interpretation__article=BLANKS["article"]
        )
    fields = link_fields(
        "document__article__",
        number=F("document__document_number"),
        status=F("document__status"),
        kind=_manner_and_clauses(),
        elsewhere=elsewhere("document__article__"),
    )
    return link_list("explains", found.order_by("document").values_list(*fields), MOST_DOCUMENTS)


def _manner(prefix: str = "") -> Concat:
    """The form and who explains, parted by a slash, as content.article_pages reads them."""
    return Concat(F(f"{prefix}form"), Value("/"), F(f"{prefix}author_role"), output_field=CharField())


def _manner_and_clauses() -> Case:
    """The same, with a mark where the link names clauses, so that a page without any asks for none."""
    manner = _manner("interpretation__")
    marked = Concat(manner, Value(CLAUSES), output_field=CharField())
    return Case(When(clauses=[], then=manner), default=marked, output_field=CharField())


def is_copy(article: Article) -> bool:
    """True for what may be a copy of an article of another site: whatever names its original's address, but for the copies of
    texts that are known to come from elsewhere."""
    live = article.live
    if not (live and live.source_url):
        return False
    return live.shared_text is None or live.shared_text.item.article_id is not None


def originals_of(copy: int) -> QuerySet:
    """The keys of the articles of this platform that the copy of the key reprints."""
    with everything("a copy's original is of another site"):
        found = Article.objects.filter(kind=ArticleKind.DOCUMENT, upstream_items__reprints__article=copy)
    return found.values("pk")
