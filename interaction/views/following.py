"""Following a letter with number and query code: where it stands, its files, what its writer thinks of the answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interaction import shown
from interaction.access import get_letter_by_code, get_own_file, get_own_letter, split_from
from interaction.actions import rate_reply
from interaction.forms import LookupForm, RatingForm, SupplementForm
from interaction.forms.fields import LONGEST_LETTER
from interaction.letter_files import handed_out
from interaction.models import Letter, Rating
from interaction.views.pages import page, sent, trail
from interaction.visitors import network_of
from interaction.workflow import Move, allows
from sites.models import CalendarNotice
from sites.refusals import Refused

OPENED = "interaction_opened"
OPEN_FOR = timedelta(minutes=30)
NOT_FOUND = "编号或查询码不正确，请对照回执核对。同一编号连续输错 5 次，将暂停查询 1 小时。"


@never_cache
@require_http_methods(["GET", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    """Number and code; what fits opens the letter's page for half an hour in this browser."""
    form, now = LookupForm(sent(request), initial={"number": request.GET.get("number", "")[:20]}), timezone.now()
    status = 400 if form.is_bound else 200
    if form.is_valid():
        typed = form.cleaned_data
        found = get_letter_by_code(request.site, typed["number"], typed["code"], at=now, network=network_of(request))
        if found is not None:
            _remember(request, found.number, now)
            return redirect("interaction:status", found.number)
        form.add_error(None, NOT_FOUND)
        status = 404
    context = {"trail": trail(("查询来信", "")), "form": form}
    return page(request, "letter_lookup", context, status=status)


def _remember(request: HttpRequest, number: str, now: datetime) -> None:
    opened = dict(request.session.get(OPENED, {}))
    opened[number] = (now + OPEN_FOR).timestamp()
    request.session[OPENED] = dict(sorted(opened.items(), key=lambda pair: pair[1])[-5:])


def has_shown_code(request: HttpRequest, number: str, now: datetime) -> bool:
    """Tell whether the letter's code was shown in this browser within the last half hour."""
    until = request.session.get(OPENED, {}).get(number)
    return until is not None and until > now.timestamp()


@never_cache
@require_safe
def status(request: HttpRequest, number: str) -> HttpResponse:
    """Where the citizen's letter stands, after its code was shown."""
    now = timezone.now()
    if not has_shown_code(request, number, now):
        return ask_code(request, number)
    return status_page(request, number, now)


def ask_code(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the code of the letter; what was typed when the half hour ended is shown to be copied."""
    typed = max(request.POST.get("text", ""), request.POST.get("comment", ""), key=len)[:LONGEST_LETTER]
    if not typed.strip():
        return redirect("interaction:lookup")
    form = LookupForm()
    return page(request, "letter_lookup", {"trail": trail(("查询来信", "")), "form": form, "typed": typed}, status=403)


def status_page(
    request: HttpRequest,
    number: str,
    now: datetime,
    *,
    form: RatingForm | None = None,
    supplement_form: SupplementForm | None = None,
    issued: tuple[Letter, str] | None = None,
    typed: str = "",
    status: int = 200,
) -> HttpResponse:
    """Return the page of the citizen's letter; a form that came back keeps what was typed, and where the page has no such form
    any more, what was typed is shown to be copied."""
    row = get_own_letter(request.site, number)
    supplements = list(row.supplements.all())
    is_asked = any(each.answered_at is None and each.lapsed_at is None for each in supplements)
    calendar, rating = CalendarNotice.objects.calendar(), row.ratings.filter(round=row.round).first()
    rating_form = (form or RatingForm()) if allows(row.state, Move.RATE) and rating is None else None
    context = {
        "trail": trail(("查询来信", reverse("interaction:lookup")), (row.number, "")),
        "letter": row,
        "clock": shown.clock(row, on=timezone.localdate(now), calendar=calendar),
        "days": shown.days_counted(row, calendar, on=timezone.localdate(now)),
        "events": shown.writers_timeline(row),
        "reply": shown.approved_reply(row),
        "files": row.files.all(),
        "rating": rating,
        "form": rating_form,
        "supplements": supplements,
        "typed": typed if not (rating_form if form else is_asked) else "",
        "supplement_form": supplement_form or SupplementForm(),
        "can_withdraw": allows(row.state, Move.WITHDRAW) and row.round == 1,
        "split": split_from(row),
        "issued": issued,
    }
    return page(request, "letter_status", context, status=status)


@never_cache
@require_POST
def rate(request: HttpRequest, number: str) -> HttpResponse:
    """Keep the citizen's view of the answer."""
    now, form = timezone.now(), RatingForm(request.POST)
    if not has_shown_code(request, number, now):
        return ask_code(request, number)
    if not form.is_valid():
        return status_page(request, number, now, form=form, status=400)
    try:
        rating = rate_reply(get_own_letter(request.site, number), **form.cleaned_data, at=now)
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return status_page(request, number, now, form=form, typed=form.cleaned_data["comment"], status=409)
    messages.success(request, _thanks(rating))
    return redirect("interaction:status", number)


def _thanks(rating: Rating) -> str:
    """What the writer reads after rating: whether the letter is handled again, and until when."""
    letter = get_own_letter(rating.letter.site, rating.letter.number)
    if letter.round == rating.round:
        return _("评价已提交，谢谢您的反馈。")
    return _("评价已提交。您对答复不满意，我们再办理一次，最迟 %s 答复您。") % letter.due_in_words


@never_cache
@require_safe
def own_file(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A file of the citizen's own letter, after its code was shown."""
    if not has_shown_code(request, number, timezone.now()):
        return ask_code(request, number)
    return handed_out(get_own_file(request.site, number, pk))
