"""The figures that the public may check us by."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from interaction import figures
from interaction.forms import MonthForm
from interaction.page_meta import page_meta
from interaction.views.pages import page, trail


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Figures by month and, for one month, by organization."""
    today = timezone.localdate()
    months = figures.by_month(request.site, on=today)
    month = MonthForm(request.GET).chosen(among=[row.month for row in months])
    context = {
        "trail": trail(("办理情况统计", "")),
        "months": months,
        "chosen": next(row for row in months if row.month == month),
        "organizations": figures.by_organization(request.site, on=month),
        "today": today,
        "page_meta": page_meta(request.site, "办理情况统计", "来信收到、答复、按时和用时统计"),
    }
    return page(request, "figures", context)
