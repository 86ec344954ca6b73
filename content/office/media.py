"""The media library: what a site keeps, where it is used, what is said about it, and what nothing uses any more."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content import actions
from content.access import get_asset_for
from content.actions.assets import space_used
from content.article_pages import readable_size
from content.forms.media import AssetForm, LibraryForm, ReplaceForm
from content.media_items import playing_time, thumb_of
from content.models import Asset, AssetKind, AssetUse, HomeSlot, Standing
from sites.files.recognition import MEGABYTE
from sites.models import Column, Site, User
from sites.office import office_page, office_view
from sites.policy import COLUMN_ROLES, Action, Role, can
from sites.refusals import Refused

PER_PAGE = 36
MOST_USES = 60
KEPT_UNUSED = timedelta(days=90)


@require_safe
@office_view
def library(request: HttpRequest) -> HttpResponse:
    """List the files in the person's reach, as pictures or as rows."""
    form = LibraryForm(request.GET)
    asked = form.chosen()
    sites = _reached_sites(request.user)
    site = next((each for each in sites if each.pk == asked.get("site")), None) or (
        sites[0] if len(sites) == 1 else None
    )
    page = Paginator(_narrowed(Asset.objects.all(), asked, site), PER_PAGE).get_page(request.GET.get("page"))
    writable = _writable_sites(request.user, sites)
    context = {
        "page": page,
        "cards": [_card(asset) for asset in page],
        "form": form,
        "asked": asked,
        "kinds": AssetKind.choices,
        "standings": Standing.choices,
        "uses": LibraryForm.USES,
        "sites": sites,
        "site": site,
        "writable": writable,
        "room": _room(site) if site else None,
        "query": _kept(asked),
        "filters": _kept(asked, "view"),
        "is_list": asked.get("view") == "list",
        "is_narrowed": bool(asked.keys() - {"view"}),
        "limits": {"file": settings.UPLOAD_LIMIT_MB, "recording": settings.RECORDING_LIMIT_MB},
    }
    return office_page(request, "content/office/media.html", context, title=_("媒体库"))


def _narrowed(files: QuerySet[Asset], asked: dict[str, Any], site: Site | None) -> QuerySet[Asset]:
    """The files that were asked for, newest first."""
    if site:
        files = files.filter(site=site)
    for name in ("kind", "standing"):
        if name in asked:
            files = files.filter(**{name: asked[name]})
    if words := asked.get("q"):
        files = files.filter(
            Q(name__icontains=words)
            | Q(alt__icontains=words)
            | Q(caption__icontains=words)
            | Q(uploaded_by__name__icontains=words)
        )
    if "since" in asked:
        files = files.filter(uploaded_at__gte=_start_of(asked["since"]))
    if "until" in asked:
        files = files.filter(uploaded_at__lt=_start_of(asked["until"]) + timedelta(days=1))
    if asked.get("uses"):
        unused = Asset.objects.unused().values("pk")
        files = files.filter(pk__in=unused) if asked["uses"] == "unused" else files.exclude(pk__in=unused)
    return files.select_related("site", "uploaded_by").order_by("-uploaded_at", "-pk")


def _start_of(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _kept(asked: dict[str, Any], *without: str) -> str:
    """The filters as the addresses of pages repeat them."""
    return urlencode({name: value for name, value in asked.items() if name not in without})


def _card(asset: Asset) -> dict[str, Any]:
    return {
        "asset": asset,
        "thumb": thumb_of(asset),
        "size": readable_size(asset.size),
        "time": playing_time(asset.duration),
    }


def _reached_sites(user: User) -> list[Site]:
    rows = Site.objects.order_by("tree_id", "lft")
    return list(rows if user.is_platform_admin else rows.filter(pk__in=user.grants.reach))


def _writable_sites(user: User, sites: list[Site]) -> list[Site]:
    """Those of the sites to which the person may upload; the rule is that of policy.edits_site, for many sites at once."""
    whole = user.grants.sites_with(*COLUMN_ROLES, Role.SITE_ADMIN)
    columns = user.grants.columns_with(*COLUMN_ROLES)
    partly = set(Column.objects.filter(pk__in=columns).values_list("site_id", flat=True)) if columns else set()
    return [site for site in sites if site.pk in whole or site.pk in partly]


def _room(site: Site) -> dict[str, Any]:
    """How much of its space the site has used."""
    used, quota = space_used(site), settings.MEDIA_QUOTA_MB * MEGABYTE
    share = min(100, round(100 * used / quota))
    tone = "late" if share >= 95 else "soon" if share >= 80 else "safe"
    return {"used": _room_text(used), "quota": _room_text(quota), "share": share, "tone": tone}


def _room_text(size: int) -> str:
    return readable_size(size) if size < 1024 * MEGABYTE else f"{size / MEGABYTE / 1024:.1f} GB"


# --- one file ----------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@office_view
def asset(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a file, where it is used, and what is said about it; keep what was changed."""
    found = get_asset_for(request.user, pk)
    may_change = can(request.user, Action.ASSET_CHANGE, found)
    form = AssetForm(request.POST or None, request.FILES or None, instance=get_asset_for(request.user, pk))
    if request.method == "POST" and form.is_valid():
        try:
            _save(found, form, by=request.user)
            messages.success(request, _("已保存。"))
            return redirect("content-office:media-asset", pk)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
    context = {
        **_card(found),
        "form": form,
        "may_change": may_change,
        "may_replace": can(request.user, Action.ASSET_UPLOAD, found.site) and not found.replaced_by_id,
        "may_delete": can(request.user, Action.ASSET_DELETE, found),
        "replace_form": ReplaceForm(),
        "uses": _uses(found, request.user),
        "places": HomeSlot.objects.filter(picture=found).select_related("article", "column"),
        "replaced": list(found.replaces.all()[:5]),
        "widths": "、".join(found.renditions.split()),
    }
    context["is_used"] = bool(context["uses"]["rows"] or context["uses"]["hidden"] or context["places"])
    status = 400 if form.is_bound and form.errors else 200
    return office_page(
        request, "content/office/media_asset.html", context, title=_("文件：%s") % found.name, status=status
    )


def _save(found: Asset, form: AssetForm, *, by: User) -> None:
    """Keep the words, then what goes with a recording."""
    at, data = timezone.now(), form.cleaned_data
    actions.describe_asset(found, by=by, at=at, **form.words())
    if data.get("captions_file") or data.get("drop_captions"):
        actions.subtitle_recording(found, data.get("captions_file"), by=by, at=at)
    if data.get("poster_file") or data.get("drop_poster"):
        actions.set_poster(found, data.get("poster_file"), by=by, at=at)


def _uses(found: Asset, user: User) -> dict[str, Any]:
    """The articles that use the file, each once with its versions; what the person may not see is only counted."""
    rows = AssetUse.objects.filter(asset=found).select_related("revision__article__column", "revision__article__site")
    articles: dict[int, dict[str, Any]] = {}
    for use in rows.order_by("-revision__article__edited_at", "-revision__number")[: MOST_USES * 5]:
        article = use.revision.article
        entry = articles.setdefault(
            article.pk, {"article": article, "places": set(), "versions": set(), "is_live": False, "draft": None}
        )
        entry["places"].add(use.get_place_display())
        entry["versions"].add(use.revision.number)
        entry["is_live"] |= article.live_id == use.revision_id and article.state == "published"
        if use.revision.state in {"draft", "returned", "first-review", "second-review", "issue", "scheduled"}:
            entry["draft"] = use.revision
    shown = [entry for entry in articles.values() if can(user, Action.ARTICLE_VIEW, entry["article"])]
    for entry in shown:
        entry["places"], entry["versions"] = sorted(entry["places"]), sorted(entry["versions"])
    return {"rows": shown[:MOST_USES], "hidden": len(articles) - len(shown), "more": len(shown) > MOST_USES}


@require_POST
@office_view
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Put another file in the place of this one and show what followed."""
    found = get_asset_for(request.user, pk, Action.ASSET_VIEW)
    form = ReplaceForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, next(iter(form.errors.values()))[0])
        return redirect("content-office:media-asset", pk)
    try:
        done = actions.replace_asset(found, form.cleaned_data["file"], by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("content-office:media-asset", pk)
    context = {"done": done, "old": found, **_card(done.asset)}
    return office_page(request, "content/office/media_replaced.html", context, title=_("文件已替换"))


@require_POST
@office_view
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a file that nothing uses."""
    found = get_asset_for(request.user, pk)
    try:
        actions.delete_asset(found, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("content-office:media-asset", pk)
    messages.success(request, _("已删除“%s”。") % found)
    return redirect("content-office:media")
