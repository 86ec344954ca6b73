"""The reprint ledger: upstream items and sites, in minutes; late and pending ones, and what can be done about them."""

from __future__ import annotations

from datetime import date, datetime

from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from content import actions
from content.access import get_reprint_for
from content.actions.upstream_texts import prepare_text
from content.forms.reprints import CompleteForm, DraftForm, KeepForm, WaiveForm
from content.models import Correction, Reprint, ReprintStanding, UpstreamItem
from content.office.article_picker import public_articles_of
from content.reprint_clock import TONES, ReprintClock
from sites.durations import lasted
from sites.ledgers import Asked, asked_of
from sites.models import CalendarNotice, Site
from sites.office import do_and_tell, office_page, office_view
from sites.policy import Action, can
from sites.query_fields import each_word_in, number_in

ROWS = 30
LATEST_ITEMS = 6
TABS = {
    "pending": gettext_lazy("待转载"),
    "overdue": gettext_lazy("逾期未转载"),
    "to-correct": gettext_lazy("待更正"),
    "after-target": gettext_lazy("超一小时转载"),
    "done": gettext_lazy("已转载"),
    "waived": gettext_lazy("免于转载"),
    "all": gettext_lazy("全部"),
}

CORRECTING = {
    ReprintStanding.RUNNING: gettext_lazy("更正未满一小时"),
    ReprintStanding.PAST_TARGET: gettext_lazy("更正已超一小时"),
    ReprintStanding.OVERDUE: gettext_lazy("更正已逾期"),
}


def _tab_q(tab: str, today: date) -> Q:
    return {
        "pending": Q(state="pending"),
        "overdue": Q(state="pending", due_on__lt=today),
        "to-correct": Q(pk__in=Correction.objects.pending().values("reprint")),
        "after-target": Q(state="done", done_at__gt=F("target_at")),
        "done": Q(state="done"),
        "waived": Q(state="waived"),
        "all": Q(),
    }[tab]


@office_view
def ledger(request: HttpRequest) -> HttpResponse:
    """List the duties of the sites that the person sees, and how the latest items fared across them."""
    at = timezone.now()
    today = timezone.localdate(at)
    seen = Reprint.objects.seen_by(request.user)
    sites = Site.objects.filter(pk__in=seen.values("site"))
    asked = asked_of(request.GET, tabs=TABS, sites=sites, more=("item",))
    tab, latest = asked.tab, _latest_items(seen, today)
    seen = _narrowed(seen, asked)
    counts = seen.aggregate(**{name.replace("-", "_"): Count("pk", filter=_tab_q(name, today)) for name in TABS})
    rows = seen.filter(_tab_q(tab, today)).select_related("item__source", "site", "article", "rule")
    rows = rows.order_by(*(["due_on", "target_at", "pk"] if tab in {"pending", "overdue"} else ["-target_at", "pk"]))
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    owing = {each.reprint_id: each for each in Correction.objects.pending().filter(reprint__in=page.object_list)}
    for reprint in page:
        _describe(reprint, at)
        reprint.correction = owing.get(reprint.pk)
    context = {
        **asked.context(),
        "page": page,
        "tabs": [(name, label, counts[name.replace("-", "_")]) for name, label in TABS.items()],
        "figures": _figures(counts),
        "latest": latest,
        "item": request.GET.get("item", ""),
    }
    return office_page(request, "content/office/reprints.html", context, title=_("国务院信息转载台账"))


def _latest_items(seen: QuerySet[Reprint], today: date) -> list[UpstreamItem]:
    """The latest items with the tally of the sites that the person sees, in two queries."""
    items = list(UpstreamItem.objects.filter(pk__in=seen.values("item")).order_by("-published_at")[:LATEST_ITEMS])
    on_last_day = Q(done_on__lte=F("due_on"))
    tallies = (
        seen.filter(item__in=items)
        .annotate(done_on=TruncDate("done_at", tzinfo=timezone.get_default_timezone()))
        .values("item")
        .annotate(
            in_time=Count("pk", filter=Q(state="done", done_at__lte=F("target_at"))),
            after_target=Count("pk", filter=Q(state="done", done_at__gt=F("target_at")) & on_last_day),
            late=Count("pk", filter=Q(state="done", done_on__gt=F("due_on")) | Q(state="pending", due_on__lt=today)),
            pending=Count("pk", filter=Q(state="pending", due_on__gte=today)),
            waived=Count("pk", filter=Q(state="waived")),
            total=Count("pk"),
        )
        .order_by()
    )
    by_item = {tally["item"]: tally for tally in tallies}
    for item in items:
        item.tally = by_item[item.pk]
        item.bar = _bar(item.tally)
    return items


def _bar(tally: dict[str, int]) -> list[tuple[str, float, float]]:
    """The tally as parts of a bar: tone, start and width in hundredths."""
    parts, start = [], 0.0
    shown = (("safe", "in_time"), ("soon", "after_target"), ("pending", "pending"), ("late", "late"))
    whole = sum(tally[name] for _tone, name in shown) or 1
    for tone, name in shown:
        width = round(100 * tally[name] / whole, 2)
        parts.append((tone, start, width))
        start += width
    return parts


def _narrowed(seen: QuerySet[Reprint], asked: Asked) -> QuerySet[Reprint]:
    """The duties of the chosen site and item, and of the words searched for."""
    item = number_in(asked.said.get("item", ""))
    seen = seen.filter(site=asked.site) if asked.site else seen
    seen = seen if item is None else seen.filter(item=item)
    return seen.filter(each_word_in(asked.words, "item__title"))


def _figures(counts: dict[str, int]) -> dict[str, int | None]:
    done = counts["done"]
    within = 100 * (done - counts["after_target"]) // done if done else None
    return {"pending": counts["pending"], "overdue": counts["overdue"], "done": done, "within_the_hour": within}


def _describe(reprint: Reprint, at: datetime) -> None:
    """Put tone, words and minutes beside the row, which the template shows together."""
    standing = reprint.standing(at=at)
    reprint.shown_standing, reprint.tone = standing.label, TONES[standing]
    taken = lasted(reprint.minutes(at=at))
    reprint.shown_minutes = {"pending": _("已过 %s") % taken, "done": taken}.get(reprint.state, "")


@office_view
def duty(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one duty: the item, how its clocks run, and what the person can do."""
    return duty_page(request, pk)


def duty_page(
    request: HttpRequest,
    pk: int,
    *,
    draft_form: Form | None = None,
    complete_form: Form | None = None,
    waive_form: Form | None = None,
    keep_form: Form | None = None,
) -> HttpResponse:
    """The page of one duty, with the forms as they are: those that were sent and refused say why."""
    at = timezone.now()
    reprint = get_reprint_for(request.user, pk)
    _describe(reprint, at)
    is_pending = reprint.state == "pending"
    calendar = CalendarNotice.objects.calendar()
    received_on = timezone.localdate(reprint.item.received_at)
    may_link = is_pending and can(request.user, Action.REPRINT_LINK, reprint)
    may_waive = is_pending and can(request.user, Action.REPRINT_DECIDE, reprint)
    is_begun = reprint.article is not None and reprint.article.state != "withdrawn"
    writing = may_link and not is_begun and not reprint.is_automatic
    draft_form = draft_form or (DraftForm(reprint, request.user) if writing else None)
    context = {
        "reprint": reprint,
        "is_begun": is_pending and is_begun,
        "urges": list(reprint.urges.select_related("by")) if is_pending else [],
        "corrections": _corrections(reprint, at),
        "may_follow": can(request.user, Action.REPRINT_LINK, reprint),
        "keep_form": (keep_form or KeepForm()) if can(request.user, Action.REPRINT_DECIDE, reprint) else None,
        "clock": ReprintClock.of(reprint.target_at, reprint.due_on, at=at) if is_pending else None,
        "draft_form": draft_form if draft_form and draft_form.fields["column"].queryset else None,
        "item": reprint.item,
        "days": calendar.explain(received_on, max(calendar.working_days_between(received_on, reprint.due_on), 0)),
        "complete_form": (complete_form or CompleteForm(reprint, at)) if may_link else None,
        "waive_form": (waive_form or WaiveForm()) if may_waive else None,
    }
    status = 422 if any(form and form.is_bound for form in (draft_form, complete_form, waive_form, keep_form)) else 200
    return office_page(request, "content/office/reprint.html", context, title=_("转载任务"), status=status)


def _corrections(reprint: Reprint, at: datetime) -> list[Correction]:
    rows = list(reprint.corrections.select_related("text"))
    for row in rows:
        standing = row.standing(at=at)
        row.tone = TONES[standing]
        row.shown_standing = row.get_state_display() if row.closed_at else CORRECTING.get(standing, standing.label)
    return rows


@require_POST
@office_view
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw up the copy and send it to its first review in one step."""
    reprint, at = get_reprint_for(request.user, pk, Action.REPRINT_LINK), timezone.now()
    form = DraftForm(reprint, request.user, request.POST)
    if not form.is_valid():
        return duty_page(request, pk, draft_form=form)
    column = form.cleaned_data["column"]

    def draw_up() -> None:
        text = prepare_text(reprint.item, by=request.user, at=at, waits=False)
        actions.draft_reprint(reprint, column, text, by=request.user, at=at)

    do_and_tell(request, draw_up, _("转载稿已起草并送初审，审核队列中排在最前并显示转载时限。"))
    return redirect("reprint-office:duty", pk)


@require_POST
@office_view
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    """Meet the duty with an article published by hand."""
    reprint, at = get_reprint_for(request.user, pk, Action.REPRINT_LINK), timezone.now()
    form = CompleteForm(reprint, at, request.POST)
    if not form.is_valid():
        return duty_page(request, pk, complete_form=form)
    article = form.cleaned_data["article"]
    do_and_tell(
        request,
        lambda: actions.complete_reprint(reprint, article, by=request.user, at=at),
        _("已登记转载稿件，并向本网站核验页面。"),
    )
    return redirect("reprint-office:duty", pk)


@require_POST
@office_view
def waive(request: HttpRequest, pk: int) -> HttpResponse:
    """Free the site from the duty, with a reason."""
    reprint = get_reprint_for(request.user, pk, Action.REPRINT_DECIDE)
    form = WaiveForm(request.POST)
    if not form.is_valid():
        return duty_page(request, pk, waive_form=form)
    reason = form.cleaned_data["reason"]
    do_and_tell(
        request,
        lambda: actions.waive_reprint(reprint, reason, by=request.user, at=timezone.now()),
        _("已登记为免于转载。"),
    )
    return redirect("reprint-office:duty", pk)


@office_view
def articles(request: HttpRequest, pk: int) -> HttpResponse:
    """Public articles of the duty's site, by title, for the picker."""
    reprint = get_reprint_for(request.user, pk, Action.REPRINT_LINK)
    return public_articles_of(request, reprint.site_id)
