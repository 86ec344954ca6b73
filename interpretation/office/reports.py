"""The report on interpretations: on screen, as a spreadsheet and as PDF."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from content.models import PolicyDocument
from interpretation.models import InterpretationDuty
from interpretation.reports import GROUPS, HEADS, Report, as_rows, report_of, why_without
from sites.downloads import download
from sites.models import Site
from sites.office import office_page, office_view
from sites.pdf import pdf_of
from sites.tables import as_xlsx


def _report(request: HttpRequest) -> tuple[Report, InterpretationDuty]:
    seen = InterpretationDuty.objects.seen_by(request.user)
    documents = PolicyDocument.objects.reached_by(request.user)
    report = report_of(seen, documents, request.GET, on=timezone.localdate())
    for document in report.without:
        document.why = why_without(document)
    return report, seen


@require_GET
@office_view
def report(request: HttpRequest) -> HttpResponse:
    """Show the figures by group, what is late, and what has no interpretation."""
    found, seen = _report(request)
    asked = {"by": found.by, "year": found.year or "", "site": found.site.pk if found.site else ""}
    context = {
        "report": found,
        "groups": GROUPS,
        "heads": HEADS,
        "sites": Site.objects.filter(pk__in=seen.values("site")).order_by("tree_id", "lft"),
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "as_of": timezone.localdate(),
    }
    return office_page(request, "interpretation/office/report.html", context, title=_("政策解读情况"))


@require_GET
@office_view
def report_xlsx(request: HttpRequest) -> HttpResponse:
    """The report as a spreadsheet, no cell of which is a formula."""
    found, _seen = _report(request)
    return _file(as_xlsx(as_rows(found), title=_("政策解读情况"), with_figures=True), found, "xlsx")


@require_GET
@office_view
def report_pdf(request: HttpRequest) -> HttpResponse:
    """The report as PDF."""
    found, _seen = _report(request)
    context = {"report": found, "heads": HEADS, "group": GROUPS[found.by], "as_of": timezone.localdate()}
    sheet = render_to_string("interpretation/office/_report.html", context)
    footer = _("数据截至 %s") % timezone.localdate()
    return _file(pdf_of(sheet, title=found.title, header=found.title, footer=footer), found, "pdf")


def _file(content: bytes, report: Report, ending: str) -> HttpResponse:
    return download(content, f"{report.title.replace(' · ', '-')}.{ending}")
