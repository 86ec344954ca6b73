"""A letter's page in the office: the letter, its clock and record, and what the person may do about it."""

from __future__ import annotations

from typing import Any

from django.forms import CharField, Field, Textarea, TextInput
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from interaction.access import get_letter_for
from interaction.models import Letter, ReplyDraft
from interaction.moves import Offer, offers
from interaction.office.letter_parts import PARTS, Reading
from interaction.office.neighbours import along
from interaction.office_forms import MoveForm
from interaction.workflow import Move
from sites.models import CalendarNotice
from sites.office import office_page, office_view

DRAFTED = ("text", "cannot_be_done", "explanation")


@office_view
@require_GET
def letter(request: HttpRequest, number: str) -> HttpResponse:
    """One letter with its clock, its record and what the person may do about it."""
    return letter_page(request, get_letter_for(request.user, number))


def letter_page(
    request: HttpRequest,
    row: Letter,
    *,
    tried: Move | None = None,
    form: MoveForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Return the page; a form that came back takes the place of the empty one, so that nothing typed is lost."""
    now = timezone.now()
    reading = Reading(row, request.user, now, CalendarNotice.objects.calendar())
    context: dict[str, Any] = {"letter": row, "preview": None, **more}
    for part in PARTS:
        context |= part(reading)
    offered = offers(
        request.user,
        row,
        context["replies"],
        context["extension"],
        on=reading.today,
        tried=tried,
        form=form,
        assignments=context["assignments"],
        supplements=context["supplements"],
        seen=context["seen_event"],
    )
    _put_draft_in(offered, context.get("draft"))
    context["offers"] = offered
    context["along"] = along(row, request.session, request.user, on=reading.today, calendar=reading.calendar)
    context["unsent"] = [] if form is None or any(offer.form is form for offer in offered.values()) else _typed(form)
    if context["unsent"] and tried == Move.DRAFT:
        others = (reply for reply in reversed(context["replies"]) if reply.written_by_id != request.user.pk)
        context["meanwhile"] = next(others, None)
    return office_page(
        request, "interaction/office/letter.html", context, title=_("来信 %s") % row.number, status=status
    )


def _put_draft_in(offered: dict[str, Offer], draft: ReplyDraft | None) -> None:
    """The empty form of an answer begins with what the person had typed."""
    if draft is not None and "draft" in offered and not offered["draft"].form.is_bound:
        offered["draft"].form.initial |= {name: getattr(draft, name) for name in DRAFTED}


def _typed(form: MoveForm) -> list[tuple[str, str]]:
    """What was typed into a form that the page no longer offers, to be copied out of it."""
    return [(field.label, field.value()) for field in form if is_written(field.field) and field.value()]


def is_written(field: Field) -> bool:
    """True for a field that somebody writes words into, whose loss would hurt."""
    return isinstance(field.widget, Textarea | TextInput) and isinstance(field, CharField)
