"""What the citizen takes away: number and query code, on the screen, on paper, by mail or as a short message."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from interaction import shown
from interaction.access import get_own_letter
from interaction.actions import mail_receipt, text_receipt
from interaction.codes import code_for, spaced
from interaction.sms import mobile_of
from interaction.views.pages import page, trail
from sites.models import CalendarNotice
from sites.privacy import masked
from sites.refusals import Refused

if TYPE_CHECKING:
    from interaction.actions import Submitted

RECEIPT = "interaction_receipt"
RECEIPT_SHOWN_FOR = timedelta(minutes=10)
WAYS = {"mail": mail_receipt, "sms": text_receipt}


def show_receipt(request: HttpRequest, done: Submitted, secret: str, now: datetime) -> HttpResponseRedirect:
    """Keep in the session what the receipt shows, and go there."""
    request.session[RECEIPT] = [done.letter.number, secret, now.timestamp(), done.is_repeat]
    return redirect("interaction:receipt")


def _kept(request: HttpRequest, now: datetime) -> list | None:
    """What the session keeps of the letter just sent; nothing after ten minutes."""
    kept = request.session.get(RECEIPT)
    if kept is None or now.timestamp() - kept[2] > RECEIPT_SHOWN_FOR.total_seconds():
        request.session.pop(RECEIPT, None)
        return None
    return kept


@never_cache
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """Number and query code, for ten minutes and in this browser only; a POST clears them at once."""
    kept = _kept(request, timezone.now())
    if kept is None or request.method == "POST":
        request.session.pop(RECEIPT, None)
        return redirect("interaction:lookup" if request.method == "GET" else "interaction:home")
    number, secret, _at, is_repeat, *sent = kept
    row = get_own_letter(request.site, number)
    context = {
        "trail": trail((row.mailbox.name, reverse("interaction:mailbox", args=[row.mailbox.slug])), ("回执", "")),
        "letter": row,
        "code": spaced(code_for(secret)),
        "is_repeat": is_repeat,
        "days": shown.days_counted(row, CalendarNotice.objects.calendar(), on=timezone.localdate()),
        "files": row.files.all(),
        "mail": masked(row.writer_email) if row.writer_email and "mail" not in sent else "",
        "mobile": _hidden(mobile_of(row.writer_phone)) if "sms" not in sent else "",
    }
    return page(request, "letter_receipt", context)


def _hidden(mobile: str | None) -> str:
    return f"{mobile[:3]}****{mobile[-4:]}" if mobile else ""


@never_cache
@require_POST
def send_receipt(request: HttpRequest, way: str) -> HttpResponse:
    """Send the receipt once by mail or once as a short message, because its owner asked for it just now."""
    if way not in WAYS:
        raise Http404
    now = timezone.now()
    kept = _kept(request, now)
    if kept is None:
        return redirect("interaction:lookup")
    if way not in kept[4:]:
        try:
            WAYS[way](get_own_letter(request.site, kept[0]), code=spaced(code_for(kept[1])), at=now)
        except Refused as refusal:
            messages.error(request, refusal.reason)
        else:
            request.session[RECEIPT] = [*kept, way]
            messages.success(request, _("回执已发出，请注意查收。"))
    return redirect("interaction:receipt")
