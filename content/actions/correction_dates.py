"""The last day of corrections: the working day after they were opened, counted anew when the calendar was amended."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from content.models import Correction, UpstreamItem
from sites.audit import Event, record
from sites.calendar import DueDate, WorkCalendar, local_day
from sites.models import CalendarNotice, User

WORKING_DAYS = 1


def due_of(opened_at: datetime, calendar: WorkCalendar) -> DueDate:
    """By which day a correction that was opened at the moment must be followed."""
    return calendar.add_working_days(local_day(opened_at), WORKING_DAYS)


@transaction.atomic
def recount_corrections(item: UpstreamItem, *, by: User, at: datetime, dry_run: bool = False) -> int:
    """Count the last day of the corrections that the item's copies owe anew, after the calendar was amended; return how many
    moved. One entry in the record names them all."""
    calendar = CalendarNotice.objects.calendar()
    running = Correction.objects.running(on=timezone.localdate(at)).filter(reprint__item=item)
    moved = []
    for correction in running.select_for_update(of=("self",)).select_related("reprint__site").order_by("pk"):
        was, due = correction.due_on, due_of(correction.opened_at, calendar)
        if (was, correction.is_provisional) != due:
            correction.due_on, correction.is_provisional = due
            moved.append((correction, was))
    if moved and not dry_run:
        Correction.objects.bulk_update([each for each, _was in moved], ["due_on", "is_provisional"], batch_size=500)
        record(
            Event.CORRECTION_RECOUNTED, item, by=by, at=at,
            before={"due_on": {each.reprint.site.slug: was for each, was in moved}},
            after={"due_on": {each.reprint.site.slug: each.due_on for each, _was in moved}},
        )  # fmt: skip
    return len(moved)
