"""The workbench of office staff: what is late or soon, one letter with everything about it, and the moves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.forms import Textarea
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from interaction import actions, figures, shown
from interaction.access import get_letter_for, letters_reached
from interaction.countdown import SOON
from interaction.models import Letter
from interaction.moves import offers
from interaction.office_forms import FORMS, MoveForm, WorkbenchFilterForm
from interaction.paging import page_of, pagination
from interaction.queues import QUEUES, Day, chosen_queue, matching
from interaction.workflow import TABLE, Move
from sites.models import CalendarNotice, User
from sites.office import office_page, office_view
from sites.refusals import Refused

LETTERS_PER_PAGE = 30


@office_view
@require_GET
def workbench(request: HttpRequest) -> HttpResponse:
    """Counters of every queue, and the letters of one of them with their clocks."""
    today, calendar = timezone.localdate(), CalendarNotice.objects.calendar()
    day = Day(today, calendar.add_working_days(today, SOON).day)
    reached, chosen = letters_reached(request.user), WorkbenchFilterForm(request.GET)
    counts = figures.queue_counts(reached, on=today, soon=day.soon)
    queue = chosen_queue(chosen.value("queue"), counts)
    text = chosen.value("q").strip()
    rows = matching(queue.rows(reached, day), text).order_by(*queue.order)
    rows = rows.select_related("site", "organization", "handler", "mailbox")
    page = page_of(rows, chosen.value("page"), size=LETTERS_PER_PAGE)
    here = reverse("interaction-office:workbench")
    context = {
        "today": today,
        "is_working_day": calendar.is_working_day(today),
        "queue": queue,
        "tiles": [(each, counts[each.key]) for each in QUEUES.values() if not each.is_quiet],
        "links": [(each, counts.get(each.key)) for each in QUEUES.values() if each.is_quiet],
        "q": text,
        "rows": [(letter, shown.clock(letter, on=today, calendar=calendar)) for letter in page.object_list],
        "paging": pagination(page, url=here, queue=queue.key, q=text),
    }
    return office_page(request, "interaction/office/workbench.html", context, title=_("来信办理"))


@office_view
@require_GET
def letter(request: HttpRequest, number: str) -> HttpResponse:
    """One letter with its clock, its record and what the person may do about it."""
    return _letter_page(request, get_letter_for(request.user, number))


def _letter_page(
    request: HttpRequest, row: Letter, *, tried: Move | None = None, form: MoveForm | None = None, status: int = 200
) -> HttpResponse:
    today, calendar = timezone.localdate(), CalendarNotice.objects.calendar()
    extension = row.extensions.select_related("asked_by", "decided_by").last()
    replies = list(row.replies.select_related("written_by", "decided_by", "organization"))
    offered = offers(request.user, row, replies, extension, on=today, tried=tried, form=form)
    context = {
        "letter": row,
        "clock": shown.clock(row, on=today, calendar=calendar),
        "days": shown.days_counted(row, calendar),
        "original": shown.marked(row.body),
        "extension": extension,
        "replies": replies,
        "events": row.events.select_related("by", "organization"),
        "offers": offered,
        "unsent": [] if form is None or any(offer.form is form for offer in offered.values()) else _typed(form),
    }
    return office_page(request, "interaction/office/letter.html", context, title=row.number, status=status)


def _typed(form: MoveForm) -> list[tuple[str, str]]:
    """What was typed into a form that the page no longer offers, to be copied out of it."""
    texts = [field for field in form if isinstance(field.field.widget, Textarea) and field.value()]
    return [(field.label, field.value()) for field in texts]


@office_view
@require_POST
def act(request: HttpRequest, number: str, move: str) -> HttpResponse:
    """Do one move; a refusal shows the page again with its sentence and everything that was typed."""
    if move not in FORMS:
        raise Http404
    move = Move(move)
    row = get_letter_for(request.user, number, TABLE[move].action)
    form = FORMS[move](request.POST, letter=row)
    status = 400
    if form.is_valid():
        try:
            DOING[move](row, form.cleaned_data, request.user, timezone.now())
        except Refused as refusal:
            messages.error(request, refusal.reason)
            row, status = get_letter_for(request.user, number), 409
        else:
            messages.success(request, _("已完成：%s。") % move.label)
            return redirect("interaction-office:letter", number)
    return _letter_page(request, row, tried=move, form=form, status=status)


def _accept(letter: Letter, data: dict[str, Any], by: User, at: datetime) -> None:
    if data["organization"]:
        actions.accept_and_assign(letter, by=by, at=at, **data)
    else:
        actions.accept_letter(letter, by=by, at=at)


def _with(action: Callable[..., object], **fixed: Any) -> Callable[..., object]:
    return lambda letter, data, by, at: action(letter, **data, **fixed, by=by, at=at)


DOING: dict[Move, Callable[..., object]] = {
    Move.ACCEPT: _accept,
    Move.DECLINE: _with(actions.decline_letter),
    Move.ASSIGN: _with(actions.assign_letter),
    Move.TAKE: _with(actions.take_letter),
    Move.DRAFT: _with(actions.draft_reply),
    Move.APPROVE: _with(actions.approve_reply),
    Move.RETURN: _with(actions.return_reply),
    Move.CLOSE: _with(actions.close_letter),
    Move.ASK_EXTENSION: _with(actions.ask_extension),
    Move.GRANT_EXTENSION: _with(actions.decide_extension, grant=True),
    Move.REFUSE_EXTENSION: _with(actions.decide_extension, grant=False),
    Move.PUBLISH: _with(actions.publish_letter),
    Move.UNPUBLISH: _with(actions.unpublish_letter),
}
