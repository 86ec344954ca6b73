"""What the editor asks for while a text is written: a table out of an Excel file, the clipboard made clean."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from content.forms.uploads import PasteForm, TableForm
from content.pasting import clean_paste
from content.sheets import sheet_names, table_from
from sites.access import get_column_for
from sites.files import FileRefused
from sites.office import office_view
from sites.policy import Action


@require_POST
@office_view
def table(request: HttpRequest) -> JsonResponse:
    """Answer with the names of a workbook's sheets, or, when one is named, with the table made of it."""
    form = TableForm({**request.POST.dict(), "column": request.GET.get("column")}, request.FILES)
    if not form.is_valid():
        return _refused(form.sentence())
    get_column_for(request.user, form.cleaned_data["column"], Action.ARTICLE_WRITE)
    data = form.cleaned_data
    file = data["file"]
    content = form.content()
    try:
        if not data["sheet"]:
            return JsonResponse({"sheets": sheet_names(file.name, content)})
        made = table_from(
            file.name, content, sheet=data["sheet"], cells=data["cells"], caption=data["caption"],
            header_rows=data["header_rows"],
        )  # fmt: skip
    except FileRefused as refusal:
        return _refused(str(refusal))
    return JsonResponse({"html": made.html, "rows": made.rows, "columns": made.columns, "report": made.report})


@require_POST
@office_view
def paste(request: HttpRequest) -> JsonResponse:
    """Answer with the clipboard's HTML as ours, and with what could not come along."""
    form = PasteForm({**request.POST.dict(), "column": request.GET.get("column")})
    if not form.is_valid():
        return _refused(_("粘贴的内容过长或无法识别，请分段粘贴，或改用“导入 Word”。"))
    get_column_for(request.user, form.cleaned_data["column"], Action.ARTICLE_WRITE)
    made = clean_paste(form.cleaned_data["html"])
    return JsonResponse({"html": made.html, "notes": made.notes})


def _refused(sentence: str) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=400)
