"""The supervisor's board for a subtree of sites, with the way down to the letters, and urging."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from interaction import actions
from interaction.access import get_letter_for, get_urge_for, sites_overseen
from interaction.circulars import letters_under
from interaction.figures.board import ORDERS, BoardRow, board, board_total
from interaction.office.letter_page import letter_page
from sites.calendar import WorkCalendar
from sites.models import CalendarNotice
from sites.office import office_page, office_view
from sites.policy import Action, Role
from sites.refusals import Refused

if TYPE_CHECKING:
    pass


class BoardForm(forms.Form):
    """Which subtree, and in which order; anything else means the topmost site, the most overdue first."""

    site = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    sort = forms.ChoiceField(required=False, choices=[(key, key) for key in ORDERS])

    def value(self, name: str) -> int | str | None:
        """Return a valid value or nothing."""
        self.is_valid()
        return self.cleaned_data.get(name)


class WordsForm(forms.Form):
    """What is demanded, or what was done about it."""

    text = forms.CharField(max_length=500, error_messages={"required": _("请填写内容。")})


@office_view
@require_GET
def oversight(request: HttpRequest) -> HttpResponse:
    """What is open and late at each organization, with one sentence on top that says what is wrong today."""
    form, sites = BoardForm(request.GET), list(sites_overseen(request.user))
    if not sites:
        raise Http404
    site = next((each for each in sites if each.pk == form.value("site")), sites[0])
    sort = form.value("sort") or "overdue"
    today, calendar = timezone.localdate(), CalendarNotice.objects.calendar()
    rows = board(letters_under(site), on=today, sort=sort)
    context = {
        "sites": sites,
        "site": site,
        "sort": sort,
        "rows": rows,
        "total": board_total(rows),
        "sentence": _sentence(rows, today, calendar),
        "may_urge": Role.SUPERVISOR in request.user.grants.roles(),
        "now": timezone.now(),
        "today": today,
    }
    return office_page(request, "interaction/office/board.html", context, title=_("来信督办"))


def _sentence(rows: list[BoardRow], today: date, calendar: WorkCalendar) -> str:
    """What is wrong today, in one sentence."""
    late = [row for row in rows if row.overdue]
    if not late:
        waiting = sum(row.today for row in rows)
        return _("没有逾期来信，今天到期 %s 件。") % waiting if waiting else _("没有逾期来信，今天也没有到期的。")
    worst = min(late, key=lambda row: row.oldest)
    said = {
        "letters": sum(row.overdue for row in late),
        "bodies": len(late),
        "worst": worst.organization,
        "days": calendar.working_days_between(worst.oldest, today),
    }
    return _("%(letters)s 件来信逾期，涉及 %(bodies)s 个单位；最久的在%(worst)s，已逾期 %(days)s 个工作日。") % said


@office_view
@require_POST
def urge(request: HttpRequest, number: str) -> HttpResponse:
    """Urge the organization that has a letter; a refusal gives back what was typed."""
    letter = get_letter_for(request.user, number, Action.LETTER_URGE)
    form, status = WordsForm(request.POST), 400
    if form.is_valid():
        try:
            actions.urge_letter(letter, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error("text", refusal.reason)
            status = 409
        else:
            messages.success(request, _("已督办，承办单位会收到邮件，反馈后在本页显示。"))
            return redirect(reverse("interaction-office:letter", args=[number]) + "#urges")
    return letter_page(request, letter, urge_form=form, status=status)


@office_view
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what was done about an urge."""
    row, form = get_urge_for(request.user, pk), WordsForm(request.POST)
    status = 400
    if form.is_valid():
        try:
            actions.answer_urge(row, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error("text", refusal.reason)
            status = 409
        else:
            messages.success(request, _("已反馈。"))
            return redirect(reverse("interaction-office:letter", args=[row.letter.number]) + "#urges")
    letter = get_letter_for(request.user, row.letter.number)
    return letter_page(request, letter, answer_form=form, status=status)
