"""Files that nothing has used for a long time: how much room they take, and away with them."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from content import actions
from content.article_pages import readable_size
from content.media_items import thumb_of
from content.models import Asset
from content.office.media import KEPT_UNUSED
from sites.office import office_page, office_view
from sites.policy import Action, can
from sites.query_fields import numbers_in
from sites.refusals import Refused

PER_PAGE = 50


@require_safe
@office_view
def orphans(request: HttpRequest) -> HttpResponse:
    """List the files in reach that nothing has used since they were uploaded more than ninety days ago, largest first."""
    return _page(request)


@require_POST
@office_view
def delete_orphans(request: HttpRequest) -> HttpResponse:
    """Remove the ticked files, each for itself, and say what came of every one."""
    ticked = numbers_in(request.POST.getlist("asset")[:PER_PAGE])
    deleted, freed, refused = 0, 0, []
    for asset in Asset.objects.filter(pk__in=ticked).select_related("site"):
        try:
            actions.delete_asset(asset, by=request.user, at=timezone.now())
            deleted, freed = deleted + 1, freed + asset.size
        except Refused as refusal:
            refused.append(refusal.reason)
    report = {"deleted": deleted, "freed": readable_size(freed), "refused": refused, "nothing": not ticked}
    return _page(request, report=report)


def _page(request: HttpRequest, report: dict[str, Any] | None = None) -> HttpResponse:
    before = timezone.now() - KEPT_UNUSED
    files = Asset.objects.orphans(before=before)
    total = files.aggregate(count=Count("pk"), bytes=Sum("size"))
    page = Paginator(files.select_related("site", "uploaded_by").order_by("-size", "pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    rows = [
        {
            "asset": asset,
            "thumb": thumb_of(asset),
            "size": readable_size(asset.size),
            "may_delete": can(request.user, Action.ASSET_DELETE, asset),
        }
        for asset in page
    ]
    context = {
        "page": page,
        "rows": rows,
        "count": total["count"],
        "size": readable_size(total["bytes"] or 0),
        "days": KEPT_UNUSED.days,
        "report": report,
        "can_delete": any(row["may_delete"] for row in rows),
    }
    return office_page(request, "content/office/media_orphans.html", context, title=_("未使用的文件"))
