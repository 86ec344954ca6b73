"""A revision as its page will look."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin

from content.access import get_revision_for
from content.actions.documents import document_as_written
from content.actions.readiness import missing_document_facts
from content.article_pages import article_page, is_document
from content.models import ArticleKind, PolicyDocument
from content.structure import structure_of
from sites.office import office_view
from sites.scope import site_scope


@xframe_options_sameorigin
@office_view
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a revision exactly as its page will look, in its site's theme."""
    revision = get_revision_for(request.user, pk)
    article, now = revision.article, timezone.now()
    request.site = article.site
    article.live = revision
    article.title, article.summary, article.picture = revision.title, revision.summary, revision.picture
    article.published_at = article.published_at or now
    if article.kind == ArticleKind.DOCUMENT and not missing_document_facts(revision.document):
        known = PolicyDocument.objects.filter(article=article).first()
        article.policy_document = document_as_written(article, revision.document, known)
    with site_scope(article.site):
        structure = structure_of(article.site)
        section = structure.by_pk[article.column_id]
        context = article_page(article.site, structure, article, section, at=now)
        context["article"]["views_url"] = ""  # a look at a draft is no reader's view
        page = "content/document.html" if is_document(article) else "content/article.html"
        return render(request, page, {**context, "is_preview": True})
