"""Proof-reading in the office: while a text is written, and on the article's page when it was saved."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from content import actions
from content.access import get_article_for
from content.forms.words import ProofreadForm
from content.models import Article
from content.proofreading.reading import findings_in, findings_of
from content.sanitising import clean_html, clean_line
from content.workflow import EDITABLE
from sites.access import get_column_for
from sites.office import office_view
from sites.policy import Action, can
from sites.refusals import Refused

MOST_SHOWN = 300


@require_POST
@office_view
def proofread(request: HttpRequest) -> JsonResponse:
    """Read what is on the editor's page now, as it would be saved, and answer with what was found."""
    form = ProofreadForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"error": _("请先选择栏目；正文过长时请分篇。")}, status=400)
    column = get_column_for(request.user, form.cleaned_data["column"], Action.ARTICLE_WRITE)
    fields = {name: clean_line(form.cleaned_data[name]) for name in ("title", "subtitle", "summary")}
    fields["body"] = clean_html(form.cleaned_data["body"])
    found = findings_in(fields, site=column.site, at=timezone.now())
    return JsonResponse({
        "total": len(found),
        "blocking": sum(finding.is_blocking for finding in found),
        "findings": [finding.as_json() for finding in found[:MOST_SHOWN]],
    })  # fmt: skip


@require_POST
@office_view
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Put every right form that is known into the draft, without any script."""
    article = get_article_for(request.user, pk, Action.ARTICLE_WRITE)
    try:
        _revision, places = actions.correct_draft(article, by=request.user, at=timezone.now())
        messages.success(request, _("已改正 %s 处，请再看一遍。") % places)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    return redirect("content-office:article", pk)


def findings_panel(request: HttpRequest, article: Article) -> str:
    """Return the panel with what was found in the draft that can still be edited, '' when there is none."""
    latest = article.revisions.select_related("article__site").order_by("-number").first()
    if latest is None or latest.state not in EDITABLE:
        return ""
    found = findings_of(latest, at=timezone.now())
    context = {
        "article": article,
        "findings": found[:MOST_SHOWN],
        "total": len(found),
        "blocking": sum(finding.is_blocking for finding in found),
        "replaceable": sum(finding.replacement is not None for finding in found),
        "can_correct": can(request.user, Action.ARTICLE_WRITE, article),
    }
    return render_to_string("content/office/_findings_panel.html", context, request=request)
