"""Keeping templates of answers: the list of those the person may change, and the form of one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interaction import actions
from interaction.access import get_template_for
from interaction.models import ReplyTemplate
from interaction.office.desk_forms import TemplateForm
from interaction.reply_templates import VARIABLES
from sites.office import office_page, office_view
from sites.refusals import Refused

TITLE = "答复模板"


@office_view
@require_GET
def templates(request: HttpRequest) -> HttpResponse:
    """The templates that the person may change, by organization and site."""
    rows = ReplyTemplate.objects.kept_by(request.user).select_related("organization", "site", "changed_by")
    rows = rows.order_by("site__name", "organization__name", "name")
    return office_page(request, "interaction/office/template_list.html", {"templates": rows}, title=TITLE)


@office_view
@require_http_methods(["GET", "POST"])
def template(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Write a template, or change one; what is refused comes back with everything that was typed."""
    kept = get_template_for(request.user, pk) if pk is not None else None
    form = TemplateForm(request.POST if request.method == "POST" else None, user=request.user, template=kept)
    if form.is_valid():
        try:
            actions.save_template(form.filled(), by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error("name", refusal.reason)
        else:
            messages.success(request, _("模板已保存。"))
            return redirect("interaction-office:templates")
    context = {
        "form": form,
        "template": kept,
        "variables": [(name, words) for name, (words, _value) in VARIABLES.items()],
    }
    status = 400 if form.is_bound else 200
    return office_page(request, "interaction/office/template_form.html", context, title=TITLE, status=status)


@office_view
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a template."""
    actions.delete_template(get_template_for(request.user, pk), by=request.user, at=timezone.now())
    messages.success(request, _("模板已删除。"))
    return redirect("interaction-office:templates")
