"""Files for somebody who writes: looked up in the library or uploaded on the spot. Spoken to by static/js/media-picker.js."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from content import actions
from content.forms.media import FilesForm, PickForm
from content.media_items import as_item
from content.models import Asset
from sites.access import get_column_for, get_permitted
from sites.models import Site
from sites.office import office_view
from sites.policy import Action
from sites.refusals import Refused

PER_PAGE = 24


@require_safe
@office_view
def picker(request: HttpRequest) -> JsonResponse:
    """Answer with a page of the site's files that fit: `found`, and `more` while there are further ones."""
    form = PickForm(request.GET)
    if not form.is_valid():
        raise Http404
    asked = form.cleaned_data
    site = _site_of(request, asked, Action.ASSET_VIEW)
    files = Asset.objects.filter(site=site, replaced_by__isnull=True)
    if asked["kind"]:
        files = files.filter(kind=asked["kind"])
    if asked["q"]:
        files = files.filter(Q(name__icontains=asked["q"]) | Q(alt__icontains=asked["q"]))
    start = ((asked["page"] or 1) - 1) * PER_PAGE
    found = list(files.order_by("-uploaded_at", "-pk")[start : start + PER_PAGE + 1])
    return JsonResponse({"found": [as_item(asset) for asset in found[:PER_PAGE]], "more": len(found) > PER_PAGE})


@require_POST
@office_view
def upload_files(request: HttpRequest) -> HttpResponse:
    """Keep several files; a script gets `kept` and `refused`, a form without one comes back to the library."""
    form = FilesForm(request.POST, request.FILES)
    by_script = "application/json" in request.headers.get("Accept", "")
    if not form.is_valid():
        reason = next(iter(form.errors.values()))[0]
        if by_script:
            return JsonResponse({"kept": [], "refused": [{"name": "", "error": reason}]}, status=400)
        messages.error(request, reason)
        return redirect("content-office:media")
    site = _site_of(request, form.cleaned_data, Action.ASSET_UPLOAD)
    kept, refused = _keep_each(request, site, form.cleaned_data)
    if by_script:
        answer = {"kept": [as_item(asset) for asset in kept], "refused": refused}
        return JsonResponse(answer, status=200 if kept else 400)
    if kept:
        messages.success(request, _("已上传 %s 个文件。") % len(kept))
    for each in refused:
        messages.error(request, each["error"])
    if len(kept) == 1:
        return redirect("content-office:media-asset", kept[0].pk)
    return redirect(f"{reverse('content-office:media')}?site={site.pk}")


def _keep_each(request: HttpRequest, site: Site, data: dict[str, Any]) -> tuple[list[Asset], list[dict[str, str]]]:
    """Keep the files one by one: a bad one harms no other."""
    kept, refused = [], []
    for file in data["files"]:
        try:
            kept.append(actions.upload_asset(site, file, by=request.user, at=timezone.now(), alt=data["alt"]))
        except Refused as refusal:
            refused.append({"name": file.name, "error": refusal.reason})
    return kept, refused


def _site_of(request: HttpRequest, asked: dict[str, Any], action: Action) -> Site:
    """The site that is named, or that of the column in which the person writes. Raises Http404."""
    if asked.get("column"):
        return get_column_for(request.user, asked["column"], Action.ARTICLE_WRITE).site
    if not asked.get("site"):
        raise Http404
    return get_permitted(Site.objects.all(), request.user, action, pk=asked["site"])
