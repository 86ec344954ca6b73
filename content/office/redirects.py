"""Tables of redirects in and out of the office: look at what a file would do, then take it over."""

from __future__ import annotations

import logging
import secrets

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from content.actions.redirects import Line, import_redirects
from content.forms.addresses import HEADINGS, RedirectTableForm, TicketForm
from content.models import Redirect
from sites.access import get_site_for
from sites.downloads import download
from sites.office import office_page, office_view
from sites.policy import Action
from sites.refusals import Refused
from sites.tables import as_csv

KEPT_FOR = 1800  # seconds between looking and taking over
SHOWN = 500
TEMPLATE = "content/office/redirects.html"
logger = logging.getLogger(__name__)


@office_view
def redirect_table(request: HttpRequest) -> HttpResponse:
    """Ask for a file and show, row by row, what it would do; nothing is changed yet."""
    form = RedirectTableForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method != "POST" or not form.is_valid():
        return _page(request, {"form": form}, status=400 if request.method == "POST" else 200)
    site, lines = form.cleaned_data["site"], form.cleaned_data["file"]
    try:
        trial = import_redirects(site, lines, by=request.user, at=timezone.now(), is_trial=True)
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return _page(request, {"form": form}, status=409)
    ticket = secrets.token_urlsafe(16)
    rows = [(line.number, line.source, line.target, line.is_permanent, line.note) for line in lines]
    try:
        cache.set(f"redirects:{request.user.pk}:{ticket}", (site.pk, rows), KEPT_FOR)
    except Exception:  # whatever the cache is, its outage is no fault of who sends the table
        logger.exception("A table of redirects could not be kept.")
        form.add_error(None, _("系统暂时不能保存预览，请稍后再试；如仍不行，请联系运维人员。"))
        return _page(request, {"form": form}, status=503)
    return _page(request, {"form": form, "site": site, "result": trial, "ticket": ticket, **_shown(trial.lines)})


@require_POST
@office_view
def take_over(request: HttpRequest) -> HttpResponse:
    """Take over the table that was looked at, and report every row."""
    asked = TicketForm(request.POST)
    key = f"redirects:{request.user.pk}:{asked.cleaned_data['ticket']}" if asked.is_valid() else ""
    kept = cache.get(key) if key else None
    form = RedirectTableForm(user=request.user)
    if kept is None:
        return _page(request, {"form": form, "problem": _("预览已过期或已经导入，请重新选择文件。")}, status=409)
    site_pk, rows = kept
    site = get_site_for(request.user, site_pk, Action.REDIRECT_CHANGE)
    try:
        done = import_redirects(site, [Line(*row) for row in rows], by=request.user, at=timezone.now())
    except Refused as refusal:
        return _page(request, {"form": form, "problem": refusal.reason}, status=409)
    cache.delete(key)
    return _page(request, {"form": form, "site": site, "result": done, "is_done": True, **_shown(done.lines)})


@require_safe
@office_view
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """All redirects of a site as a table that can be taken over again."""
    site = get_site_for(request.user, pk, Action.REDIRECT_CHANGE)
    rows = Redirect.objects.filter(site=site).values_list("source", "target", "is_permanent", "note")
    lines = [(source, target, "301" if permanent else "302", note) for source, target, permanent, note in rows]
    return download(as_csv([HEADINGS, *lines]), f"redirects-{site.slug}.csv")


def _shown(lines: list[Line]) -> dict[str, object]:
    """Refused rows first, then those that lead nowhere for now, and no more than a page bears."""
    order = sorted(lines, key=lambda line: (line.outcome != "refused", not line.is_unheard, line.number))
    return {"lines": order[:SHOWN], "left_out": max(0, len(lines) - SHOWN)}


def _page(request: HttpRequest, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    sites = context["form"].fields["site"].queryset[:200]
    return office_page(request, TEMPLATE, {**context, "sites": sites}, title=_("导入与导出跳转地址"), status=status)
