"""The knowledge base as everybody reads it: a list to search in, and one page for each question."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from interaction.access import get_public_entry, public_entries
from interaction.forms import EntrySearchForm
from interaction.page_meta import page_meta
from interaction.similar import similar_to
from interaction.views.pages import page, trail
from sites.paging import page_of, pagination

NAME = "知识库"
ENTRIES_PER_PAGE = 20


@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """Questions and answers, the newest first, or those about what was asked for."""
    asked, today = EntrySearchForm(request.GET), timezone.localdate()
    text = asked.value("q")
    rows = public_entries(request.site, on=today).about(text)
    part = page_of(rows, asked.value("page"), size=ENTRIES_PER_PAGE)
    context = {
        "trail": trail((NAME, "")),
        "q": text,
        "entries": part.object_list,
        "paging": pagination(part, url=reverse("interaction:entries"), q=text),
        "page_meta": page_meta(request.site, NAME, "常见问题与解答"),
    }
    return page(request, "entry_list", context)


@require_safe
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One question with its answer, who vouches for it, and until when."""
    today = timezone.localdate()
    row = get_public_entry(request.site, pk, on=today)
    others = similar_to(request.site, row.question, row.answer, on=today, most=5)
    context = {
        "trail": trail((NAME, reverse("interaction:entries")), (row.question, "")),
        "entry": row,
        "similar": [each for each in others if each.url != row.get_absolute_url()][:4],
        "page_meta": page_meta(request.site, NAME, row.question),
    }
    return page(request, "entry_detail", context)
