"""The page on which it is settled how a document will be explained, before it enters issue."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from content.models import Article
from interpretation import actions
from interpretation.access import get_document_article_for
from interpretation.actions.duties import latest_day
from interpretation.conditions import plan_condition, plan_of
from interpretation.forms import PlanForm
from interpretation.models import InterpretationPlan, Way
from sites.models import User
from sites.office import office_page, office_view
from sites.refusals import Refused


@require_http_methods(["GET", "POST"])
@office_view
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle how the document will be explained: by whom until when, by what goes out with it, or why not at all."""
    article, at = get_document_article_for(request.user, pk), timezone.now()
    revision = article.revisions.order_by("-number").first()
    known = plan_of(article)
    data = request.POST if request.method == "POST" else None
    form = PlanForm(request.user, article, data, initial=_initial(article, revision.document or {}, known))
    if form.is_bound and form.is_valid():
        try:
            _make(article, form.cleaned_data, by=request.user, at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("解读方案已保存。"))
            return redirect("content-office:article", pk)
    context = {
        "article": article,
        "revision": revision,
        "plan": known,
        "form": form,
        "answer": plan_condition(revision, at),
        "last": latest_day(article),
    }
    status = 422 if form.is_bound else 200
    return office_page(request, "interpretation/office/plan.html", context, title=_("解读方案"), status=status)


def _initial(article: Article, data: dict[str, Any], known: InterpretationPlan | None) -> dict[str, Any]:
    """What the form starts from: the plan that there is, else the issuing body as the one that drafts."""
    if known is None:
        return {"organization": data.get("issuer") or article.site.sponsor_id, "in_forms": ["text"]}
    return {
        "way": known.way,
        "organization": known.organization_id or data.get("issuer"),
        "drafter": known.drafter,
        "in_forms": known.forms,
        "planned_on": known.planned_on,
        "companions": list(known.companions.all()),
        "reason": known.exempt_reason,
    }


def _make(article: Article, data: dict[str, Any], *, by: User, at: Any) -> None:
    if data["way"] == Way.EXEMPT:
        actions.plan_exemption(article, data["reason"], by=by, at=at)
    elif data["way"] == Way.TOGETHER:
        actions.plan_companions(article, list(data["companions"]), by=by, at=at)
    else:
        said = {name: data[name] for name in ("organization", "planned_on", "drafter")}
        actions.plan_interpretation(article, by=by, at=at, forms=data["in_forms"], **said)
