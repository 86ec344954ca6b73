"""A revision as its page will look, whoever looks at it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from content.actions.documents import document_as_written
from content.actions.readiness import missing_document_facts
from content.article_pages import article_page, is_document
from content.models import ArticleKind, PolicyDocument, Revision
from content.structure import structure_of


def preview_of(revision: Revision, *, at: datetime) -> tuple[str, dict[str, Any]]:
    """Return template and context of the page that the revision would be, were it published now. Needs the scope of its
    site; the article in memory is made to look published, the one in the database is not touched. What only a public page
    has, this one does not offer: downloads made of it, and sharing while nothing of the article is public."""
    article, was_public = revision.article, revision.article.published_at is not None
    article.live = revision
    article.title, article.summary, article.picture = revision.title, revision.summary, revision.picture
    article.published_at = article.published_at or at
    if article.kind == ArticleKind.DOCUMENT and not missing_document_facts(revision.document):
        known = PolicyDocument.objects.filter(article=article).first()
        article.policy_document = document_as_written(article, revision.document, known)
    structure = structure_of(article.site)
    context = article_page(article.site, structure, article, structure.by_pk[article.column_id], at=at)
    context["article"]["views_url"] = ""  # a look at a draft is no reader's view
    context["downloads"] = []
    context["share"] = context["share"] if was_public else None
    return "content/document.html" if is_document(article) else "content/article.html", context
