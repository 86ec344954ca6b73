"""Renaming, moving, merging and closing a column: choose, see what will move, confirm, and have a report to print."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from content.actions.columns import Fate, close_column, merge_column
from content.column_plans import Plan, address_plan, closing_plan, merge_plan
from content.forms.addresses import ColumnVerbForm
from sites.access import get_column_for, get_permitted
from sites.actions import move_column, rename_column
from sites.models import AuditEntry, Column
from sites.models.column import ColumnState
from sites.office import office_page, office_view
from sites.policy import Action, can
from sites.refusals import Refused

VERBS = (
    ("rename", _("更改目录名")), ("move", _("移到其他栏目之下")), ("merge", _("归并到其他栏目")), ("close", _("关闭栏目"))
)  # fmt: skip
EVENTS = {
    "sites.column.moved": gettext_lazy("地址已变动"),
    "sites.column.merged": gettext_lazy("已归并"),
    "sites.column.closed": gettext_lazy("已关闭"),
}


@require_safe
@office_view
def column_life(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the four verbs; with one chosen, what it would do."""
    column = get_column_for(request.user, pk, Action.COLUMN_CHANGE)
    if "verb" not in request.GET:
        return _page(request, column, ColumnVerbForm(column=column))
    form = ColumnVerbForm(request.GET, column=column)
    plan = _plan(column, form.cleaned_data) if form.is_valid() else None
    return _page(request, column, form, plan=plan, status=200 if plan else 400)


@require_POST
@office_view
def change_life(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what was shown, then show the report."""
    column = get_column_for(request.user, pk, Action.COLUMN_CHANGE)
    form = ColumnVerbForm(request.POST, column=column)
    if not form.is_valid():
        return _page(request, column, form, status=400)
    try:
        _act(column, form.cleaned_data, request)
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return _page(request, column, form, status=409)
    entry = AuditEntry.objects.filter(object_type="sites.Column", object_id=str(column.pk), event__in=EVENTS).first()
    return redirect("content-office:column-report", entry.pk)


@require_safe
@office_view
def column_report(request: HttpRequest, pk: int) -> HttpResponse:
    """What was done to a column, from the record, to be printed and filed."""
    entry = AuditEntry.objects.select_related("site").filter(pk=pk, event__in=EVENTS).first()
    if entry is None or not can(request.user, Action.AUDIT_VIEW, entry.site):
        raise Http404
    column = get_permitted(Column.objects.all(), request.user, Action.COLUMN_VIEW, pk=int(entry.object_id))
    context = {
        "entry": entry,
        "column": column,
        "done": EVENTS[entry.event],
        "fate": dict(Fate.choices).get(entry.after.get("articles")),
        **{name: entry.after.get(name, []) for name in ("counts", "steps", "grants")},
    }
    title = _("栏目变动报告：%s") % column.name
    return office_page(request, "content/office/column_report.html", context, title=title)


def _plan(column: Column, data: dict[str, Any]) -> Plan:
    if data["verb"] == "merge":
        return merge_plan(column, data["into"])
    if data["verb"] == "close":
        into = data["into"] if data["articles"] == Fate.MOVE else None
        return closing_plan(column, into, is_archive=data["articles"] == Fate.ARCHIVE)
    slug, parent = data["slug"] or column.slug, data["parent"] or column.parent or column
    return address_plan(column, slug=slug, parent=parent)


def _act(column: Column, data: dict[str, Any], request: HttpRequest) -> None:
    who = {"by": request.user, "at": timezone.now()}
    if data["verb"] == "rename":
        rename_column(column, slug=data["slug"], **who)
    elif data["verb"] == "move":
        move_column(column, parent=data["parent"], **who)
    elif data["verb"] == "merge":
        merge_column(column, into=data["into"], grants=data["grants"], **who)
    else:
        close_column(
            column, articles=data["articles"], into=data["into"], note=data["note"], is_gone=data["is_gone"], **who
        )


def _form_of(verb: str, column: Column, form: ColumnVerbForm) -> ColumnVerbForm:
    """Each verb has fields of its own on the page; what was typed stands in those of the chosen one."""
    is_chosen = form.data.get("verb") == verb
    return ColumnVerbForm(form.data if is_chosen else None, column=column, auto_id=f"{verb}-%s")


def _page(
    request: HttpRequest, column: Column, form: ColumnVerbForm, *, plan: Plan | None = None, status: int = 200
) -> HttpResponse:
    is_in_use = column.state == ColumnState.ACTIVE
    context = {
        "column": column,
        "is_in_use": is_in_use,
        "form": form,
        "plan": plan,
        "verbs": [(verb, name, _form_of(verb, column, form).fields_of(verb)) for verb, name in VERBS if is_in_use],
        "chosen": form.data.get("verb", ""),
        "choices": [(name, value) for name, value in form.data.items() if name != "csrfmiddlewaretoken"],
    }
    title = _("栏目变动：%s") % column.name
    return office_page(request, "content/office/column_life.html", context, title=title, status=status)
