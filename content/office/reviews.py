"""Reviewing: the queue, the reviewer's screen, and the decision."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from content import actions
from content.access import get_revision_for
from content.forms import JudgementForm
from content.models import Revision
from content.office.comments import kept_remark
from content.office.queues import QUEUES, queued
from content.office.review_screen import Turn, review_context, turn_of
from content.reprint_clock import show_reprint_clocks
from content.workflow import State
from sites.durations import time_since
from sites.models import User
from sites.office import office_page, office_view
from sites.refusals import Refused
from sites.titles import in_marks

# What can be done at once with what waits, and at which stages: nobody is offered what fits none of the rows.
TOGETHER = (
    ("pass", gettext_lazy("批量通过…"), {State.FIRST_REVIEW, State.SECOND_REVIEW}),
    ("issue", gettext_lazy("批量签发…"), {State.ISSUE}),
)


@office_view
def review_queue(request: HttpRequest) -> HttpResponse:
    """List what waits for the person, longest waiting first."""
    name = request.GET.get("queue")
    name = name if name in QUEUES else "waiting"
    chosen = QUEUES[name]
    now = timezone.now()
    rows = queued(name, request.user, at=now).select_related("article__column", "article__site", "author")
    rows = rows.in_turn() if name == "waiting" else rows.order_by(chosen.moment, "pk")
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    show_reprint_clocks(page, at=now)
    for revision in page:
        revision.moment = getattr(revision, chosen.moment)
        revision.waited = time_since(revision.moment, at=now)
    stages = {revision.state for revision in page}
    together = [(verb, label) for verb, label, of in TOGETHER if stages & of]
    context = {"page": page, "queue": name, "chosen": chosen, "queues": QUEUES, "together": together}
    return office_page(request, "content/office/review_queue.html", context, title=chosen.label)


@office_view
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one revision to whoever judges it: the text as it will look, what changed, the record, the decision."""
    revision = get_revision_for(request.user, pk)
    return _review_page(
        request, revision, JudgementForm(initial={"seen": revision.state, "publish_at": revision.publish_at})
    )


def _review_page(request: HttpRequest, revision: Revision, form: JudgementForm, *, status: int = 200) -> HttpResponse:
    kept = kept_remark(request, revision)
    context = {**review_context(revision, request.user, at=timezone.now()), "form": form, "kept": kept}
    return office_page(request, "content/office/review.html", context, title=_("审核稿件"), status=status)


@require_POST
@office_view
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Remember that the person has this revision on the screen; the screen's script says so once it is shown."""
    actions.note_seen(get_revision_for(request.user, pk), by=request.user, at=timezone.now())
    return HttpResponse(status=204)


@require_POST
@office_view
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass, issue or return a revision, then go on to the next one that waits."""
    revision = get_revision_for(request.user, pk)
    form = JudgementForm(request.POST)
    if not form.is_valid():
        return _review_page(request, revision, form, status=400)
    turn, now = turn_of(revision, request.user), timezone.now()
    try:
        done = _decide(revision, form.cleaned_data, by=request.user, at=now)
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return _review_page(request, get_revision_for(request.user, pk), form, status=409)
    actions.note_seen(revision, by=request.user, at=now)
    messages.success(request, _("%(title)s%(done)s") % {"title": in_marks(revision.title), "done": done})
    return _onward(turn)


def _decide(revision: Revision, data: dict, *, by: User, at: datetime) -> str:
    """Do what the form says and return what came of it, in words. Raises Refused."""
    judged = {"by": by, "at": at, "opinion": data["opinion"], "seen": data["seen"] or None}
    if data["decision"] == "return":
        actions.return_revision(revision, **judged)
        return _("已退回撰稿人。")
    if data["decision"] == "issue":
        issued = actions.issue_revision(revision, publish_at=data["publish_at"], **judged)
        if issued.publish_at is None:
            return _("已发布。")
        return _("已签发，将于 %s 发布。") % f"{timezone.localtime(issued.publish_at):%Y-%m-%d %H:%M}"
    passed = actions.pass_revision(revision, **judged)
    return _("已通过，转入“%s”。") % passed.get_state_display()


def _onward(turn: Turn | None) -> HttpResponse:
    """Go to the next revision that waits; to the queue when that was the last."""
    if turn is not None and turn.next is not None:
        return redirect("content-office:review", turn.next)
    return redirect("content-office:review-queue")
