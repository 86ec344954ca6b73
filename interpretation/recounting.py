"""What a changed calendar does to duties to interpret: which would move, and moving them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import DatabaseError
from django.urls import reverse

from interpretation.actions import recount_duty
from interpretation.models import InterpretationDuty
from sites.models import CalendarNotice
from sites.recounting import Move

if TYPE_CHECKING:
    from sites.calendar import WorkCalendar
    from sites.models import User

log = logging.getLogger(__name__)


def preview_duties(calendar: WorkCalendar, on: date) -> Iterator[tuple[int, Move]]:
    """Yield the open duties whose last day would be another under the calendar."""
    duties = InterpretationDuty.objects.open().select_related("document__article", "site").order_by("due_on", "pk")
    for duty in duties.iterator(chunk_size=500):
        after = calendar.add_working_days(duty.starts_on, duty.working_days).day
        if after != duty.due_on:
            url = reverse("interpretation-office:duty", args=[duty.pk])
            yield 1, Move(duty.document.article.title, duty.due_on, after, url, duty.site.short_name)


def recount_open_duties(*, by: User, at: datetime) -> int:
    """Count open duties anew by the calendar in force; return how many moved. One that fails is logged, the sweep tries again."""
    moved = 0
    for duty in list(InterpretationDuty.objects.counted_by_another(CalendarNotice.objects.calendar())):
        before = duty.due_on
        try:
            moved += recount_duty(duty, by=by, at=at).due_on != before
        except (DatabaseError, ValueError) as error:
            log.warning("Duty %s was not counted again: %s", duty.pk, error)
    return moved
