"""Hot topics in the office: the ledger with its clocks, opening, correcting and ending a topic."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.db.models import Count, Prefetch, Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from responses import actions
from responses.access import get_duty_for, get_topic_for
from responses.forms import OpenTopicForm, ReasonForm, TopicForm, writing_sites
from responses.models import HotTopic, Push, ResponseDuty
from responses.office.history import history_of
from responses.standing import standing_of
from sites.ledgers import asked_of
from sites.models import Site
from sites.office import do_and_tell, office_page, office_view
from sites.paging import page_of
from sites.policy import Action, can
from sites.query_fields import each_word_in
from sites.refusals import Refused

ROWS = 30
TABS = {
    "open": gettext_lazy("持续回应"),
    "overdue": gettext_lazy("有逾期"),
    "closed": gettext_lazy("已结束"),
    "all": gettext_lazy("全部"),
}


def _tab_q(tab: str, at: datetime) -> Q:
    overdue = ResponseDuty.objects.overdue(at=at).values("topic")
    return {
        "open": Q(state="open"),
        "overdue": Q(pk__in=overdue),
        "closed": Q(state="closed"),
        "all": Q(pk__isnull=False),
    }[tab]


@require_safe
@office_view
def ledger(request: HttpRequest) -> HttpResponse:
    """List the topics that the person sees with their clocks, what goes on first."""
    at = timezone.now()
    seen = HotTopic.objects.reached_by(request.user)
    asked = asked_of(request.GET, tabs=TABS, sites=Site.objects.filter(pk__in=seen.order_by().values("site")))
    seen = seen.filter(each_word_in(asked.words, "title", "organization__name"))
    seen = seen.filter(site=asked.site) if asked.site else seen
    counts = seen.aggregate(**{name: Count("pk", filter=_tab_q(name, at)) for name in TABS})
    rows = seen.filter(_tab_q(asked.tab, at)).select_related("site", "organization")
    rows = rows.prefetch_related(Prefetch("duties", ResponseDuty.objects.order_by("due_at", "pk")))
    page = page_of(rows.order_by("-occurred_at", "-pk"), request.GET.get("page", ""), size=ROWS)
    for topic in page:
        topic.clocks = [(duty, standing_of(duty, at=at)) for duty in topic.duties.all()]
    context = {
        **asked.context(),
        "page": page,
        "tabs": [(name, label, counts[name]) for name, label in TABS.items()],
        "may_open": writing_sites(request.user).exists(),
    }
    return office_page(request, "responses/office/topics.html", context, title=_("热点回应"))


@require_http_methods(["GET", "POST"])
@office_view
def open_topic(request: HttpRequest) -> HttpResponse:
    """Enter a topic; its clocks start from when it happened."""
    form = OpenTopicForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            opened = actions.open_topic(by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("已登记，时限开始计算，提醒已发出。请尽快拟写第一条回应。"))
            return redirect("responses-office:topic", opened.pk)
    context = {"form": form, "verb": _("登记并开始计时")}
    status = 422 if form.is_bound else 200
    return office_page(request, "responses/office/topic_form.html", context, title=_("登记热点"), status=status)


@require_safe
@office_view
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one topic: its clocks, everything said or drafted, what the media got, and what the person can do."""
    return _topic_page(request, pk)


def _topic_page(
    request: HttpRequest, pk: int, *, waive_form: Form | None = None, void_form: Form | None = None
) -> HttpResponse:
    found, at, user = get_topic_for(request.user, pk), timezone.now(), request.user
    duties = list(found.duties.select_related("met_by", "topic"))
    statements = found.statements.select_related("organization", "author", "reviewer", "issuer").order_by("-pk")
    pushed = Push.objects.filter(statement__topic=found)
    may_change = can(user, Action.TOPIC_CHANGE, found)
    briefing = next((duty for duty in duties if duty.kind == "briefing" and duty.is_open), None)
    is_open = found.state == "open"
    context = {
        "topic": found,
        "clocks": [(duty, standing_of(duty, at=at)) for duty in duties],
        "statements": statements.annotate(
            pushes_sent=Count("pushes", filter=Q(pushes__sent_at__isnull=False)), pushes_all=Count("pushes")
        ),
        "push_errors": pushed.waiting().exclude(error="").select_related("outlet", "statement")[:10],
        "public_address": found.site.address(found.public_path) if found.public_since else "",
        "may_write": is_open and can(user, Action.RESPONSE_WRITE, found),
        "may_change": may_change,
        "waivable": briefing if may_change and is_open else None,
        "waive_form": waive_form or ReasonForm(),
        "may_void": may_change and is_open and not found.public_since,
        "void_form": void_form or ReasonForm(auto_id="id_void_%s"),
        "reminders": _reminders(duties),
        "history": history_of(found),
    }
    status = 422 if waive_form or void_form else 200
    return office_page(request, "responses/office/topic.html", context, title=_("热点"), status=status)


def _reminders(duties: list[ResponseDuty]) -> list:
    rows = [row for duty in duties for row in duty.reminders.select_related("recipient").order_by("at", "pk")]
    return sorted(rows, key=lambda row: (row.at, row.pk))[-20:]


@require_http_methods(["GET", "POST"])
@office_view
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the facts of a topic."""
    found = get_topic_for(request.user, pk, Action.TOPIC_CHANGE)
    names = ("title", "summary", "organization", "occurred_at")
    initial = {name: getattr(found, name) for name in names}
    form = TopicForm(request.POST if request.method == "POST" else None, initial=initial, kept=found.organization)
    if form.is_bound and form.is_valid():
        try:
            actions.change_topic(found, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("已修改，前后内容记入操作日志。"))
            return redirect("responses-office:topic", pk)
    context = {"form": form, "topic": found, "verb": _("保存")}
    status = 422 if form.is_bound else 200
    return office_page(request, "responses/office/topic_form.html", context, title=_("修改热点"), status=status)


@require_POST
@office_view
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End a topic."""
    found = get_topic_for(request.user, pk, Action.TOPIC_CHANGE)
    do_and_tell(
        request,
        lambda: actions.close_topic(found, by=request.user, at=timezone.now()),
        _("已结束：不再置顶，时间线保留。"),
    )
    return redirect("responses-office:topic", pk)


@require_POST
@office_view
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a topic that was entered by mistake."""
    found = get_topic_for(request.user, pk, Action.TOPIC_CHANGE)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _topic_page(request, pk, void_form=form)
    do_and_tell(
        request,
        lambda: actions.void_topic(found, form.cleaned_data["reason"], by=request.user, at=timezone.now()),
        _("已作废，不再计时；理由记入操作日志和台账。"),
    )
    return redirect("responses-office:topic", pk)


@require_POST
@office_view
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with a topic."""
    found = get_topic_for(request.user, pk, Action.TOPIC_CHANGE)
    do_and_tell(request, lambda: actions.reopen_topic(found, by=request.user, at=timezone.now()), _("已重新打开。"))
    return redirect("responses-office:topic", pk)


@require_POST
@office_view
def waive(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that no briefing is held, and why."""
    duty = get_duty_for(request.user, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _topic_page(request, duty.topic_id, waive_form=form)
    do_and_tell(
        request,
        lambda: actions.waive_duty(duty, form.cleaned_data["reason"], by=request.user, at=timezone.now()),
        _("已登记。"),
    )
    return redirect("responses-office:topic", duty.topic_id)
