"""What a citizen does about a letter after its code was shown: add what is missing, take it back, fetch a second code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from interaction.access import get_own_letter
from interaction.actions import answer_supplement, issue_code, withdraw_letter
from interaction.codes import spaced
from interaction.forms import SupplementForm, WithdrawalForm
from interaction.views.following import ask_code, has_shown_code, status_page
from sites.refusals import Refused

Deed = Callable[[HttpRequest, str, datetime], HttpResponse]


def writers_deed(deed: Deed) -> Callable[..., HttpResponse]:
    """Let only a POST through, and only after the letter's code was shown in this browser; a refusal is a sentence on the
    letter's page."""

    @never_cache
    @require_POST
    @wraps(deed)
    def guarded(request: HttpRequest, number: str, **more: str) -> HttpResponse:
        now = timezone.now()
        if not has_shown_code(request, number, now):
            return ask_code(request, number)
        try:
            return deed(request, number, now, **more)
        except Refused as refusal:
            messages.error(request, refusal.reason)
            return status_page(request, number, now, status=409)

    return guarded


@writers_deed
def supplement(request: HttpRequest, number: str, now: datetime) -> HttpResponse:
    """Keep what the citizen adds; a refusal gives the text back."""
    form = SupplementForm(request.POST)
    if not form.is_valid():
        return status_page(request, number, now, supplement_form=form, status=400)
    try:
        answer_supplement(get_own_letter(request.site, number), **form.cleaned_data, at=now)
    except Refused as refusal:
        messages.error(request, refusal.reason)
        text = form.cleaned_data["text"]
        return status_page(request, number, now, supplement_form=form, typed=text, status=409)
    messages.success(request, _("补充内容已提交，承办单位会继续办理。"))
    return redirect("interaction:status", number)


@writers_deed
def withdraw(request: HttpRequest, number: str, now: datetime) -> HttpResponse:
    """Take the letter back."""
    form = WithdrawalForm(request.POST)
    if form.is_valid():
        withdraw_letter(get_own_letter(request.site, number), **form.cleaned_data, at=now)
    return redirect("interaction:status", number)


@writers_deed
def second_code(request: HttpRequest, number: str, now: datetime, second: str) -> HttpResponse:
    """Show a new code of a letter that was split from this one, once: it is kept nowhere."""
    letter, code = issue_code(get_own_letter(request.site, number), second, at=now)
    return status_page(request, number, now, issued=(letter, spaced(code)))
