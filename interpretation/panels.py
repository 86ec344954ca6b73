"""What interpretation adds to an article's office page: what it explains, or how its own duty stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from content.models import Article, ArticleKind
from interpretation.conditions import plan_condition, plan_of
from interpretation.forms import ExplainForm
from interpretation.models import Interpretation, InterpretationDuty
from interpretation.standing import Standing, standing_of
from sites.models import CalendarNotice
from sites.policy import Action, can

if TYPE_CHECKING:
    from content.models import PolicyDocument


def explains_panel(request: HttpRequest, article: Article) -> str:
    """Return the panel for interpretations and documents, '' for every other kind."""
    if article.kind == ArticleKind.INTERPRETATION:
        return _of_interpretation(request, article)
    if article.kind == ArticleKind.DOCUMENT:
        return _of_document(request, article)
    return ""


def _of_interpretation(request: HttpRequest, article: Article) -> str:
    interpretation = Interpretation.objects.filter(article=article).first()
    may_link = can(request.user, Action.INTERPRETATION_LINK, article)
    initial = {"form": interpretation.form, "author_role": interpretation.author_role} if interpretation else None
    context = {
        "article": article,
        "interpretation": interpretation,
        "documents": documents_of(interpretation),
        "form": ExplainForm(request.user, initial=initial) if may_link else None,
    }
    return render_to_string("interpretation/office/_explains.html", context, request)


def documents_of(interpretation: Interpretation | None) -> list[PolicyDocument]:
    """The documents it explains, with what the panel says of them."""
    if interpretation is None:
        return []
    return list(interpretation.documents.select_related("article__site", "duty").order_by("-written_on"))


def _of_document(request: HttpRequest, article: Article) -> str:
    duty = InterpretationDuty.objects.select_related("document__article").filter(document__article=article).first()
    if duty is None:
        return _of_plan(request, article)
    if not can(request.user, Action.DUTY_VIEW, duty):
        return ""
    standing: Standing = standing_of(duty, on=timezone.localdate(), calendar=CalendarNotice.objects.calendar())
    return render_to_string("interpretation/office/_duty.html", {"duty": duty, "standing": standing}, request)


def _of_plan(request: HttpRequest, article: Article) -> str:
    """A document without a duty: how it is going to be explained, or that this is still to be settled."""
    revision = article.revisions.order_by("-number").first()
    context = {
        "article": article,
        "answer": plan_condition(revision, timezone.now()),
        "plan": plan_of(article),
        "may_plan": can(request.user, Action.PLAN_MAKE, article),
    }
    return render_to_string("interpretation/office/_plan.html", context, request)
