"""What a changed calendar does to duties to reprint, to corrections of copies and to reviews that emergency publications
lack: which would move, and moving them. All go by what runs; the sweeps do what was cut short."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from content.actions.correction_dates import due_of, recount_corrections
from content.actions.emergency import review_due
from content.actions.reprint_duties import counted_duties, recount_duties
from content.actions.retrospective_notices import recount_review
from content.models import Correction, Reprint, Revision, UpstreamItem
from sites.recounting import Move

if TYPE_CHECKING:
    from django.db.models import Model

    from sites.calendar import WorkCalendar
    from sites.models import User

log = logging.getLogger(__name__)


def preview_reprints(calendar: WorkCalendar, on: date) -> Iterator[tuple[int, Move]]:
    """Yield the running duties whose last day would be another under the calendar; those of one item that move alike together."""
    for item in _items(on):
        duties = Reprint.objects.running(on=on).filter(item=item).select_related("site")
        now = {duty.site_id: (duty.due_on, duty.site) for duty in duties}
        alike: Counter[tuple[date, date]] = Counter()
        for counted in counted_duties(item, [site for _due, site in now.values()], calendar):
            alike[now[counted.site_id][0], counted.due_on] += 1
        url = reverse("reprint-office:receipts", args=[item.pk])
        for (before, after), sites in sorted(alike.items()):
            if before != after:
                yield sites, Move(item.title, before, after, url, _("%s 个网站") % sites)


def recount_reprints(*, by: User, at: datetime) -> int:
    """Count running duties anew by the calendar in force; return of how many the last day moved."""
    day = timezone.localdate(at)
    before = dict(Reprint.objects.running(on=day).values_list("pk", "due_on"))
    _each(_items(day), lambda item: recount_duties(item, by=by, at=at))
    after = Reprint.objects.filter(pk__in=before).values_list("pk", "due_on")
    return sum(due_on != before[pk] for pk, due_on in after)


def _items(on: date) -> list[UpstreamItem]:
    running = Reprint.objects.running(on=on)
    items = UpstreamItem.objects.filter(pk__in=running.values("item")).select_related("source", "article__site")
    return list(items.order_by("pk"))


def preview_corrections(calendar: WorkCalendar, on: date) -> Iterator[tuple[int, Move]]:
    """Yield the corrections that are owed whose last day would be another under the calendar; those of one item that move
    alike together."""
    running = Correction.objects.running(on=on)
    alike: Counter[tuple[int, str, date, date]] = Counter()
    rows = running.values_list("reprint__item", "reprint__item__title", "opened_at", "due_on").order_by("due_on", "pk")
    for item, title, opened_at, before in rows.iterator():
        alike[item, title, before, due_of(opened_at, calendar).day] += 1
    for (item, title, before, after), copies in alike.items():
        if before != after:
            url = reverse("reprint-office:receipts", args=[item])
            yield copies, Move(title, before, after, url, _("%s 篇转载稿") % copies)


def recount_pending_corrections(*, by: User, at: datetime) -> int:
    """Count corrections that are owed anew by the calendar in force; return of how many the last day moved."""
    running = Correction.objects.running(on=timezone.localdate(at))
    before = dict(running.values_list("pk", "due_on"))
    items = UpstreamItem.objects.filter(pk__in=running.values("reprint__item")).order_by("pk")
    _each(items, lambda item: recount_corrections(item, by=by, at=at))
    after = Correction.objects.filter(pk__in=before).values_list("pk", "due_on")
    return sum(due_on != before[pk] for pk, due_on in after)


def preview_reviews(calendar: WorkCalendar, on: date) -> Iterator[tuple[int, Move]]:
    """Yield the publications whose reviews would have to be made up by another day under the calendar."""
    for revision in _unreviewed():
        article = revision.article
        after = review_due(article.column.site, revision.published_at, calendar).day
        if after != revision.review_due_on:
            url = reverse("content-office:article", args=[article.pk])
            yield 1, Move(revision.title, revision.review_due_on, after, url, article.column.site.short_name)


def recount_reviews(*, by: User, at: datetime) -> int:
    """Count the last day of reviews that are lacking anew by the calendar in force; return how many moved."""
    before = {revision.pk: revision.review_due_on for revision in _unreviewed()}
    _each(_unreviewed(), lambda revision: recount_review(revision, by=by, at=at))
    after = Revision.objects.filter(pk__in=before).values_list("pk", "review_due_on")
    return sum(due_on != before[pk] for pk, due_on in after)


def _unreviewed() -> list[Revision]:
    waiting = Revision.objects.awaiting_retrospective_review().select_related("article__column__site")
    return list(waiting.order_by("review_due_on", "pk"))


def _each(rows: Iterable[Model], recount: Callable[..., object]) -> None:
    """Go on when one fails: it is logged, and the sweep tries it again."""
    for row in rows:
        try:
            recount(row)
        except (DatabaseError, ValueError) as error:
            log.warning("%s %s was not counted again: %s", type(row).__name__, row.pk, error)
