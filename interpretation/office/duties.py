"""The interpretation ledger: which documents wait for an interpretation, which were late, and how that was counted."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.db.models import Count, F, Prefetch, Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from content.models import PolicyDocument
from interpretation import actions
from interpretation.access import get_document_for, get_duty_for, get_interpreting_article_for
from interpretation.conditions import plan_of
from interpretation.forms import ExemptForm, ExplainForm, InterpretedByForm
from interpretation.models import Interpretation, InterpretationDuty
from interpretation.models.duty import OWED
from interpretation.narrowing import narrowing_of
from interpretation.querysets import linkable_articles, linkable_documents
from interpretation.standing import standing_of
from sites.ledgers import asked_of
from sites.models import CalendarNotice, Site
from sites.office import do_and_tell, office_page, office_view
from sites.paging import page_of
from sites.picker import asked_for, found_rows
from sites.policy import Action, can
from sites.query_fields import each_word_in
from sites.scope import everything

ROWS = 30
TABS = {
    "open": gettext_lazy("待解读"),
    "overdue": gettext_lazy("逾期未解读"),
    "met-late": gettext_lazy("逾期解读"),
    "met": gettext_lazy("已解读"),
    "exempt": gettext_lazy("免于解读"),
    "not-owed": gettext_lazy("文件失效或撤下"),
    "all": gettext_lazy("全部"),
}


def _tab_q(tab: str, today: date) -> Q:
    return {
        "open": OWED & Q(state="open"),
        "overdue": OWED & Q(state="open", due_on__lt=today),
        "met-late": OWED & Q(state="met", met_on__gt=F("due_on")),
        "met": OWED & Q(state="met"),
        "exempt": OWED & Q(state="exempt"),
        "not-owed": ~OWED,
        "all": Q(),
    }[tab]


@require_safe
@office_view
def ledger(request: HttpRequest) -> HttpResponse:
    """List the duties of the sites that the person sees, what is most urgent first."""
    today, calendar = timezone.localdate(), CalendarNotice.objects.calendar()
    seen = InterpretationDuty.objects.seen_by(request.user)
    sites = Site.objects.filter(pk__in=seen.values("site"))
    asked = asked_of(request.GET, tabs=TABS, sites=sites, more=("progress", "organization"))
    tab, narrowed = asked.tab, narrowing_of(request.GET, seen)
    seen = seen.filter(each_word_in(asked.words, "document__article__title", "document__document_number"))
    seen = seen.filter(site=asked.site) if asked.site else seen
    seen = narrowed.of(seen)
    counts = seen.aggregate(**{name.replace("-", "_"): Count("pk", filter=_tab_q(name, today)) for name in TABS})
    rows = seen.filter(_tab_q(tab, today)).order_by("due_on" if tab in {"open", "overdue"} else "-due_on", "pk")
    with everything("what explains a document that the person may see the duty of"):
        explaining = Interpretation.objects.select_related("article")
    rows = rows.with_progress().select_related("document__article__interpretation_plan", "site", "organization")
    rows = rows.prefetch_related(Prefetch("document__interpretations", explaining))
    page = page_of(rows, request.GET.get("page", ""), size=ROWS)
    for duty in page:
        duty.standing = standing_of(duty, on=today, calendar=calendar)
    context = {
        **asked.context(),
        **narrowed.context(),
        "page": page,
        "tabs": [(name, label, counts[name.replace("-", "_")]) for name, label in TABS.items()],
        "figures": _figures(counts),
    }
    return office_page(request, "interpretation/office/ledger.html", context, title=_("政策解读台账"))


def _figures(counts: dict[str, int]) -> dict[str, int | None]:
    """Interpreted among what had to be (解读率, JD6), and in time among what was interpreted; cut, as in the report."""
    owed, met = counts["open"] + counts["met"], counts["met"]
    return {
        "owed": owed,
        "met": met,
        "rate": 100 * met // owed if owed else None,
        "in_time": 100 * (met - counts["met_late"]) // met if met else None,
        "overdue": counts["overdue"],
    }


@require_safe
@office_view
def duty(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one duty: the document, how its last day was counted, what explains it, and what the person can do."""
    return _duty_page(request, pk)


def _duty_page(
    request: HttpRequest, pk: int, *, link_form: Form | None = None, exempt_form: Form | None = None
) -> HttpResponse:
    duty = get_duty_for(request.user, pk)
    calendar = CalendarNotice.objects.calendar()
    may_link = can(request.user, Action.INTERPRETATION_LINK, duty.document)
    may_exempt = can(request.user, Action.DUTY_EXEMPT, duty) and duty.state == "open"
    with everything("what explains a document that the person may see the duty of"):
        linked = Interpretation.objects.filter(documents=duty.document).order_by("pk")
        linked = linked.select_related("article__site", "article__column")
    context = {
        "duty": duty,
        "document": duty.document,
        "standing": standing_of(duty, on=timezone.localdate(), calendar=calendar),
        "days": calendar.explain(duty.starts_on, duty.working_days),
        "plan": plan_of(duty.document.article),
        "may_plan": duty.state == "open" and can(request.user, Action.PLAN_MAKE, duty.document.article),
        "linked": [(each, can(request.user, Action.INTERPRETATION_LINK, each) and may_link) for each in linked],
        "reminders": duty.reminders.select_related("recipient").order_by("at", "pk"),
        "link_form": (link_form or InterpretedByForm(request.user)) if may_link else None,
        "exempt_form": (exempt_form or ExemptForm()) if may_exempt else None,
    }
    status = 422 if (link_form or exempt_form) else 200
    return office_page(request, "interpretation/office/duty.html", context, title=_("解读任务"), status=status)


@require_POST
@office_view
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Link an interpretation to the duty's document."""
    duty = get_duty_for(request.user, pk)
    form = InterpretedByForm(request.user, request.POST)
    if not form.is_valid():
        return _duty_page(request, pk, link_form=form)
    how = {name: form.cleaned_data[name] for name in ("form", "author_role")}
    do_and_tell(
        request,
        lambda: actions.link_interpretation(form.chosen, [duty.document], by=request.user, at=timezone.now(), **how),
        _("已关联。解读公开后即计为完成。"),
    )
    return redirect("interpretation-office:duty", pk)


@require_POST
@office_view
def exempt(request: HttpRequest, pk: int) -> HttpResponse:
    """Free the document from its duty, with a reason."""
    duty = get_duty_for(request.user, pk, Action.DUTY_EXEMPT)
    form = ExemptForm(request.POST)
    if not form.is_valid():
        return _duty_page(request, pk, exempt_form=form)
    reason = form.cleaned_data["reason"]
    do_and_tell(
        request,
        lambda: actions.exempt_duty(duty, reason, by=request.user, at=timezone.now()),
        _("已登记为免于解读。"),
    )
    return redirect("interpretation-office:duty", pk)


@require_POST
@office_view
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """Say, from the article's page, which documents it explains and how."""
    article = get_interpreting_article_for(request.user, pk)
    form = ExplainForm(request.user, request.POST)
    if form.is_valid():
        how = {name: form.cleaned_data[name] for name in ("form", "author_role")}
        do_and_tell(
            request,
            lambda: actions.link_interpretation(article, form.chosen, by=request.user, at=timezone.now(), **how),
            _("解读信息已保存。"),
        )
    else:
        messages.error(request, "；".join(sentence for found in form.errors.values() for sentence in found))
    return redirect("content-office:article", pk)


@require_POST
@office_view
def unlink(request: HttpRequest, pk: int, document_pk: int) -> HttpResponse:
    """Take one link away."""
    article = get_interpreting_article_for(request.user, pk)
    document = get_document_for(request.user, document_pk)
    do_and_tell(
        request,
        lambda: actions.unlink_interpretation(article, document, by=request.user, at=timezone.now()),
        _("已解除关联。"),
    )
    if request.POST.get("from") == "duty" and hasattr(document, "duty"):
        return redirect("interpretation-office:duty", document.duty.pk)
    return redirect("content-office:article", pk)


@require_POST
@office_view
def clauses(request: HttpRequest, pk: int, document_pk: int) -> HttpResponse:
    """Say which clauses of a document the interpretation is about."""
    article = get_interpreting_article_for(request.user, pk)
    document = get_document_for(request.user, document_pk)
    asked = request.POST.get("clauses", "").replace("\x00", "")
    do_and_tell(
        request,
        lambda: actions.set_clauses(article, document, asked, by=request.user, at=timezone.now()),
        _("解读的条款已保存，读者从解读页面可以直接到达原文的这些条款。") if asked.strip() else _("已改为解读全文。"),
    )
    return redirect("content-office:article", pk)


# --- pickers ---------------------------------------------------------------------------------------------------------


@require_safe
@office_view
def documents(request: HttpRequest) -> HttpResponse:
    """Documents that the person may link, by number or title."""
    asked = asked_for(request, "document_number", "article__title")
    found = linkable_documents(request.user).filter(asked)
    return found_rows(found, title=lambda each: each.article.title, note=_told_apart)


def _told_apart(document: PolicyDocument) -> str:
    words = [document.document_number, str(document.written_on), document.article.site.short_name]
    return " · ".join(filter(None, words))


@require_safe
@office_view
def articles(request: HttpRequest) -> HttpResponse:
    """Interpretations that the person may link, by title."""
    return found_rows(
        linkable_articles(request.user).filter(asked_for(request, "title")),
        title=lambda each: each.title,
        note=lambda each: f"{each.site.short_name} / {each.column} · {each.get_state_display()}",
    )
