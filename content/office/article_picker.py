"""Public articles of a site in a field to search in."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from content.models import Article
from sites.picker import asked_for, found_rows


def public_articles_of(request: HttpRequest, site_pk: int, *, but: int = 0) -> JsonResponse:
    """The public articles of a site, the newest first, without the one they are picked for."""
    articles = Article.objects.public(at=timezone.now()).for_site(site_pk).exclude(pk=but)
    return found_rows(
        articles.filter(asked_for(request, "title")).select_related("column").newest_first(),
        title=lambda each: each.title,
        note=lambda each: f"{each.column} · {timezone.localtime(each.published_at):%Y-%m-%d %H:%M}",
    )
