"""The figures that the public may check us by, as a page and as files with the same numbers."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from interaction import figures
from interaction.charts import column_chart, shares
from interaction.figures import YearFigures
from interaction.figures.columns import SHOWN, cells, year_as_data, year_as_rows
from interaction.forms import MonthForm, YearForm
from interaction.page_meta import page_meta
from interaction.views.pages import page, trail
from sites.downloads import download
from sites.tables import as_csv


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Figures of a year by month, and by organization for the year or one of its months."""
    now = timezone.localtime()
    years = figures.years_with_letters(request.site, on=now.date())
    month = MonthForm(request.GET).named()
    year = YearForm(request.GET).chosen(among=years, wished=month.year if month else None)
    found = figures.year_figures(request.site, year, on=now.date(), is_first=year == years[-1])
    months = found.months[::-1]
    chosen = next((row for row in months if row.month == month), None)
    bodies = figures.by_organization(request.site, on=chosen.month) if chosen else found.bodies
    context = {
        "trail": trail(("办理情况统计", "")),
        "years": years,
        "year": found,
        "tiles": _tiles(found),
        "columns": SHOWN,
        "months": [(row, cells(row)) for row in months],
        "total": cells(found.total),
        "chosen": chosen or months[0],
        "is_month": chosen is not None,
        "organizations": list(
            zip(bodies, (cells(row) for row in bodies), shares([r.answered for r in bodies]), strict=True)
        ),
        "chart": _chart(found),
        "definitions": figures.DEFINITIONS,
        "now": now,
        "page_meta": page_meta(request.site, "办理情况统计", "来信收到、答复、按时、用时、延期、退回和满意度统计"),
    }
    return page(request, "figures", context)


def _tiles(year: YearFigures) -> list[dict[str, str]]:
    names = {column.name: column for column in SHOWN}
    wanted = ("received", "answered", "on_time_percent", "average_days", "extended", "returned", "satisfied_percent")
    return [
        {
            "label": names[name].label,
            "value": names[name].text(year.total).removesuffix("%"),
            "unit": names[name].unit if names[name].of(year.total) is not None else "",
        }
        for name in wanted
    ]


def _chart(year: YearFigures):  # noqa: ANN202 (a ColumnChart)
    labels = [f"{row.month.month} 月" for row in year.months]
    series = [("收到", [row.received for row in year.months]), ("答复", [row.answered for row in year.months]),
              ("其中按时答复", [row.on_time for row in year.months])]  # fmt: skip
    return column_chart(labels, series, unit=" 件")


def _year(request: HttpRequest, year: int) -> tuple[YearFigures, datetime]:
    now = timezone.localtime()
    years = figures.years_with_letters(request.site, on=now.date())
    if year not in years:
        raise Http404
    return figures.year_figures(request.site, year, on=now.date(), is_first=year == years[-1]), now


@require_safe
def statistics_csv(request: HttpRequest, year: int) -> HttpResponse:
    """The year's figures as a table for spreadsheets."""
    found, now = _year(request, year)
    content = as_csv(year_as_rows(found, as_of=f"{now:%Y-%m-%d %H:%M}"))
    return download(content, f"{request.site.short_name}来信办理统计-{year}.csv")


@require_safe
def statistics_json(request: HttpRequest, year: int) -> JsonResponse:
    """The year's figures as data, with what they mean and when they were taken."""
    found, now = _year(request, year)
    data = year_as_data(found, site=request.site.name, as_of=now.isoformat(timespec="minutes"))
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})
