"""信息报送 in the office: offering an article upwards, the ledger of both sides, and deciding about what came."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content import actions
from content.access import get_article_for, get_submission_for
from content.forms.submissions import DeclineForm, OfferForm, PeriodForm, TakeForm
from content.models import Submission, SubmissionState
from content.office.submission_tables import detail_rows, tally_rows
from content.submissions import SubmissionQuerySet, changed_q
from sites.downloads import download
from sites.ledgers import Asked, asked_of
from sites.models import Site
from sites.office import do_and_tell, office_page, office_view
from sites.paging import page_of
from sites.policy import Action, can
from sites.query_fields import each_word_in
from sites.refusals import Refused
from sites.tables import as_xlsx

ROWS, TALLIED = 30, 12
SIDES = {"received": gettext_lazy("下级报来的"), "sent": gettext_lazy("报送上级的")}
TABS = {
    "all": gettext_lazy("全部"),
    "offered": gettext_lazy("待处理"),
    "taken": gettext_lazy("编审中"),
    "adopted": gettext_lazy("已采用"),
    "declined": gettext_lazy("未采用"),
    "recalled": gettext_lazy("已撤回"),
    "changed": gettext_lazy("原稿有变动"),
}
EXPORTS = {
    "details": gettext_lazy("信息报送台账"),
    "organizations": gettext_lazy("报送采用统计（按单位）"),
    "people": gettext_lazy("报送采用统计（按人员）"),
}


@require_safe
@office_view
def ledger(request: HttpRequest) -> HttpResponse:
    """List what came from below or went up, with the adoptions of each organization and person in the period."""
    side, asked, found, period = _asked(request)
    counts = found.aggregate(**{name: Count("pk", filter=_tab_q(name)) for name in TABS})
    rows = found.filter(_tab_q(asked.tab)).select_related(
        "article", "site", "origin", "column", "organization", "submitted_by", "taken_article", "handled_by"
    )
    context = {
        **asked.context(),
        "side": side,
        "sides": [(name, label, _side(request, name).count()) for name, label in SIDES.items()],
        "page": page_of(rows.order_by("-submitted_at", "-pk"), request.GET.get("page", ""), size=ROWS),
        "tabs": [(name, label, counts[name]) for name, label in TABS.items()],
        "period": period,
        "figures": _figures(counts),
        "organizations": found.tally("organization__name")[:TALLIED],
        "people": found.tally("submitted_by__name", "organization__name")[:TALLIED],
    }
    return office_page(request, "content/office/submissions.html", context, title=_("信息报送"))


def _tab_q(tab: str) -> Q:
    if tab == "changed":
        return changed_q()
    return Q(pk__isnull=False) if tab == "all" else Q(state=tab)


def _side(request: HttpRequest, side: str) -> SubmissionQuerySet:
    rows = Submission.objects.all()
    return rows.received_by(request.user) if side == "received" else rows.sent_by(request.user)


def _asked(request: HttpRequest) -> tuple[str, Asked, SubmissionQuerySet, PeriodForm]:
    """Read the query string: the side, the filters, and the rows that they leave; the first side that has rows comes first."""
    side = request.GET.get("side", "")
    if side not in SIDES:
        side = "sent" if not _side(request, "received").exists() and _side(request, "sent").exists() else "received"
    rows, other = _side(request, side), "origin" if side == "received" else "site"
    sites = Site.objects.filter(pk__in=rows.order_by().values(other))
    asked = asked_of(request.GET, tabs=TABS, sites=sites, more=("side", "since", "until"))
    period = PeriodForm(request.GET)
    rows = rows.sent_between(_begin(period.day("since")), _begin(period.day("until"), days=1))
    rows = rows.filter(each_word_in(asked.words, "article__title", "organization__name", "submitted_by__name"))
    return side, asked, rows.filter(**{other: asked.site}) if asked.site else rows, period


def _begin(day: date | None, *, days: int = 0) -> datetime | None:
    """The first moment of the day, or of the one so many days later."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=days), time.min)) if day else None


def _figures(counts: dict[str, int]) -> dict[str, int | None]:
    offered = counts["all"] - counts["recalled"]
    return {
        "waiting": counts["offered"],
        "offered": offered,
        "adopted": counts["adopted"],
        "rate": 100 * counts["adopted"] // offered if offered else None,
        "changed": counts["changed"],
    }


@require_safe
@office_view
def export(request: HttpRequest, what: str) -> HttpResponse:
    """The same rows as a spreadsheet: each item, or the tallies that 稿费 and assessment are reckoned from."""
    if what not in EXPORTS:
        raise Http404
    _side_asked, asked, found, _period = _asked(request)
    if what == "details":
        table = detail_rows(found.filter(_tab_q(asked.tab)))
    else:
        table = tally_rows(found, by_person=what == "people")
    sheet = as_xlsx(table, title=_("信息报送"), with_figures=what != "details")
    return download(sheet, f"{EXPORTS[what]}{timezone.localdate():%Y%m%d}.xlsx")


@require_http_methods(["GET", "POST"])
@office_view
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the column of a higher site, then offer the article."""
    article = get_article_for(request.user, pk, Action.SUBMISSION_OFFER)
    form = OfferForm(article, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            offered = actions.offer_article(article, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(
                request, _("已报送%s“%s”栏目，处理结果会显示在待办和台账中。") % (offered.site, offered.column)
            )
            return redirect("submission-office:submission", offered.pk)
    context = {"article": article, "form": form, "sent": article.submissions.select_related("site", "column")}
    status = 422 if form.is_bound else 200
    return office_page(request, "content/office/submission_offer.html", context, title=_("报送上级"), status=status)


@require_safe
@office_view
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one item: the original as it is now, what became of it, and what the person can do."""
    return _page(request, pk)


def _page(request: HttpRequest, pk: int, *, decline_form: Form | None = None) -> HttpResponse:
    row = get_submission_for(request.user, pk)
    original, decides = row.article, can(request.user, Action.SUBMISSION_DECIDE, row)
    is_public = original.state == "published"
    may_decline = decides and row.state in {SubmissionState.OFFERED, SubmissionState.TAKEN}
    context: dict[str, Any] = {
        "submission": row,
        "original": original,
        "original_address": original.site.address(original.path) if is_public else "",
        "live": original.live if is_public else None,
        "change": row.change_of_original,
        "may_take": decides and row.state == SubmissionState.OFFERED and is_public,
        "may_check": decides and row.state in {"taken", "adopted"} and row.change_of_original,
        "may_recall": row.state == SubmissionState.OFFERED and can(request.user, Action.SUBMISSION_RECALL, row),
        "may_open_original": can(request.user, Action.ARTICLE_VIEW, original),
        "may_open_taken": row.taken_article and can(request.user, Action.ARTICLE_VIEW, row.taken_article),
        "take_form": TakeForm(initial={"seen": original.live_id}),
        "decline_form": (decline_form or DeclineForm()) if may_decline else None,
    }
    status = 422 if decline_form else 200
    return office_page(request, "content/office/submission.html", context, title=_("报送信息"), status=status)


@require_POST
@office_view
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an item back that nobody has decided about."""
    row = get_submission_for(request.user, pk, Action.SUBMISSION_RECALL)
    do_and_tell(request, lambda: actions.recall_submission(row, by=request.user, at=timezone.now()), _("已撤回报送。"))
    return redirect("submission-office:submission", pk)


@require_POST
@office_view
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a draft from the item and go on to edit it."""
    row = get_submission_for(request.user, pk, Action.SUBMISSION_DECIDE)
    form = TakeForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else None
    try:
        taken = actions.take_submission(row, by=request.user, at=timezone.now(), seen=seen)
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("submission-office:submission", pk)
    messages.success(request, _("已取用为“%s”栏目的草稿，编辑后按三审程序送审。") % taken.column)
    return redirect("content-office:article", taken.taken_article_id)


@require_POST
@office_view
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why the item is not used."""
    row = get_submission_for(request.user, pk, Action.SUBMISSION_DECIDE)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, decline_form=form)
    do_and_tell(
        request,
        lambda: actions.decline_submission(row, form.cleaned_data["reason"], by=request.user, at=timezone.now()),
        _("已登记为不采用，理由会告知报送单位。"),
    )
    return redirect("submission-office:submission", pk)


@require_POST
@office_view
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the change of the original was looked at."""
    row = get_submission_for(request.user, pk, Action.SUBMISSION_DECIDE)
    do_and_tell(request, lambda: actions.check_original(row, by=request.user, at=timezone.now()), _("已登记为核对过。"))
    return redirect("submission-office:submission", pk)
