"""Writing a letter, and the receipt that is shown once."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from interaction import shown
from interaction.access import error_mailbox, get_mailbox, get_own_letter
from interaction.actions import submit_letter
from interaction.codes import code_for, spaced
from interaction.forms import LetterForm
from interaction.page_meta import page_meta
from interaction.views.pages import page, sent, trail
from sites.clocks import Clock, working_days_allowed
from sites.models import CalendarNotice
from sites.refusals import Refused

RECEIPT = "interaction_receipt"
RECEIPT_SHOWN_FOR = timedelta(minutes=10)


@never_cache
@csrf_exempt  # no account is involved; the form's own signed token stands in, and an expired one loses no text
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """The letter form; it works without scripts and gives everything back when something is wrong."""
    box, now = get_mailbox(request.site, slug), timezone.now()
    if not box.is_open:
        return redirect("interaction:mailbox", slug)
    form = LetterForm(sent(request), mailbox=box, at=now, initial=_about_page(request))
    if form.is_bound and form.is_valid():
        try:
            return _submit(request, form, now)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
    context = {
        "trail": trail((box.name, reverse("interaction:mailbox", args=[slug])), ("写信", "")),
        "box": shown.mailbox_card(box, working_days_allowed(Clock.REPLY, request.site)),
        "form": form,
        "page_meta": page_meta(request.site, box.name, box.purpose[:120]),
    }
    return page(request, "letter_write", context, status=400 if form.is_bound else 200)


def _about_page(request: HttpRequest) -> dict[str, str]:
    """The page that an error report is about, when the visitor came from one."""
    page = request.GET.get("page", "")
    return (
        {"body": _("出错的页面：%s\n错误的内容：") % page[:300]} if page.startswith("/") and page.isprintable() else {}
    )


def _submit(request: HttpRequest, form: LetterForm, now: datetime) -> HttpResponseRedirect:
    words = {name: form.cleaned_data.get(name) for name in form.CITIZEN_FIELDS}
    done = submit_letter(form.mailbox, **words, form_secret=form.form_token.secret, at=now)
    request.session[RECEIPT] = [done.letter.number, form.form_token.secret, now.timestamp(), done.is_repeat]
    return redirect("interaction:receipt")


@never_cache
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """Number and query code, for ten minutes and in this browser only; a POST clears them at once."""
    kept, now = request.session.get(RECEIPT), timezone.now()
    if kept is None or request.method == "POST" or now.timestamp() - kept[2] > RECEIPT_SHOWN_FOR.total_seconds():
        request.session.pop(RECEIPT, None)
        return redirect("interaction:lookup" if request.method == "GET" else "interaction:home")
    number, secret, _at, is_repeat = kept
    row = get_own_letter(request.site, number)
    context = {
        "trail": trail((row.mailbox.name, reverse("interaction:mailbox", args=[row.mailbox.slug])), ("回执", "")),
        "letter": row,
        "code": spaced(code_for(secret)),
        "is_repeat": is_repeat,
        "days": shown.days_counted(row, CalendarNotice.objects.calendar()),
    }
    return page(request, "letter_receipt", context)


@require_safe
def report_error(request: HttpRequest) -> HttpResponse:
    """我为政府网站找错: to the mailbox for errors of this site, with the page the visitor came from."""
    box = error_mailbox(request.site)
    if box is None:
        return redirect("interaction:home")
    came_from = urlsplit(request.headers.get("referer", ""))
    query = f"?{urlencode({'page': came_from.path})}" if came_from.netloc == request.get_host() else ""
    return HttpResponseRedirect(reverse("interaction:write", args=[box.slug]) + query)
