"""Files put into a text while it is written."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from content import actions
from content.article_pages import readable_size
from content.forms import UploadForm
from sites.access import get_column_for
from sites.office import office_view
from sites.policy import Action
from sites.refusals import Refused


@require_POST
@office_view
def upload(request: HttpRequest) -> JsonResponse:
    """Keep a picture or file that was put into a text and answer with its address, or with the sentence why not."""
    form = UploadForm({**request.POST.dict(), "column": request.GET.get("column")}, request.FILES)
    if not form.is_valid():
        return JsonResponse({"error": _("请先选择栏目，再选择要上传的文件。")}, status=400)
    column = get_column_for(request.user, form.cleaned_data["column"], Action.ARTICLE_WRITE)
    try:
        asset = actions.upload_asset(
            column.site, form.cleaned_data["file"], by=request.user, at=timezone.now(), alt=form.cleaned_data["alt"]
        )
    except Refused as refusal:
        return JsonResponse({"error": refusal.reason}, status=400)
    about = {"name": asset.name, "kind": asset.kind, "type": asset.extension, "size": readable_size(asset.size)}
    return JsonResponse({"location": asset.file.url, "width": asset.width, "height": asset.height, **about})
