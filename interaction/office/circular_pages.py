"""The monthly circular: a draft of the month as it stands, the issued one as it was, each as page, PDF and spreadsheet."""

from __future__ import annotations

from datetime import MAXYEAR, date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from interaction import actions
from interaction.access import circulars_of, get_circular_site, sites_overseen
from interaction.circulars import as_rows, compiled
from interaction.figures import first_of
from sites.downloads import download
from sites.office import office_page, office_view
from sites.pdf import pdf_of
from sites.policy import Action, can
from sites.tables import as_xlsx

if TYPE_CHECKING:
    from interaction.models import Circular
    from sites.models import Site

EARLIEST_YEAR = 2000
MONTHS_OFFERED = 12


def _month(year: int, month: int) -> date:
    """The first day of a month that has begun; raise Http404 otherwise."""
    if not (1 <= month <= 12 and EARLIEST_YEAR <= year <= MAXYEAR) or date(year, month, 1) > timezone.localdate():
        raise Http404
    return date(year, month, 1)


def _content(site: Site, month: date) -> tuple[Circular | None, dict[str, Any]]:
    issued = circulars_of(site).filter(month=month).select_related("issued_by").first()
    return issued, issued.content if issued else compiled(site, month, at=timezone.now())


@office_view
@require_GET
def circulars(request: HttpRequest) -> HttpResponse:
    """The last months of the topmost site the person oversees, or of the one asked for, and which are issued."""
    sites = list(sites_overseen(request.user))
    if not sites:
        raise Http404
    asked = request.GET.get("site", "")
    site = next((each for each in sites if str(each.pk) == asked), sites[0])
    issued = {row.month: row for row in circulars_of(site).select_related("issued_by").defer("content")}
    months, start = [], first_of(timezone.localdate())
    while len(months) < MONTHS_OFFERED:
        months.append((start, issued.get(start)))
        start = date(start.year - (start.month == 1), (start.month - 2) % 12 + 1, 1)
    context = {"sites": sites, "site": site, "months": months}
    return office_page(request, "interaction/office/circular_list.html", context, title=_("来信办理通报"))


@office_view
@require_GET
def circular(request: HttpRequest, pk: int, year: int, month: int) -> HttpResponse:
    """The circular of a month: as it was issued, else as it stands now."""
    site, day = get_circular_site(request.user, pk), _month(year, month)
    issued, content = _content(site, day)
    context = {
        "site": site, "month": day, "issued": issued, "content": content,
        "may_issue": issued is None and can(request.user, Action.CIRCULAR_ISSUE, site),
        "is_over": content["through"] < timezone.localdate().isoformat(),
    }  # fmt: skip
    return office_page(request, "interaction/office/circular.html", context, title=_("来信办理通报"))


@office_view
@require_POST
def issue(request: HttpRequest, pk: int, year: int, month: int) -> HttpResponse:
    """Issue the circular of a month that is over."""
    site, day = get_circular_site(request.user, pk, Action.CIRCULAR_ISSUE), _month(year, month)
    actions.issue_circular(site, day, by=request.user, at=timezone.now())
    messages.success(request, _("通报已印发，内容不再随数据变化。"))
    return redirect("interaction-office:circular", pk, year, month)


@office_view
@require_GET
def circular_pdf(request: HttpRequest, pk: int, year: int, month: int) -> HttpResponse:
    """The circular as PDF."""
    site, day = get_circular_site(request.user, pk), _month(year, month)
    issued, content = _content(site, day)
    sheet = render_to_string("interaction/office/_circular.html", {"content": content, "issued": issued, "site": site})
    footer = "" if issued else _("草稿，数据截至 %s") % content["as_of"]
    pdf = pdf_of(sheet, title=content["title"], header=site.name, footer=footer)
    return download(pdf, f"{content['title']}.pdf")


@office_view
@require_GET
def circular_xlsx(request: HttpRequest, pk: int, year: int, month: int) -> HttpResponse:
    """The circular as a spreadsheet, no cell of which is a formula."""
    site, day = get_circular_site(request.user, pk), _month(year, month)
    _issued, content = _content(site, day)
    sheet = as_xlsx(as_rows(content), title=f"{day:%Y-%m}", with_figures=True)
    return download(sheet, f"{content['title']}.xlsx")
