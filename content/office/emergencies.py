"""Publishing in an emergency, and the list and the page on which its missing reviews are made up."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from content import actions
from content.access import get_article_for, get_revision_for
from content.actions.emergency import review_due
from content.forms import EmergencyForm, RetrospectForm
from content.issue_conditions import answers_for
from content.models import Revision
from content.workflow import STAGES, Retrospect
from sites.models import User
from sites.office import office_page, office_view
from sites.policy import Action, can
from sites.refusals import Refused

ROWS = 30
LISTS = {
    "mine": gettext_lazy("等我追审"),
    "open": gettext_lazy("待处理"),
    "done": gettext_lazy("追审已补齐"),
    "all": gettext_lazy("全部应急发布"),
}


@require_http_methods(["GET", "POST"])
@office_view
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason, say what follows from it, then publish the open revision at once."""
    article = get_article_for(request.user, pk)
    revision = article.revisions.open().select_related("article__column", "article__site", "author").first()
    if revision is None or not can(request.user, Action.ARTICLE_EMERGENCY, revision):
        raise Http404
    at = timezone.now()
    form = EmergencyForm(request.POST if request.method == "POST" else None, initial={"seen": revision.state})
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            done = actions.publish_emergency(
                revision, by=request.user, at=at, reason=data["reason"], seen=data["seen"] or None
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            sentence = _("已应急发布，页面已公开。审核最迟 %s 补齐。")
            if done.retrospect == Retrospect.MADE_UP:
                sentence = _("已应急发布，三审齐全，不需要追审。（%s）")
            messages.success(request, sentence % done.review_due_on)
            return redirect("content-office:article", pk)
    context = {
        "article": article,
        "revision": revision,
        "form": form,
        "due": review_due(article.site, at),
        "conditions": [answer for answer in answers_for(revision, at=at) if not answer.is_met],
        "missing": [stage.name for stage in STAGES if getattr(revision, f"{stage.field}_id") is None],
    }
    status = 422 if form.is_bound else 200
    return office_page(request, "content/office/emergency.html", context, title=_("应急发布"), status=status)


def listed(name: str, user: User, *, at: object) -> QuerySet[Revision]:
    """The emergency publications of one list, within the columns that the person sees."""
    if name == "mine":
        return Revision.objects.to_review_after_by(user)
    seen = Revision.objects.reached_by(user).filter(is_emergency=True)
    if name == "open":
        return seen.to_settle(at=at)
    return seen.filter(retrospect=Retrospect.MADE_UP) if name == "done" else seen


@require_GET
@office_view
def retrospects(request: HttpRequest) -> HttpResponse:
    """List emergency publications: what waits for me, what is open, what was made up; what runs out first on top."""
    at = timezone.now()
    name = request.GET.get("list") if request.GET.get("list") in LISTS else "open"
    rows = listed(name, request.user, at=at).select_related(
        "article__column", "article__site", "author", "emergency_by", "first_reviewer", "second_reviewer", "issuer"
    )
    order = ("-published_at", "-pk") if name in {"done", "all"} else ("review_due_on", "published_at", "pk")
    page = Paginator(rows.order_by(*order), ROWS).get_page(request.GET.get("page"))
    today = timezone.localdate(at)
    for revision in page:
        describe(revision, today)
    context = {"page": page, "list": name, "lists": LISTS, "today": today}
    return office_page(request, "content/office/retrospects.html", context, title=_("应急发布追审"))


def describe(revision: Revision, today: date) -> None:
    """Put beside the row what the template shows: tone and words of its clock, and the review that comes next."""
    revision.next_stage = next(iter(revision.missing_reviews), None)
    if revision.retrospect != Retrospect.PENDING:
        is_wrong = revision.retrospect == Retrospect.FAULTED
        revision.tone, revision.clock = ("late" if is_wrong else "safe"), revision.get_retrospect_display()
    elif revision.review_due_on < today:
        revision.tone, revision.clock = "late", _("已逾期")
    elif revision.review_due_on == today:
        revision.tone, revision.clock = "soon", _("今日到期")
    else:
        revision.tone, revision.clock = "running", _("待追审")


@require_http_methods(["GET", "POST"])
@office_view
def retrospect(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one emergency publication with its reason and record, and take the next missing review."""
    revision = get_revision_for(request.user, pk)
    if not revision.is_emergency:
        raise Http404
    stage = next(iter(revision.missing_reviews), None)
    form = RetrospectForm(
        request.POST if request.method == "POST" else None, initial={"seen": stage.state if stage else ""}
    )
    if form.is_bound and form.is_valid():
        data, at = form.cleaned_data, timezone.now()
        act = actions.fault_emergency if data["decision"] == "fault" else actions.confirm_emergency
        try:
            act(revision, by=request.user, at=at, opinion=data["opinion"], seen=data["seen"] or None)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            revision = get_revision_for(request.user, pk)
        else:
            is_wrong = data["decision"] == "fault"
            messages.success(request, _("已记为追审不通过，并提醒审发员处理。") if is_wrong else _("已追审通过。"))
            return redirect("content-office:retrospects")
    return _retrospect_page(request, revision, form)


def _retrospect_page(request: HttpRequest, revision: Revision, form: RetrospectForm) -> HttpResponse:
    steps = list(revision.steps.select_related("by"))
    describe(revision, timezone.localdate())
    article = revision.article
    context = {
        "revision": revision,
        "article": article,
        "form": form,
        "steps": steps,
        "reason": next((step.opinion for step in steps if step.decision == "emergency"), ""),
        "stages": [
            {"name": stage.name, "person": getattr(revision, stage.field), "is_now": stage == revision.next_stage}
            for stage in STAGES
        ],
        "can_decide": can(request.user, Action.ARTICLE_REVIEW_AFTER, revision),
        "can_withdraw": article.state == "published" and can(request.user, Action.ARTICLE_WITHDRAW, article),
        "is_live": article.state == "published" and article.live_id == revision.pk,
    }
    status = 422 if form.is_bound else 200
    return office_page(request, "content/office/retrospect.html", context, title=_("应急发布追审"), status=status)
