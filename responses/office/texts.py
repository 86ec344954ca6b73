"""Statements and rebuttals in the office: one page for both with the steps of the shortened review, and the verbs."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from responses import actions
from responses.access import get_rebuttal_for, get_statement_for, get_topic_for
from responses.forms import JudgeForm, ReasonForm, StatementForm
from responses.models import Rebuttal, ReviewedText, Statement
from responses.office.history import history_of
from responses.workflow import State
from sites.office import do_and_tell, office_page, office_view
from sites.policy import Action, can
from sites.refusals import Refused

STATEMENT = ("kind", "title", "body", "organization", "held_at", "corrects")


@require_http_methods(["GET", "POST"])
@office_view
def add_statement(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft a statement on a topic."""
    topic = get_topic_for(request.user, pk, Action.RESPONSE_WRITE)
    first = "information" if topic.kind == "emergency" else "answer"
    initial = {"organization": topic.organization, "kind": "progress" if topic.public_since else first}
    form = StatementForm(topic, request.POST if request.method == "POST" else None, initial=initial)

    def save() -> Statement:
        return actions.draft_statement(topic, by=request.user, at=timezone.now(), **form.cleaned_data)

    return form_page(request, form, save, {"topic": topic}, _("拟写回应"), "responses-office:statement")


@require_http_methods(["GET", "POST"])
@office_view
def edit_statement(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one's own draft."""
    found = get_statement_for(request.user, pk, Action.RESPONSE_WRITE)
    initial = {name: getattr(found, name) for name in STATEMENT}
    form = StatementForm(
        found.topic, request.POST if request.method == "POST" else None, initial=initial, kept=found.organization
    )

    def save() -> ReviewedText:
        return actions.save_text(found, by=request.user, at=timezone.now(), **form.cleaned_data)

    return form_page(request, form, save, {"topic": found.topic}, _("修改回应"), "responses-office:statement")


def form_page(
    request: HttpRequest, form: Form, save: Callable[[], ReviewedText], context: dict[str, Any], title: str, route: str
) -> HttpResponse:
    """Save what the form says and go on to its page, or show the form with what is wrong."""
    if form.is_bound and form.is_valid():
        try:
            saved = save()
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("已保存为草稿，核对后请送审。"))
            return redirect(route, saved.pk)
    status = 422 if form.is_bound else 200
    return office_page(
        request, "responses/office/text_form.html", {**context, "form": form}, title=title, status=status
    )


@require_safe
@office_view
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one statement with everything that may be done to it."""
    return _text_page(request, get_statement_for(request.user, pk))


@require_safe
@office_view
def rebuttal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one rebuttal with everything that may be done to it."""
    return _text_page(request, get_rebuttal_for(request.user, pk))


def _text_page(
    request: HttpRequest, text: ReviewedText, *, form: Form | None = None, status: int = 200
) -> HttpResponse:
    user, is_statement = request.user, isinstance(text, Statement)
    judges = can(user, Action.RESPONSE_JUDGE, text)
    context = {
        "text": text,
        "statement": text if is_statement else None,
        "rebuttal": None if is_statement else text,
        "do": "responses-office:statement-do" if is_statement else "responses-office:rebuttal-do",
        "edit": "responses-office:statement-edit" if is_statement else "responses-office:rebuttal-edit",
        "may_edit": can(user, Action.RESPONSE_WRITE, text),
        "may_recall": can(user, Action.RESPONSE_RECALL, text),
        "judges": judges,
        "passes": judges and text.state == State.REVIEW,
        "may_withdraw": can(user, Action.RESPONSE_WITHDRAW, text),
        "judge_form": form if isinstance(form, JudgeForm) else JudgeForm(initial={"seen": text.judged_hash}),
        "reason_form": form if isinstance(form, ReasonForm) else ReasonForm(),
        "is_tampered": bool(text.judged_hash) and text.judged_hash != text.text_hash and text.state != State.DRAFT,
        "public_address": text.site.address(text.public_path) if text.published_at else "",
        "pushes": text.pushes.select_related("outlet").order_by("pk") if is_statement else [],
        "history": history_of(text),
    }
    title = _("回应") if is_statement else _("辟谣")
    return office_page(request, "responses/office/text.html", context, title=title, status=status)


DONE = {
    "submit": gettext_lazy("已送审，等待审核。"),
    "recall": gettext_lazy("已撤回送审，可以继续修改。"),
    "pass": gettext_lazy("已通过，等待签发。"),
    "return": gettext_lazy("已退回拟稿人。"),
    "publish": gettext_lazy("已发布，公开情况随后自动核对。"),
    "withdraw": gettext_lazy("已撤回，公开页面显示撤回说明。"),
}
DONE_WITH_MEDIA = {
    "publish": gettext_lazy("已发布。推送媒体的邮件正在发出，公开情况随后自动核对。"),
    "withdraw": gettext_lazy("已撤回，公开页面显示撤回说明，并通知收到推送的媒体。"),
}


@require_POST
@office_view
def do_statement(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """One step of a statement."""
    return _do(request, get_statement_for, pk, move, "responses-office:statement")


@require_POST
@office_view
def do_rebuttal(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """One step of a rebuttal."""
    return _do(request, get_rebuttal_for, pk, move, "responses-office:rebuttal")


def _do(request: HttpRequest, door: Callable[..., ReviewedText], pk: int, move: str, route: str) -> HttpResponse:
    if move not in DONE:
        raise Http404
    text = door(request.user, pk)
    form = ReasonForm(request.POST) if move == "withdraw" else JudgeForm(request.POST)
    if not form.is_valid():
        return _text_page(request, text, form=form, status=422)
    goes_to_media = isinstance(text, Statement) and text.site.media_outlets.filter(is_active=True).exists()
    said = DONE_WITH_MEDIA.get(move, DONE[move]) if goes_to_media else DONE[move]
    do_and_tell(request, lambda: _act(request, text, move, form.cleaned_data), str(said))
    return redirect(route, pk)


def _act(request: HttpRequest, text: ReviewedText, move: str, said: dict[str, str]) -> ReviewedText:
    who = {"by": request.user, "at": timezone.now()}
    if move == "submit":
        return actions.submit_text(text, **who)
    if move == "recall":
        return actions.recall_text(text, **who)
    if move == "withdraw":
        return actions.withdraw_text(text, said["reason"], **who)
    verb = {"pass": actions.pass_text, "return": actions.return_text, "publish": actions.publish_text}[move]
    return verb(text, opinion=said["opinion"], seen=said["seen"], **who)


@require_safe
@office_view
def waiting(request: HttpRequest) -> HttpResponse:
    """Everything that waits for the person, and what came back to them."""
    user, shown = request.user, request.GET.get("list", "")
    which = "returned_to" if shown == "returned" else "to_judge_by"
    statements = getattr(Statement.objects.all(), which)(user).select_related("topic__site", "author")
    rebuttals = getattr(Rebuttal.objects.all(), which)(user).select_related("site", "author")
    rows = sorted(chain(statements, rebuttals), key=lambda text: (text.submitted_at or text.edited_at, text.pk))
    for text in rows:
        text.is_statement = isinstance(text, Statement)
    context = {"rows": rows, "shown": shown}
    return office_page(request, "responses/office/waiting.html", context, title=_("回应审签"))
