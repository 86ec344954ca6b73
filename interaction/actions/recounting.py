"""Open letters counted again after the calendar changed: what would move, and moving it.

Letters that came on the same day with the same limit are due on the same day, so a preview asks for those few groups and not for
every letter. The work goes by state (the calendar that a date was counted by is stored with it), a few hundred letters in
each transaction: it may be cut short and is done again by the sweep.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import DatabaseError, transaction
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from interaction.actions.carding import withdraw_cards
from interaction.models import EventKind, Letter, LetterEvent
from interaction.reply_clock import due_date
from sites.audit import Event, record, recording_together
from sites.calendar import WorkCalendar, local_day
from sites.chunks import in_chunks
from sites.models import CalendarNotice
from sites.recounting import Move

if TYPE_CHECKING:
    from sites.models import User

log = logging.getLogger(__name__)

CHUNK = 500
SHOWN_OF_GROUP = 20


def preview_letters(calendar: WorkCalendar, on: date) -> Iterator[tuple[int, Move]]:
    """Yield the open letters that would be due on another day under the calendar; (how many alike, one of them)."""
    letters = Letter.objects.open()
    groups = letters.order_by("due_on").values_list("counted_from", "working_days", "due_on").annotate(Count("pk"))
    for start, days, due_on, count in groups.filter(pauses=None):
        after = calendar.add_working_days(start, days).day
        if after == due_on:
            continue
        alike = letters.filter(counted_from=start, working_days=days, due_on=due_on, pauses=None).order_by("pk")
        shown = list(
            alike.select_related("organization").only("number", "title", "organization__name")[:SHOWN_OF_GROUP]
        )
        for place, letter in enumerate(shown):
            yield (1 if place else count - len(shown) + 1), _move(letter, due_on, after)
    for letter in letters.exclude(pauses=None).distinct().select_related("organization"):
        after = due_date(letter, calendar, on=on).day
        if after != letter.due_on:
            yield 1, _move(letter, letter.due_on, after)


def _move(letter: Letter, before: date, after: date) -> Move:
    url = reverse("interaction-office:letter", args=[letter.number])
    note = letter.organization.name if letter.organization else _("尚未转办")
    return Move(f"{letter.number} {letter.title}", before, after, url, note)


def recount_open_letters(*, by: User | None, at: datetime, calendar: WorkCalendar | None = None) -> list[Letter]:
    """Count the due dates of open letters again after the calendar changed; returns the letters that moved. The calendar in
    force may be handed in by who has read it.

    A chunk that fails is done letter by letter: one that fails is logged and the others go on.
    """
    calendar = calendar or CalendarNotice.objects.calendar()
    stale = Letter.objects.open().exclude(calendar_version=calendar.version).only("pk")
    moved: list[Letter] = []
    for letters in in_chunks(stale, CHUNK):
        chunk = [letter.pk for letter in letters]
        try:
            moved += _recount(chunk, calendar, by=by, at=at)
        except (DatabaseError, ValueError):
            moved += _one_by_one(chunk, calendar, by=by, at=at)
    return moved


def _one_by_one(chunk: list[int], calendar: WorkCalendar, *, by: User | None, at: datetime) -> list[Letter]:
    moved = []
    for pk in chunk:
        try:
            moved += _recount([pk], calendar, by=by, at=at)
        except (DatabaseError, ValueError) as error:
            log.warning("Letter %s was not counted again: %s", pk, error)
    return moved


@transaction.atomic
def _recount(pks: list[int], calendar: WorkCalendar, *, by: User | None, at: datetime) -> list[Letter]:
    """Lock the letters in one order, move those that move, write timelines, and the audit trail last."""
    letters = Letter.objects.select_for_update(of=("self",)).open().filter(pk__in=pks).order_by("pk")
    letters = list(letters.prefetch_related("pauses").select_related("site"))
    moved, was = [], {}
    for letter in letters:
        before = letter.due_on
        letter.due_on, letter.is_provisional = due_date(letter, calendar, on=local_day(at))
        letter.calendar_version = calendar.version
        if letter.due_on != before:
            moved.append(letter)
            was[letter.pk] = before
    Letter.objects.bulk_update(letters, ["due_on", "is_provisional", "calendar_version"], batch_size=CHUNK)
    LetterEvent.objects.bulk_create(
        [
            LetterEvent(
                letter=letter, kind=EventKind.RECOUNTED, by=by, at=at, text=_said(was[letter.pk], letter.due_on)
            )
            for letter in moved
        ],
        batch_size=CHUNK,
    )
    with recording_together():
        withdraw_cards(moved, calendar, on=local_day(at), at=at, by=by)
        for letter in moved:
            before, after = {"due_on": was[letter.pk]}, {"due_on": letter.due_on}
            record(Event.LETTER_RECOUNTED, letter, by=by, at=at, before=before, after=after)
    return moved


def _said(before: date, after: date) -> str:
    return _("放假安排有变，最迟答复日期由 %(old)s 调整为 %(new)s。") % {"old": before, "new": after}
