"""The two directions of an interpretation's link, as article pages show them."""

from datetime import datetime

from django.db.models import F, QuerySet

from content.links import link_fields
from content.models import Article, ArticleKind
from interpretation.models import Interpretation


def interpretation_links(article: Article, at: datetime) -> list[tuple[str, QuerySet]]:
    """A document's interpretations, or the documents that an interpretation explains."""
    public = Article.objects.public(at=at).values("pk")
    if article.kind == ArticleKind.DOCUMENT:
        found = Interpretation.objects.filter(documents__article=article.pk, article__in=public)
        fields = link_fields("article__", kind=F("form"))
        return [("interpretations", found.order_by("-article__published_at").values_list(*fields)[:30])]
    if article.kind == ArticleKind.INTERPRETATION:
        found = Interpretation.objects.filter(article=article.pk, documents__article__in=public)
        fields = link_fields(
            "documents__article__",
            number=F("documents__document_number"),
            status=F("documents__status"),
            kind=F("form"),
        )
        return [("explains", found.order_by("documents__pk").values_list(*fields)[:10])]
    return []
