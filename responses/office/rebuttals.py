"""Rumours in the office: the ledger, and writing a rebuttal."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from responses import actions
from responses.access import get_rebuttal_for
from responses.forms import RebuttalForm, SiteChoiceForm, writing_sites
from responses.models import Rebuttal, ReviewedText
from responses.office.texts import form_page
from sites.ledgers import asked_of
from sites.models import Site
from sites.office import office_page, office_view
from sites.paging import page_of
from sites.policy import Action
from sites.query_fields import each_word_in

ROWS = 30
TABS = {
    "all": gettext_lazy("全部"),
    "review": gettext_lazy("审核中"),
    "draft": gettext_lazy("草稿和退回"),
    "published": gettext_lazy("已发布"),
    "withdrawn": gettext_lazy("已撤回"),
}
STATES = {
    "review": ("review", "issue"),
    "draft": ("draft", "returned"),
    "published": ("published",),
    "withdrawn": ("withdrawn",),
}
FIELDS = (
    "title", "claim", "spread", "claimed_on", "finding", "conclusion", "evidence", "organization", "source",
    "source_url", "topic",
)  # fmt: skip


def _tab_q(tab: str) -> Q:
    return Q(state__in=STATES[tab]) if tab in STATES else Q(pk__isnull=False)


@require_safe
@office_view
def ledger(request: HttpRequest) -> HttpResponse:
    """List the rebuttals of the sites that the person sees, the newest first."""
    seen = Rebuttal.objects.reached_by(request.user)
    asked = asked_of(request.GET, tabs=TABS, sites=Site.objects.filter(pk__in=seen.order_by().values("site")))
    seen = seen.filter(each_word_in(asked.words, "title", "claim"))
    seen = seen.filter(site=asked.site) if asked.site else seen
    counts = seen.aggregate(**{name: Count("pk", filter=_tab_q(name)) for name in TABS})
    rows = seen.filter(_tab_q(asked.tab)).select_related("site", "organization", "author").order_by("-edited_at", "-pk")
    context = {
        **asked.context(),
        "page": page_of(rows, request.GET.get("page", ""), size=ROWS),
        "tabs": [(name, label, counts[name]) for name, label in TABS.items()],
        "may_add": writing_sites(request.user).exists(),
    }
    return office_page(request, "responses/office/rebuttals.html", context, title=_("辟谣"))


@require_http_methods(["GET", "POST"])
@office_view
def add(request: HttpRequest) -> HttpResponse:
    """Rebut a rumour on one of the person's sites; the site is chosen first, since topics and organizations follow from it."""
    sites = list(writing_sites(request.user))
    if not sites:
        raise Http404
    chosen = SiteChoiceForm(request.user, request.GET)
    site = sites[0] if len(sites) == 1 else (chosen.cleaned_data["site"] if chosen.is_valid() else None)
    if site is None:
        context = {"form": SiteChoiceForm(request.user), "choosing": True}
        return office_page(request, "responses/office/text_form.html", context, title=_("辟谣"))
    initial = {"source": site.sponsor.name, "organization": site.sponsor}
    form = RebuttalForm(site, request.POST if request.method == "POST" else None, initial=initial)

    def save() -> ReviewedText:
        return actions.draft_rebuttal(site, by=request.user, at=timezone.now(), **form.cleaned_data)

    return form_page(request, form, save, {"site": site}, _("辟谣"), "responses-office:rebuttal")


@require_http_methods(["GET", "POST"])
@office_view
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one's own draft."""
    found = get_rebuttal_for(request.user, pk, Action.RESPONSE_WRITE)
    initial = {name: getattr(found, name) for name in FIELDS}
    form = RebuttalForm(
        found.site, request.POST if request.method == "POST" else None, initial=initial, kept=found.organization
    )

    def save() -> ReviewedText:
        return actions.save_text(found, by=request.user, at=timezone.now(), **form.cleaned_data)

    return form_page(request, form, save, {"site": found.site}, _("修改辟谣"), "responses-office:rebuttal")
