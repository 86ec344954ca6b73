"""The cockpit of reprints: the receipts of one item from all sites, the league of the sites, urging; each as a table to take away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from content.actions.reprint_urges import urge_reprint
from content.forms.reprints import UrgeForm
from content.models import Correction, Reprint, ReprintUrge, UpstreamItem
from content.reprint_clock import TONES
from content.reprint_figures import Figures, figures_by, percentiles, rank, together
from content.tasks import wake_office_mails
from sites.downloads import download
from sites.durations import lasted
from sites.many import act_on_each
from sites.models import Site
from sites.office import office_page, office_view
from sites.policy import PLATFORM, Action, can
from sites.query_fields import number_in, numbers_in
from sites.tables import as_xlsx

ROWS, MOST_EXPORTED = 50, 5000
DAYS = (7, 30, 90, 365)
ORDERS: dict[str, tuple[Any, Callable[[Figures], Any]]] = {
    "rate": (gettext_lazy("一小时率低的在前"), lambda each: (each.rate is None, each.rate or 0)),
    "overdue": (gettext_lazy("逾期多的在前"), lambda each: -(each.overdue + each.late)),
    "median": (gettext_lazy("中位用时长的在前"), lambda each: -(each.median or 0)),
    "p95": (gettext_lazy("95% 用时长的在前"), lambda each: -(each.p95 or 0)),
    "best": (gettext_lazy("一小时率高的在前"), lambda each: (each.rate is None, -(each.rate or 0), each.median or 0)),
}
TABS = {
    "all": gettext_lazy("全部"),
    "overdue": gettext_lazy("逾期未转载"),
    "pending": gettext_lazy("待转载"),
    "late": gettext_lazy("逾期转载"),
    "after-target": gettext_lazy("限期内转载"),
    "in-time": gettext_lazy("一小时内转载"),
    "waived": gettext_lazy("免于转载"),
}


# --- one item ------------------------------------------------------------------------------------------------------------


def _item_for(request: HttpRequest, pk: int) -> tuple[UpstreamItem, QuerySet[Reprint]]:
    """The item with the duties that the person sees of it; 404 when there are none."""
    duties = Reprint.objects.seen_by(request.user).filter(item=pk)
    item = UpstreamItem.objects.select_related("source").filter(pk=pk).first()
    if item is None or not duties.exists():
        raise Http404
    return item, duties


@office_view
def receipts(request: HttpRequest, pk: int) -> HttpResponse:
    """Every site's receipt for one item: the slowest first, with what is still owed on top."""
    at = timezone.now()
    item, duties = _item_for(request, pk)
    figures = figures_by(duties, "item_id", on=timezone.localdate(at))[item.pk]
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "all"
    counts = {
        "all": figures.total, "overdue": figures.overdue, "pending": figures.pending, "late": figures.late,
        "after-target": figures.within_limit, "in-time": figures.within_hour, "waived": figures.waived,
    }  # fmt: skip
    page = Paginator(_in_tab(duties, tab, timezone.localdate(at)), ROWS).get_page(request.GET.get("page"))
    page.object_list = list(_described(page.object_list, at))
    urged = set(
        ReprintUrge.objects.filter(reprint__in=[row.pk for row in page], on=timezone.localdate(at)).values_list(
            "reprint", flat=True
        )
    )
    for row in page:
        row.is_urged = row.pk in urged
        row.may_be_urged = row.state == "pending" and not row.is_urged and can(request.user, Action.REPRINT_URGE, row)
    context = {
        "item": item, "figures": figures, "page": page, "tab": tab, "query": "", "urge_form": UrgeForm(),
        "tabs": [(name, label, counts[name]) for name, label in TABS.items()],
        "urgeable": any(row.may_be_urged for row in page),
        "may_note_withdrawal": not item.article_id and can(request.user, Action.SOURCE_CHANGE, PLATFORM),
        "correcting": Correction.objects.pending().filter(reprint__in=duties).count(),
    }  # fmt: skip
    return office_page(request, "content/office/reprint_receipts.html", context, title=_("各站转载回执"))


def _in_tab(duties: QuerySet[Reprint], tab: str, today: date) -> QuerySet[Reprint]:
    """The duties of one tab, what is still owed first, then the slowest."""
    done, pending = Q(state="done"), Q(state="pending")
    which = {
        "all": Q(),
        "overdue": pending & Q(due_on__lt=today),
        "pending": pending & Q(due_on__gte=today),
        "late": done & Q(done_on__gt=F("due_on")),
        "after-target": done & Q(done_at__gt=F("target_at"), done_on__lte=F("due_on")),
        "in-time": done & Q(done_at__lte=F("target_at")),
        "waived": Q(state="waived"),
    }[tab]
    dated = duties.annotate(done_on=TruncDate("done_at", tzinfo=timezone.get_default_timezone())).filter(which)
    in_order = (F("done_at").desc(nulls_first=True), "site__tree_id", "site__lft")
    return dated.select_related("site", "item").order_by(*in_order).defer("item__body", "item__summary")


def _described(rows: Iterable[Reprint], at: datetime) -> Iterator[Reprint]:
    for row in rows:
        standing = row.standing(at=at)
        row.shown_standing, row.tone = standing.label, TONES[standing]
        row.taken = row.minutes(at=at) if row.state != "waived" else None
        row.shown_taken = "" if row.taken is None else lasted(row.taken)
        yield row


@office_view
def receipts_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipts of one item as a spreadsheet."""
    at = timezone.now()
    item, duties = _item_for(request, pk)
    rows = [[_("网站"), _("层级"), _("情况"), _("用时（分钟）"), _("完成时间"), _("最迟日期"), _("说明")]]
    for row in _described(_in_tab(duties, "all", timezone.localdate(at)), at):
        done = f"{timezone.localtime(row.done_at):%Y-%m-%d %H:%M}" if row.done_at else ""
        taken = "" if row.taken is None else str(row.taken)
        said = row.waived_reason or row.fault
        rows.append(
            [row.site.name, row.site.get_level_display(), str(row.shown_standing), taken, done, f"{row.due_on}", said]
        )
    return _file(rows, _("转载回执 %s") % item.title[:40])


@require_POST
@office_view
def urge(request: HttpRequest, pk: int) -> HttpResponse:
    """Urge the sites that were picked, or all that owe the item; each is told or refused by itself."""
    _item, duties = _item_for(request, pk)
    form = UrgeForm(request.POST)
    if not form.is_valid():
        messages.error(request, next(iter(form.errors["text"])))
        return redirect("reprint-office:receipts", pk)
    pending = duties.pending().select_related("site")
    is_picked = "pick" in request.POST
    rows = list(pending.filter(pk__in=numbers_in(request.POST.getlist("pick"))) if is_picked else pending)
    if not rows:
        messages.error(request, _("没有督办：没有选中待转载的网站。"))
        return redirect("reprint-office:receipts", pk)
    for row in rows:
        row.title = row.site.name
    at, text = timezone.now(), form.cleaned_data["text"]
    outcome = act_on_each(rows, lambda row: urge_reprint(row, text, by=request.user, at=at), unit=_("个"))
    messages.success(request, str(outcome))
    wake_office_mails()
    for line in outcome.refused[:5]:
        messages.warning(request, f"{line.title}：{line.reason}")
    return redirect("reprint-office:receipts", pk)


# --- the league --------------------------------------------------------------------------------------------------------------


def _league(request: HttpRequest) -> dict[str, Any]:
    at = timezone.now()
    today = timezone.localdate(at)
    days = number_in(request.GET.get("days", ""))
    days = days if days in DAYS else 30
    order = request.GET.get("order", "")
    order = order if order in ORDERS else "rate"
    seen = Reprint.objects.seen_by(request.user).filter(target_at__gt=at - timedelta(days=days))
    place = Site.objects.filter(pk=number_in(request.GET.get("place", ""))).first()
    if place is not None:
        below = Site.objects.filter(tree_id=place.tree_id, lft__gte=place.lft, rght__lte=place.rght)
        seen = seen.filter(site__in=below.values("pk"))
    by_site = figures_by(seen, "site_id", on=today)
    sites = Site.objects.only("name", "short_name", "level", "parent").in_bulk(list(by_site))
    for pk, each in by_site.items():
        each.site = sites[pk]
    rank(by_site.values())
    league = sorted(by_site.values(), key=lambda each: (ORDERS[order][1](each), each.site.name))
    whole = together(league)
    whole.median, whole.p95 = percentiles(seen)
    return {"league": league, "whole": whole, "days": days, "order": order, "place": place}


@office_view
def league(request: HttpRequest) -> HttpResponse:
    """How the sites keep the clock over some days, the slowest first; each leads to its duties."""
    context = _league(request)
    page = Paginator(context.pop("league"), ROWS).get_page(request.GET.get("page"))
    place = context["place"]
    query = f"&days={context['days']}&order={context['order']}" + (f"&place={place.pk}" if place else "")
    context |= {
        "page": page, "query": query, "tab": "", "periods": DAYS,
        "orders": [(name, label) for name, (label, _key) in ORDERS.items()],
        "parents": {each.site.parent_id for each in page},
    }  # fmt: skip
    return office_page(request, "content/office/reprint_league.html", context, title=_("转载时效排名"))


@office_view
def league_xlsx(request: HttpRequest) -> HttpResponse:
    """The league as a spreadsheet."""
    found = _league(request)
    head = [
        _("名次"), _("网站"), _("层级"), _("任务"), _("一小时内"), _("限期内"), _("逾期转载"), _("待转载"), _("逾期未转载"),
        _("免于转载"), _("一小时率（%）"), _("中位用时（分钟）"), _("95% 用时（分钟）"),
    ]  # fmt: skip
    rows = [head]
    for each in found["league"][:MOST_EXPORTED]:
        numbers = (each.total, each.within_hour, each.within_limit, each.late, each.pending, each.overdue, each.waived)
        rates = ["" if value is None else str(value) for value in (each.rate, each.median, each.p95)]
        rows.append([str(each.rank or ""), each.site.name, each.site.get_level_display(), *map(str, numbers), *rates])
    return _file(rows, _("转载时效排名（近 %s 天）") % found["days"])


def _file(rows: Iterable[Iterable[str]], name: str) -> HttpResponse:
    return download(as_xlsx(rows, title=_("转载"), with_figures=True), f"{name}.xlsx")
