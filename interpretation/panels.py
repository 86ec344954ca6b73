"""What interpretation adds to an article's office page: what it explains, or how its own duty stands."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from content.clauses import clauses_in, label_of
from content.models import Article, ArticleKind
from interpretation.conditions import plan_condition, plan_of
from interpretation.forms import ExplainForm
from interpretation.models import Interpretation, InterpretationDuty, InterpretationLink
from interpretation.standing import Standing, standing_of
from sites.models import CalendarNotice
from sites.policy import Action, can
from sites.scope import everything


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
        "links": links_of(interpretation),
        "may_write": can(request.user, Action.ARTICLE_WRITE, article),
        "form": ExplainForm(request.user, initial=initial) if may_link else None,
    }
    return render_to_string("interpretation/office/_explains.html", context, request)


def links_of(interpretation: Interpretation | None) -> list[InterpretationLink]:
    """Its links with the documents, each with the clauses that the document has, those named, and those it has no more."""
    if interpretation is None:
        return []
    with everything("an interpretation may explain documents of other sites"):
        rows = InterpretationLink.objects.filter(interpretation=interpretation).order_by("-document__written_on")
        links = list(rows.select_related("document__article__site", "document__article__live", "document__duty"))
    for link in links:
        live = link.document.article.live
        link.offered = clauses_in(live.body if live else "")
        known = {clause.key for clause in link.offered}
        link.named = "、".join(label_of(key) for key in link.clauses)
        link.gone = "、".join(label_of(key) for key in link.clauses if key not in known)
    return links


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
