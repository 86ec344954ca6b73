"""What the public may check us by: how much of what has to be explained is explained, on sites that show it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.page_meta import site_tags
from content.page_store.stored import stored
from interpretation.access import public_duties
from interpretation.reports import figures_of, grouped


@require_safe
@stored
def rate(request: HttpRequest) -> HttpResponse:
    """The site's 解读率 by year, and by drafting organization; 404 on sites that do not show it."""
    site, today = request.site, timezone.localdate()
    duties = public_duties(site)
    name = _("政策解读情况")
    described = [
        ("ColumnName", name), ("ColumnDescription", f"{site.name}{name}"), ("ColumnKeywords", f"{name},解读率,{site.short_name}"),
        ("ColumnType", _("政策解读")),
    ]  # fmt: skip
    context = {
        "title": name,
        "trail": [{"name": _("首页"), "url": reverse("content:home")}, {"name": name, "url": ""}],
        "whole": figures_of(duties, on=today),
        "years": grouped(duties, "year", on=today),
        "organizations": [row for row in grouped(duties, "organization", on=today) if row.owed],
        "as_of": today,
        "page_meta": site_tags(site) + described,
    }
    return TemplateResponse(request, "interpretation/rate.html", context)
