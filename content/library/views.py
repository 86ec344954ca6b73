"""The library's page, its interface for programs, and a document as data and as PDF."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content import page_meta
from content.article_pages import document_of, is_document, public_article
from content.library.exports import data_of, full_data_of, pdf_of_document
from content.library.facets import DEFAULTS, found, library_page, narrowed
from content.library.forms import LibraryForm
from content.models import Article, PolicyDocument
from content.pages import Step
from content.structure import structure_of
from sites.downloads import download
from sites.models import Site
from sites.models.column import ColumnType
from sites.titles import in_marks

PER_ANSWER = 50


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """The list of the site's public documents with its facets; a plain form, so every answer has an address to share."""
    structure = structure_of(request.site)
    section = structure.of_type(ColumnType.POLICY)
    asked = _asked(request)
    context = {
        "library": library_page(asked, structure, at=timezone.now()),
        "asked": asked,
        "kept": {name: asked[name] for name in asked if name not in {"q", "page"} and asked[name] != DEFAULTS[name]},
        "trail": [Step(_("首页"), reverse("content:home")), Step(_("政策文件库"), "")],
        "page_meta": page_meta.site_tags(request.site) + page_meta.column_tags(section),
    }
    return render(request, "content/library.html", context)


@require_safe
def documents_api(request: HttpRequest) -> JsonResponse:
    """The same list for programs, fifty documents an answer: GET /api/documents.json with the library's own parameters."""
    asked = _asked(request)
    rows = narrowed(found(asked, at=timezone.now()), asked)
    total = rows.count()
    pages = max(1, -(-total // PER_ANSWER))
    page = min(asked["page"], pages)
    start = (page - 1) * PER_ANSWER
    shown = rows.select_related("article__column", "issuer", "status_by")[start : start + PER_ANSWER]
    results = [
        data_of(each, each.article, address=_address(request, each.article), changed_by=_title(each)) for each in shown
    ]
    answer = JsonResponse(
        {"count": total, "page": page, "pages": pages, "per_page": PER_ANSWER, "results": results},
        json_dumps_params={"ensure_ascii": False},
    )
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


@require_safe
def document_json(request: HttpRequest, path: str, month: str, day: str, pk: int) -> JsonResponse:
    """One document as data, its text included."""
    article, document = _public_document(request.site, int(pk))
    data = full_data_of(document, article, address=_address(request, article), changed_by=_title(document))
    answer = JsonResponse(data, json_dumps_params={"ensure_ascii": False})
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


@require_safe
def document_pdf(request: HttpRequest, path: str, month: str, day: str, pk: int) -> HttpResponse:
    """One document as PDF, with its status on every page."""
    article, document = _public_document(request.site, int(pk))
    pdf = pdf_of_document(
        request.site, document, article, address=_address(request, article), changed_by=_title(document)
    )
    return download(pdf, f"{article.title[:60]}.pdf", is_shown=True)


def _asked(request: HttpRequest) -> dict:
    form = LibraryForm(request.GET)
    form.is_valid()
    return {**DEFAULTS, **form.cleaned_data}


def _public_document(site: Site, pk: int) -> tuple[Article, PolicyDocument]:
    article = public_article(site, pk, at=timezone.now())
    if article is None or not is_document(article):
        raise Http404
    return article, document_of(article)


def _address(request: HttpRequest, article: Article) -> str:
    return request.site.address(article.path)


def _title(document: PolicyDocument) -> str:
    """The document that the status follows from, '' for none."""
    return in_marks(document.status_by.title) if document.status_by_id else ""
