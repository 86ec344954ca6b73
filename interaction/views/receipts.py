"""What the citizen takes away: number and query code, on the screen, on paper, by mail or as a short message.

What the page shows lies in a signed cookie of the browser that sent the letter, for ten minutes; the server keeps nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from interaction import ladder, shown
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


class Sent(NamedTuple):
    """The letter just sent: its number, the secret its query code is made from, when, and whether it had arrived before."""

    number: str
    secret: str
    at: int
    is_repeat: bool


def show_receipt(done: Submitted, secret: str, now: datetime) -> HttpResponseRedirect:
    """Leave in the browser what the receipt shows, and go there."""
    sent = Sent(done.letter.number, secret, int(now.timestamp()), done.is_repeat)
    response = redirect("interaction:receipt")
    response.set_cookie(
        RECEIPT,
        signing.dumps(sent, salt=RECEIPT),
        max_age=RECEIPT_SHOWN_FOR,
        path=get_script_prefix(),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _just_sent(request: HttpRequest, now: datetime) -> Sent | None:
    """What the browser brings of the letter just sent; nothing after ten minutes."""
    try:
        sent = Sent(*signing.loads(request.COOKIES.get(RECEIPT, ""), salt=RECEIPT))
    except signing.BadSignature:
        return None
    return sent if now.timestamp() - sent.at <= RECEIPT_SHOWN_FOR.total_seconds() else None


def _without_receipt(view: str) -> HttpResponseRedirect:
    response = redirect(view)
    response.delete_cookie(RECEIPT, path=get_script_prefix(), samesite="Lax")
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """Number and query code, for ten minutes and in this browser only; a POST clears them at once."""
    now = timezone.now()
    sent = _just_sent(request, now)
    if sent is None or request.method == "POST":
        return _without_receipt("interaction:lookup" if request.method == "GET" else "interaction:home")
    row = get_own_letter(request.site, sent.number)
    mobile = mobile_of(row.writer_phone)
    context = {
        "trail": trail((row.mailbox.name, reverse("interaction:mailbox", args=[row.mailbox.slug])), ("回执", "")),
        "letter": row,
        "code": spaced(code_for(sent.secret)),
        "is_repeat": sent.is_repeat,
        "days": shown.days_counted(row, CalendarNotice.objects.calendar(), on=timezone.localdate()),
        "files": row.files.all(),
        "mail": masked(row.writer_email) if row.writer_email and not _went_by("mail", sent, now) else "",
        "mobile": f"{mobile[:3]}****{mobile[-4:]}" if mobile and not _went_by("sms", sent, now) else "",
    }
    return page(request, "letter_receipt", context)


def _went_by(way: str, sent: Sent, now: datetime) -> bool:
    return ladder.is_refused(ladder.RECEIPTS, f"{sent.number}:{way}", at=now)


@never_cache
@require_POST
def send_receipt(request: HttpRequest, way: str) -> HttpResponse:
    """Send the receipt once by mail or once as a short message, because its owner asked for it just now."""
    if way not in WAYS:
        raise Http404
    now = timezone.now()
    sent = _just_sent(request, now)
    if sent is None:
        return redirect("interaction:lookup")
    if not _went_by(way, sent, now):
        try:
            WAYS[way](get_own_letter(request.site, sent.number), code=spaced(code_for(sent.secret)), at=now)
        except Refused as refusal:
            messages.error(request, refusal.reason)
        else:
            ladder.count(ladder.RECEIPTS, f"{sent.number}:{way}", at=now)
            messages.success(request, _("回执已发出，请注意查收。"))
    return redirect("interaction:receipt")
