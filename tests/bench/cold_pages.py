"""Cold pages against a hand-written minimal Django view of the same page, one after the other in the same process.

The minimal view knows its site and its columns, reads each list with one plain query, and renders the same template
without sessions, sign-in, scope or tenants: what a developer would write who had one site and no rules to keep. Both answer
with the same bytes, or there is nothing to compare.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import RequestFactory, override_settings
from django.urls import path
from django.utils import timezone

from tests.bench.registry import Figure, measurement
from tests.bench.workshop import Workshop

ROUNDS = 60
View = Callable[[HttpRequest], HttpResponse]


@measurement
def cold_pages(workshop: Workshop) -> Iterator[Figure]:
    """Fetch each page by turns from the product and from the minimal view; compare the fastest of many."""
    from content.models import Article

    site = workshop.province
    article = Article.objects.filter(column__site=site, kind="article").public(at=timezone.now()).earliest("pk")
    views = {
        "home": ("/", minimal_home(site)),
        "column": (f"/{article.column.path}/", minimal_column(site, article.column_id)),
        "article": (article.path, minimal_article(site, article.pk)),
    }
    for name, (address, view) in views.items():
        product, minimal = _answering(address, site.host), _answering(address, site.host, view)
        assert product() == minimal(), f"the minimal view shows another {name} page"
        ours, theirs = _fastest(product, minimal)
        yield Figure(f"cold {name} page: rate against a minimal view", theirs / ours, "×", 0.9, at_least=True)
        yield Figure(f"  the product's {name} page", ours * 1000, "ms")
        yield Figure(f"  the minimal view's {name} page", theirs * 1000, "ms")


def _fastest(*works: Callable[[], Any]) -> list[float]:
    """The least processor time that each took, in seconds; by turns, so that a busy machine disturbs all alike."""
    best = [float("inf")] * len(works)
    for _ in range(ROUNDS):
        for place, work in enumerate(works):
            began = time.process_time()
            work()
            best[place] = min(best[place], time.process_time() - began)
    return best


def _answering(address: str, host: str, view: View | None = None) -> Callable[[], bytes]:
    """Ask Django's handler for the address: the product as it is, or with the view alone and no middleware."""
    environ = RequestFactory(headers={"host": host}).get(address).environ
    with override_settings(**({"MIDDLEWARE": [f"{__name__}.OnlyView"]} if view else {})):
        OnlyView.view, OnlyView.address = view, address
        handler = WSGIHandler()
    seen: list[str] = []

    def answer() -> bytes:
        response = handler(environ | {"wsgi.input": io.BytesIO()}, lambda status, headers: seen.append(status))
        body = b"".join(response)
        response.close()
        assert seen.pop() == "200 OK", address
        return body

    return answer


class OnlyView:
    """Routes one address to one view; the other names stay, since the templates reverse them."""

    view: View | None = None
    address = ""

    def __init__(self, get_response: View) -> None:
        from portal import urls

        self.get_response = get_response
        only = path(self.address.removeprefix("/"), type(self).view)
        self.urls = type("Urls", (), {"urlpatterns": [only, *urls.urlpatterns]})

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        request.urlconf = self.urls
        return self.get_response(request)


def minimal_column(site: Any, column_pk: int) -> View:
    """A list of twenty with its pages."""
    from content import page_meta
    from content.models import Article
    from content.page_head import head_of_column
    from content.pages import _tree, numbers_below, trail_of
    from content.rows import as_rows, row_fields
    from content.structure import structure_of

    structure = structure_of(site)
    section = structure.by_pk[column_pk]

    def view(request: HttpRequest) -> HttpResponse:
        request.site = site
        rows = Article.objects.filter(column=column_pk, state="published", published_at__lte=timezone.now())
        count = rows.count()
        shown = as_rows(row_fields(rows.order_by("-is_pinned", "-published_at", "-id"))[:20], structure)
        context = {
            "column": section,
            "head": head_of_column(site, section),
            "trail": trail_of(section),
            "tree": _tree(section),
            "tree_title": section.trail()[0].name,
            "rows": shown,
            "pagination": numbers_below(section, 1, count),
            "page_meta": page_meta.site_tags(site) + page_meta.column_tags(section),
        }
        return render(request, "content/column_list.html", context)

    return view


def minimal_article(site: Any, pk: int) -> View:
    """One article with its neighbours, what is related, and its files."""
    from content import page_meta
    from content.article_pages import _article_tags, _file, _share, _text
    from content.models import Article
    from content.page_files import files_of
    from content.page_head import head_of_article
    from content.pages import trail_of
    from content.rows import as_rows, row_fields
    from content.structure import structure_of

    structure = structure_of(site)

    def view(request: HttpRequest) -> HttpResponse:
        request.site = site
        article = Article.objects.select_related("live", "picture").get(pk=pk, state="published")
        section = structure.by_pk[article.column_id]
        attachments, shown = files_of(article.live)
        others = row_fields(Article.objects.filter(column=section.pk, state="published"))
        moment = article.published_at
        newer = as_rows(others.filter(published_at__gt=moment).order_by("published_at")[:6], structure)
        older = as_rows(others.filter(published_at__lt=moment).order_by("-published_at")[:6], structure)
        related = [*older[1:], *newer[1:]][:5]
        url = f"{site.origin}{section.article_url(moment, pk)}"
        context = {
            "article": _text(article, shown),
            "column": section,
            "trail": trail_of(section, "正文"),
            "files": [_file(each) for each in attachments],
            "around": {"previous": next(iter(newer), None), "next": next(iter(older), None), "related": related},
            "share": _share(site, article, url),
            "explains": None,
            "head": head_of_article(site, article, section),
            "page_meta": page_meta.site_tags(site) + page_meta.column_tags(section) + _article_tags(site, article, url),
        }
        return render(request, "content/article.html", context)

    return view


def minimal_home(site: Any) -> View:
    """The portal's home page, a query for each of its lists."""
    from content.cluster import cluster_of
    from content.home import home_page
    from content.models import Article
    from content.rows import as_rows, row_fields
    from content.structure import structure_of

    structure = structure_of(site)

    def plain(wanted: Any, structure: Any, *, at: Any) -> list:
        public = row_fields(Article.objects.filter(state="published", published_at__lte=at).order_by("-published_at"))
        return [
            as_rows(public.filter(column__in=[each.pk for each in wish.sections])[: wish.count], structure)
            for wish in wanted
        ]

    def view(request: HttpRequest) -> HttpResponse:
        from content import home

        request.site = site
        kept, home.newest = home.newest, plain
        try:
            context = home_page(site, structure, at=timezone.now())
        finally:
            home.newest = kept
        context["home"].cluster = cluster_of(site)
        return render(request, "content/home.html", context)

    return view
