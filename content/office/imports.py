"""Importing Word files: choose where they go, drop them, look over what came of each."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from content import actions
from content.access import get_import_for, get_imported_file_for
from content.actions.imports import known_issuers
from content.forms.articles import latest_revision
from content.forms.imports import ConfirmImportForm, ImportForm
from content.models import ArticleKind, ImportBatch, ImportedFile
from sites.models import Organization
from sites.office import office_page, office_view
from sites.refusals import Refused

ROWS = 20
LATEST = 8


@office_view
def import_word(request: HttpRequest) -> HttpResponse:
    """Choose column, kind and files; each file is read for itself."""
    form = ImportForm(request.user, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        batch = _import_all(request, form)
        if batch is not None:
            return redirect("content-office:import", batch.pk)
    context = {
        "form": form,
        "limits": {"files": settings.IMPORT_FILES, "size": settings.IMPORT_LIMIT_MB},
        "may_write": form.fields["column"].queryset.exists(),
        "latest": ImportBatch.objects.filter(by=request.user)
        .select_related("column__site")
        .annotate(total=Count("files"), refused=Count("files", filter=~Q(files__refusal="")))[:LATEST],
    }
    return office_page(request, "content/office/import_word.html", context, title=_("导入 Word"))


def _import_all(request: HttpRequest, form: ImportForm) -> ImportBatch | None:
    data, now = form.cleaned_data, timezone.now()
    try:
        names = [file.name for file in data["files"]]
        batch = actions.begin_import(
            data["column"], by=request.user, at=now, kind=ArticleKind(data["kind"]), names=names
        )
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return None
    issuers, most = known_issuers(), settings.IMPORT_LIMIT_MB * 1024 * 1024 + 1
    for row, file in zip(list(batch.files.order_by("position")), data["files"], strict=True):
        actions.import_word_file(
            batch, file.name, file.read(most), by=request.user, at=now, row=row,
            keeps_source=data["keeps_source"], issuers=issuers,
        )  # fmt: skip
    return batch


@office_view
def imported(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what became of each file: the draft with what was recognised in it, or the sentence why there is none."""
    batch = get_import_for(request.user, pk)
    return _result(request, batch)


def _result(
    request: HttpRequest, batch: ImportBatch, *, shown: ConfirmImportForm | None = None, of: int = 0, status: int = 200
) -> HttpResponse:
    pages = Paginator(batch.files.select_related("article__column", "batch"), ROWS)
    page = pages.get_page(_page_of(batch, of) if of else request.GET.get("page"))
    issuers = [("", "—"), *Organization.objects.active().in_tree_order().values_list("pk", "name")]
    rows = [_row(file, shown if file.pk == of else ConfirmImportForm(file, issuers=issuers)) for file in page]
    tally = batch.files.aggregate(total=Count("pk"), refused=Count("pk", filter=~Q(refusal="")))
    context = {"batch": batch, "rows": rows, "page": page, "tally": tally, "made": tally["total"] - tally["refused"]}
    return office_page(request, "content/office/imported.html", context, title=_("导入结果"), status=status)


def _row(file: ImportedFile, form: ConfirmImportForm) -> dict[str, Any]:
    came_late = form.is_bound and file.article and not file.is_unconfirmed
    return {"file": file, "form": form, "unsaved": form.unsaved(latest_revision(file.article)) if came_late else []}


def _page_of(batch: ImportBatch, pk: int) -> int:
    """The page of the report that has the file."""
    return list(batch.files.values_list("pk", flat=True)).index(pk) // ROWS + 1


@require_POST
@office_view
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Save what the editor confirmed about one file."""
    file = get_imported_file_for(request.user, pk)
    form = ConfirmImportForm(file, request.POST)
    report = f"{reverse('content-office:import', args=[file.batch_id])}?page={_page_of(file.batch, file.pk)}"
    if not form.is_valid():
        return _result(request, file.batch, shown=form, of=file.pk, status=422)
    try:
        actions.confirm_import(file, by=request.user, at=timezone.now(), **form.fields_to_save())
    except Refused as refusal:
        if file.article and not form.unsaved(latest_revision(file.article)):
            messages.info(request, _("“%s”已经核对并保存，重复的点击没有再写入。") % form.cleaned_data["title"])
            return redirect(report)
        messages.error(request, refusal.reason)
        return _result(request, get_import_for(request.user, file.batch_id), shown=form, of=file.pk, status=409)
    messages.success(request, _("“%s”已核对并保存为草稿。") % form.cleaned_data["title"])
    return redirect(report)
