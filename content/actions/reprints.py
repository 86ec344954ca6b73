"""The sweep of the reprint clocks: duties opened, copies published and corrected, pages seen, late ones noted.

Guizhou 2015 (11): important State Council information is to be reprinted within an hour, at the latest within one
working day, prominently on the home page. Everything here goes by state and may be cut short anywhere: what is missing
is made up by the next sweep, and a unique row per item and site keeps it from being made twice.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from content.actions.correction_dates import recount_corrections
from content.actions.corrections import follow_automatically, open_corrections, settle_correction
from content.actions.reprint_copies import Landing, reprint_automatically
from content.actions.reprint_duties import lacking, open_duties, recount_duties
from content.actions.reprint_receipts import confirm_reprint
from content.actions.reprint_returns import bring_back
from content.actions.upstream_texts import prepare_text
from content.models import Correction, Reprint, UpstreamItem
from sites.audit import Event, record
from sites.models import User

log = logging.getLogger(__name__)


@dataclass
class Swept:
    """What one run of the sweep did, or in a dry run would do."""

    opened: int = 0
    recounted: int = 0
    copied: int = 0
    confirmed: int = 0
    corrected: int = 0
    failed: int = 0
    noted_late: int = 0

    def __str__(self) -> str:
        return (
            f"新建任务 {self.opened} 项，重新计算时限 {self.recounted} 项，自动转载 {self.copied} 篇，"
            f"核验页面 {self.confirmed} 个，更正 {self.corrected} 篇，未成 {self.failed} 项，登记逾期 {self.noted_late} 项"
        )


@transaction.atomic
def note_late(reprint: Reprint, *, by: User, at: datetime) -> bool:
    """Write into the record, once, that the last day passed without a copy; False when it was written already."""
    pending = Reprint.objects.pending().filter(pk=reprint.pk, late_noted_at__isnull=True)
    if not pending.update(late_noted_at=at):
        return False
    record(
        Event.REPRINT_LATE, reprint, by=by, at=at, site=reprint.site,
        after={"item": reprint.item, "due_on": reprint.due_on},
    )  # fmt: skip
    return True


def sweep(*, by: User, at: datetime, dry_run: bool = False) -> Swept:
    """Do everything the reprint clocks ask for at the moment: missing duties, automatic copies, late ones noted."""
    swept, day = Swept(), timezone.localdate(at)
    late = Reprint.objects.late_to_note(on=day).select_related("item", "site")
    for item in list(UpstreamItem.objects.filter(reprints__in=Reprint.objects.running(on=day)).distinct()):
        with _going_on(swept, item):
            swept.recounted += recount_duties(item, by=by, at=at, dry_run=dry_run)
    owing = UpstreamItem.objects.filter(reprints__corrections__in=Correction.objects.running(on=day)).distinct()
    for item in list(owing):
        with _going_on(swept, item):
            swept.recounted += recount_corrections(item, by=by, at=at, dry_run=dry_run)
    if dry_run:
        swept.opened = sum(
            lacking(item) for item in UpstreamItem.objects.to_spread().select_related("source", "article__site")
        )
        swept.copied = sum(
            _copies_to_make(item)
            for item in UpstreamItem.objects.with_copies_to_make().select_related("source", "article__column")
        )
        swept.confirmed = Reprint.objects.to_confirm().count()
        swept.corrected = Correction.objects.automatic().count()
        swept.noted_late = late.count()
        return swept
    for item in list(UpstreamItem.objects.to_spread().select_related("source", "article__site")):
        with _going_on(swept, item):
            swept.opened += open_duties(item, at=at)
    for item in list(
        UpstreamItem.objects.with_copies_to_make().select_related("source", "text", "article__column", "article__site")
    ):
        with _going_on(swept, item):
            copied, failed = reprint_automatically(item, by=by, at=at)
            swept.copied, swept.failed = swept.copied + copied, swept.failed + failed
    _correct(swept, by=by, at=at)
    for reprint in list(Reprint.objects.to_confirm().order_by("pk")):
        with _going_on(swept, reprint):
            swept.confirmed += confirm_reprint(reprint, by=by, at=at)
    for reprint in list(late):
        with _going_on(swept, reprint):
            swept.noted_late += note_late(reprint, by=by, at=at)
    return swept


def _correct(swept: Swept, *, by: User, at: datetime) -> None:
    """Give items that changed above their next text, tell their copies, bring back those of items that are there again, and
    follow where the platform published the copy."""
    for item in list(UpstreamItem.objects.to_reword().select_related("source", "text", "article")):
        with _going_on(swept, item):
            prepare_text(item, by=by, at=at)
    for item in list(UpstreamItem.objects.to_correct().select_related("source", "text")):
        with _going_on(swept, item):
            back, failed = (0, 0) if item.withdrawn_at else bring_back(item, by=by, at=at)
            swept.copied, swept.failed = swept.copied + back, swept.failed + failed
            open_corrections(item, by=by, at=at, is_all=not failed)
    for correction in list(Correction.objects.automatic().select_related("reprint__article").order_by("pk")):
        with _going_on(swept, correction):
            swept.corrected += follow_automatically(correction, by=by, at=at)
    for correction in list(Correction.objects.to_settle().select_related("reprint").order_by("pk")):
        with _going_on(swept, correction):
            swept.corrected += settle_correction(correction, by=by, at=at)


def _copies_to_make(item: UpstreamItem) -> int:
    columns = Landing(item)
    waiting = Reprint.objects.automatic().filter(item=item).values_list("site_id", "rule_id")
    return sum(columns.at(site_pk, rule_pk) is not None for site_pk, rule_pk in waiting)


@contextmanager
def _going_on(swept: Swept, row: UpstreamItem | Reprint | Correction) -> Iterator[None]:
    """Log and count what fails for one item or duty, and let the sweep go on; the next run tries again."""
    try:
        yield
    except Exception:
        log.exception("%s %s could not be swept", type(row).__name__, row.pk)
        swept.failed += 1
