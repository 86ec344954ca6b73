"""The public face of content: home, columns, articles, the site map and what pages load after themselves."""

import io
from datetime import datetime

import segno
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import SyndicationFeed
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from content import sitemaps
from content.access import get_file_for, get_shared_preview
from content.actions import note_opened
from content.article_pages import article_page, attachments_of, is_document, public_article, public_identity
from content.cluster import cluster_of
from content.disclosure import disclosure_of
from content.feeds import Rss, feed_of
from content.home import home_page, is_portal, site_map
from content.media_folders import place_of
from content.media_serving import send_file
from content.page_store.stored import stored
from content.pages import column_page, page_url
from content.previewing import preview_of
from content.robots import robots_txt
from content.structure import Section, Structure, structure_of
from content.view_counts import count_view
from content.whereabouts import column_at, ending_of, lead_on, list_place, meant_place, slash_place
from content.withdrawn import gone_article
from sites.models.column import ColumnState
from sites.paging import page_asked
from sites.policy import Action, can


@stored
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The home page: the full one of a portal, the simpler one of a sub-site."""
    structure = structure_of(request.site)
    context = home_page(request.site, structure, at=timezone.now())
    context["home"].cluster = cluster_of(request.site)
    return render(request, "content/home.html" if is_portal(structure) else "content/home_simple.html", context)


@stored
@require_safe
def column(request: HttpRequest, path: str, number: int = 1) -> HttpResponse:
    """One page of a column's list. Under a former path, or that of a column merged into this one, it sends the reader here;
    a closed column says so and leads on, or is gone."""
    at, structure = timezone.now(), structure_of(request.site)
    section = column_at(request.site, structure, path)
    ending = ending_of(section, structure)
    if ending and ending.is_gone:
        return _gone(request)
    asked = page_asked(request.GET)
    if asked or section.path != path:
        return lead_on(list_place(section, asked or number, at=at))
    context = column_page(request.site, structure, section, number=number, at=at)
    if number != context["pagination"].number:
        return redirect(page_url(section, context["pagination"].number))
    disclosure = None if ending else disclosure_of(section, structure)
    if disclosure:
        return render(
            request,
            "content/disclosure.html",
            {**context, "disclosure": disclosure, "groups": disclosure.shown(context["groups"])},
        )
    return render(request, "content/column_list.html", {**context, "ending": ending})


@stored
@require_safe
def column_number(request: HttpRequest, path: str, number: str) -> HttpResponse:
    """A later page of a column's list."""
    return column(request, path, int(number))


@stored
@require_safe
def article(request: HttpRequest, path: str, month: str, day: str, pk: int) -> HttpResponse:
    """An article or a policy document; under another address than its own it sends the reader there."""
    at = timezone.now()
    found = public_article(request.site, int(pk), at=at)
    structure = structure_of(request.site)
    if found is None:
        return _taken_down(request, structure, int(pk), at=at)
    section = structure.by_pk[found.column_id]
    url = section.article_url(found.published_at, found.pk)
    if request.path != url:
        return lead_on(url)
    context = article_page(request.site, structure, found, section, at=at)
    return render(request, "content/document.html" if is_document(found) else "content/article.html", context)


@stored
@require_safe
def site_map_page(request: HttpRequest) -> HttpResponse:
    """All columns of the site, and the other sites of the cluster."""
    context = site_map(request.site, structure_of(request.site))
    context["cluster"] = cluster_of(request.site)
    return render(request, "content/site_map.html", context)


@stored
@require_safe
def statement(request: HttpRequest) -> HttpResponse:
    """The site's statement on copyright, privacy and outside links."""
    return render(request, "content/statement.html", site_map(request.site, structure_of(request.site)))


@stored
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What the site offers to elderly and disabled readers."""
    return render(request, "content/accessibility.html", site_map(request.site, structure_of(request.site)))


@stored
@require_safe
def site_feed(request: HttpRequest, kind: type[SyndicationFeed]) -> HttpResponse:
    """The newest of the whole site."""
    return _feed(request, kind, None)


@stored
@require_safe
def column_feed(request: HttpRequest, path: str, kind: type[SyndicationFeed]) -> HttpResponse:
    """The newest of a column and of all under it."""
    section = column_at(request.site, structure_of(request.site), path)
    if section.state != ColumnState.ACTIVE:
        return _gone(request)
    if section.path != path:
        route = "content:column_rss" if kind is Rss else "content:column_atom"
        return lead_on(reverse(route, args=[section.path]))
    return _feed(request, kind, section)


@stored
@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The index of the maps for search engines."""
    return _xml(sitemaps.index_xml(request.site, at=timezone.now()))


@stored
@require_safe
def sitemap_columns(request: HttpRequest) -> HttpResponse:
    """The map of the home page and the columns."""
    return _xml(sitemaps.columns_xml(request.site, structure_of(request.site)))


@stored
@require_safe
def sitemap_month(request: HttpRequest, month: str, part: str | None = None) -> HttpResponse:
    """The map of what was published in one month."""
    wanted, structure = sitemaps.Month.read(month), structure_of(request.site)
    found = wanted and sitemaps.month_xml(request.site, structure, wanted, int(part or 1), at=timezone.now())
    if not found:
        raise Http404
    return _xml(found)


@stored
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers leave alone."""
    return HttpResponse(robots_txt(request.site), content_type="text/plain; charset=utf-8")


@require_safe
def qr(request: HttpRequest, pk: int) -> HttpResponse:
    """The QR code of an article's address, drawn here: no outside service learns what is read."""
    found = public_identity(int(pk), at=timezone.now())
    section = structure_of(request.site).by_pk[found.column_id]
    picture = io.BytesIO()
    url = f"{request.site.origin}{section.article_url(found.published_at, found.pk)}"
    segno.make(url, error="m", micro=False).save(picture, kind="svg", scale=4, border=2, xmldecl=False)
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


@require_safe
def shared_preview(request: HttpRequest, token: str) -> HttpResponse:
    """A draft, for whoever holds its secret address: no cache keeps it, no index finds it, no other site learns of it."""
    at = timezone.now()
    link = get_shared_preview(token, at=at)
    template, context = preview_of(link.revision, at=at)
    for file, attachment in zip(context["files"], attachments_of(link.revision), strict=True):
        file["url"] = reverse("content:preview_file", args=[token, attachment.pk])
    if request.method == "GET":
        note_opened(link)
    return unseen(render(request, template, {**context, "share": None, "preview_until": link.expires_at}))


@require_safe
def shared_file(request: HttpRequest, token: str, pk: str) -> HttpResponse:
    """A file that belongs to a shared draft; its own address stays shut until the draft is public."""
    revision = get_shared_preview(token, at=timezone.now()).revision
    attachment = next((each for each in attachments_of(revision) if each.pk == int(pk)), None)
    if attachment is None:
        raise Http404
    file = attachment.asset
    place = place_of(file.file.name)
    if place is None:
        raise Http404
    return unseen(send_file(request, place, name=file.name, content_type=file.content_type, is_open=False))


def unseen(response: HttpResponse) -> HttpResponse:
    """Return the response with the headers of what is not public."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse:
    """A file of the media folder, where no web server in front does it; what lies there was checked by content."""
    asset = get_file_for(request.user, path)
    if (
        not asset.is_open
        and asset.replaced_by
        and asset.replaced_by.is_open
        and not can(request.user, Action.ASSET_VIEW, asset)
    ):
        return redirect(asset.replaced_by.file.url)
    place = place_of(path)
    if place is None:
        raise Http404
    return send_file(request, place, name=asset.name, content_type=asset.content_type, is_open=asset.is_open)


@csrf_exempt  # Stored pages carry no token, and counting a view is all this does.
@require_POST
def views(request: HttpRequest, pk: int) -> JsonResponse:
    """Count one view of an article and say how many there were."""
    return JsonResponse({"views": count_view(public_identity(int(pk), at=timezone.now()))})


@csrf_exempt  # Nothing happens here, so a post to nowhere is told that, not that its form is old.
def not_found(request: HttpRequest) -> HttpResponse:
    """Every address that no route knows: the way to the page that it was meant for, else nothing is there."""
    if request.method in {"GET", "HEAD"}:
        place = meant_place(request.site, request.path_info, request.GET, at=timezone.now())
        place = place or slash_place(request.path_info)
        query = "" if "page" in request.GET else request.META.get("QUERY_STRING", "")
        if place:
            return lead_on(f"{place}?{query}" if query else place)
    raise Http404


def _feed(request: HttpRequest, kind: type[SyndicationFeed], section: Section | None) -> HttpResponse:
    structure = structure_of(request.site)
    feed = feed_of(kind, request.site, structure, section, address=request.path, at=timezone.now())
    return HttpResponse(feed.writeString("utf-8"), content_type=kind.content_type)


def _xml(text: bytes) -> HttpResponse:
    return HttpResponse(text, content_type="application/xml; charset=utf-8")


def _taken_down(request: HttpRequest, structure: Structure, pk: int, *, at: datetime) -> HttpResponse:
    """The way on from an article that was taken down, or the notice in its place; 404 for what never was public."""
    gone = gone_article(pk, structure, at=at)
    if gone is None:
        raise Http404
    if gone.leads_to:
        return lead_on(gone.leads_to)
    return render(request, "410.html", {"notice": gone.notice}, status=410)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "410.html", status=410)
