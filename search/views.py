"""The search page."""

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from content.page_meta import site_tags
from search.backends import SearchUnavailable
from search.forms import SearchForm
from search.page import SearchPage, search_page

log = logging.getLogger(__name__)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find everything public that the index knows, on this site, below it or on all of them."""
    form = SearchForm(request.GET)
    query = request.GET.get("q", "").replace("\x00", "")[:200]
    error, is_down, status = "", False, 200
    page = SearchPage(query=query.strip(), scope="site")
    if form.is_valid():
        try:
            page = search_page(request, form.cleaned_data, at=timezone.now())
        except SearchUnavailable as trouble:
            log.warning("Search is unavailable: %s %s", trouble, trouble.hint)
            is_down, status = True, 503
    else:
        error, status = form.errors["q"][0], 400
    context = {
        "page": page,
        "error": error,
        "is_down": is_down,
        "hint": SearchUnavailable.hint if settings.DEBUG else "",
        "query": page.query,
        "trail": [{"name": "首页", "url": reverse("content:home")}, {"name": "搜索", "url": ""}],
        "page_meta": [*site_tags(request.site), ("robots", "noindex, follow")],
    }
    return TemplateResponse(request, "search/search.html", context, status=status)
