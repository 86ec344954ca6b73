"""The ledger of mailboxes read daily: today's looks, and the days of the month that were missed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from interaction import actions
from interaction.access import get_mailbox_to_read
from interaction.models import Channel
from interaction.office_forms import ReadingMonthForm
from interaction.readings import channels_of, mailboxes_to_read, standings
from sites.models import CalendarNotice, User
from sites.office import office_page, office_view
from sites.policy import Action, Role, can

TO_ACCEPT = "accept"


def queue_was_read(user: User, queue: str, narrowed_to: Mapping[str, object], *, at: datetime) -> None:
    """Opening all letters that wait to be accepted is the day's look at the mailboxes of the intake's sites. A list that was
    narrowed shows some only, and is no look at all of them."""
    if queue == TO_ACCEPT and not any(narrowed_to.values()) and user.grants.sites_with(Role.INTAKE):
        actions.note_readings(mailboxes_to_read(user, Role.INTAKE), Channel.WEB, by=user, at=at)


@office_view
@require_GET
def readings(request: HttpRequest) -> HttpResponse:
    """Show the month, this one or an earlier one."""
    today, calendar = timezone.localdate(), CalendarNotice.objects.calendar()
    on = ReadingMonthForm(request.GET).last_day(today)
    boxes = mailboxes_to_read(request.user, Role.INTAKE, Role.SUPERVISOR)
    all_rows = standings(boxes, on=on, calendar=calendar)
    form = ReadingMonthForm(request.GET)
    listed = {"unread": lambda row: row.is_unread, "missed": lambda row: bool(row.missed)}.get(form.listed)
    rows = [row for row in all_rows if listed is None or listed(row)]
    context = {
        "rows": [(row, can(request.user, Action.MAILBOX_READ, row.mailbox)) for row in rows],
        "on": on,
        "is_current": on == today,
        "is_working_day": calendar.is_working_day(today),
        "months": ReadingMonthForm.months(today),
        "listed": form.listed,
        "unread": sum(row.is_unread for row in all_rows) if on == today else 0,
        "missed": sum(len(row.missed) for row in all_rows),
    }
    return office_page(request, "interaction/office/readings.html", context, title=_("信箱每日阅看"))


@office_view
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep that the person looked at the mailbox today (已阅看)."""
    box = get_mailbox_to_read(request.user, pk)
    for channel in channels_of(box):
        actions.note_readings([box], Channel(channel), by=request.user, at=timezone.now())
    messages.success(request, _("已记录今天的阅看：%s。") % box.name)
    return redirect("interaction-office:readings")
