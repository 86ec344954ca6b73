"""The reprint clock: duties opened for every site, copies published under standing approval, duties met or waived by hand.

Guizhou 2015 (11): important State Council information is to be reprinted within an hour, at the latest within one
working day, prominently on the home page. Everything here goes by state and may be cut short anywhere: what is missing
is made up by the next sweep, and a unique row per item and site keeps it from being made twice.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from content.actions.publishing import publish_standing
from content.actions.upstream_texts import prepare_text
from content.models import Article, Asset, HomeSlot, Reprint, ReprintState, SlotPlace, UpstreamItem, UpstreamText
from content.models.article import WithdrawalReason
from sites.audit import Event, record
from sites.calendar import local_day
from sites.clocks import DEFAULTS, Clock
from sites.models import CalendarNotice, ClockLimit, Column, Site, User
from sites.outbox import announce
from sites.policy import Action, can
from sites.refusals import refuse_if, refuse_unless
from sites.scope import everything

log = logging.getLogger(__name__)

TARGET = timedelta(hours=1)
BACKLOG = timedelta(days=7)  # what was older when a source was first fetched is kept, but is nobody's duty
ON_HOME_FOR = timedelta(days=7)
SITES_AT_ONCE = 200
STILL_COUNTING = {WithdrawalReason.MERGED, WithdrawalReason.EXPIRED}


@dataclass
class Swept:
    """What one run of the sweep did, or in a dry run would do."""

    opened: int = 0
    recounted: int = 0
    copied: int = 0
    failed: int = 0
    noted_late: int = 0

    def __str__(self) -> str:
        return (
            f"新建任务 {self.opened} 项，重新计算时限 {self.recounted} 项，自动转载 {self.copied} 篇，"
            f"未成 {self.failed} 项，登记逾期 {self.noted_late} 项"
        )


# --- duties ----------------------------------------------------------------------------------------------------------


def open_duties(item: UpstreamItem, *, at: datetime) -> int:
    """Open the duty of every online site to reprint the item; return how many it made. Safe to cut short and repeat."""
    opened = 0
    if item.received_at - item.published_at <= BACKLOG:
        sites = owing(item).exclude(reprints__item=item).order_by("pk")
        for group in _groups(sites.only("pk", "tree_id", "lft", "rght").iterator(chunk_size=SITES_AT_ONCE)):
            opened += _open_group(item, group)
    UpstreamItem.objects.filter(pk=item.pk, duties_opened_at__isnull=True).update(duties_opened_at=at)
    return opened


def owing(item: UpstreamItem) -> QuerySet[Site]:
    """The sites that have to reprint the item: those online, but for the one that published it."""
    online = Site.objects.online()
    return online.exclude(articles=item.article_id) if item.article_id else online


@transaction.atomic
def _open_group(item: UpstreamItem, sites: list[Site]) -> int:
    """Open the duties of some sites; the item's row is locked, so that of two workers each counts what it made itself."""
    UpstreamItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    known = set(Reprint.objects.filter(item=item, site__in=sites).values_list("site_id", flat=True))
    missing = [site for site in sites if site.pk not in known]
    return len(Reprint.objects.bulk_create(_duties(item, missing), ignore_conflicts=True))


def _groups(sites: Iterator[Site]) -> Iterator[list[Site]]:
    while group := list(islice(sites, SITES_AT_ONCE)):
        yield group


def _duties(item: UpstreamItem, sites: Iterable[Site]) -> Iterator[Reprint]:
    """One hour from the upper level's publication to aim at; the limit counts working days from receipt."""
    calendar, allowed = CalendarNotice.objects.calendar(), _days_allowed()
    for site in sites:
        due = calendar.add_working_days(local_day(item.received_at), allowed(site))
        yield Reprint(
            item=item,
            site=site,
            target_at=item.published_at + TARGET,
            due_on=due.day,
            is_provisional=due.is_provisional,
        )


def _days_allowed():  # noqa: ANN202 (a function from a site to its limit)
    """The limit of each site, as `sites.clocks.working_days_allowed` finds it, but with one query for all."""
    limits = ClockLimit.objects.filter(clock=Clock.REPRINT).values_list(
        "site__tree_id", "site__lft", "site__rght", "working_days"
    )
    rules = list(limits)

    def allowed(site: Site) -> int:
        own = [
            days for tree, lft, rght, days in rules if tree == site.tree_id and lft <= site.lft and site.rght <= rght
        ]
        return min([DEFAULTS[Clock.REPRINT][0], *own])

    return allowed


@transaction.atomic
def recount_duties(item: UpstreamItem, *, by: User, at: datetime, dry_run: bool = False) -> int:
    """Count the last day of the item's running duties anew, after the calendar or a limit was amended; return how many
    moved. One entry in the record names them all."""
    running = Reprint.objects.running(on=timezone.localdate(at)).filter(item=item).select_related("site")
    duties = {duty.site_id: duty for duty in running.select_for_update(of=("self",)).order_by("pk")}
    moved = []
    for counted in _duties(item, [duty.site for duty in duties.values()]):
        duty = duties[counted.site_id]
        if (duty.due_on, duty.is_provisional) != (counted.due_on, counted.is_provisional):
            moved.append((duty, duty.due_on))
            duty.due_on, duty.is_provisional = counted.due_on, counted.is_provisional
    if moved and not dry_run:
        Reprint.objects.bulk_update([duty for duty, _was in moved], ["due_on", "is_provisional"], batch_size=500)
        record(
            Event.REPRINT_RECOUNTED, item, by=by, at=at,
            before={"due_on": {duty.site.slug: was for duty, was in moved}},
            after={"due_on": {duty.site.slug: duty.due_on for duty, _was in moved}},
        )  # fmt: skip
    return len(moved)


# --- automatic copies --------------------------------------------------------------------------------------------------


def reprint_automatically(item: UpstreamItem, *, by: User, at: datetime) -> tuple[int, int]:
    """Publish the item's copy on every site that reprints by itself and has the column; return (copied, failed).

    Each site is a transaction of its own; a site that fails is logged and left pending for the next run.
    """
    copied = failed = 0
    waiting = Reprint.objects.automatic().filter(item=item).order_by("site_id").values_list("pk", "site_id")
    text = prepare_text(item, by=by, at=at)
    if text is None:
        return 0, 0  # a picture is worth another try; the next sweep goes on
    columns = _landing_columns(item)
    for pk, site_pk in list(waiting):
        if site_pk not in columns:
            continue
        try:
            copied += _publish_copy(pk, columns[site_pk], text, by=by, at=at)
        except Exception:  # one bad site must not keep the others from reprinting
            log.exception("Reprint %s of item %s could not be published", pk, item.pk)
            failed += 1
    return copied, failed


def _landing_columns(item: UpstreamItem) -> dict[int, Column]:
    columns = Column.objects.active().filter(path=item.source.column_slug, site__reprints_automatically=True)
    return {column.site_id: column for column in columns.select_related("site")}


@transaction.atomic
def _publish_copy(pk: int, column: Column, text: UpstreamText, *, by: User, at: datetime) -> bool:
    """Publish one copy and meet its duty in one transaction; False when somebody else already did."""
    reprint = Reprint.objects.select_for_update(of=("self",)).filter(pk=pk, state=ReprintState.PENDING).first()
    if reprint is None:
        return False
    item = text.item
    reprint.item, reprint.site = item, column.site
    _lock_home(reprint.site_id)
    article = publish_standing(
        column,
        by=by,
        at=at,
        basis=_("依本站自动转载的长期授权发布；原文：%s") % item.link,
        attachments=_files_of(text),
        title=text.title,
        summary=text.summary,
        shared_text=text,
        source=item.source.source_text,
        source_url=item.link,
    )
    _show_on_home(article, by=by, at=at)
    reprint.text = text
    _meet(reprint, article, done_at=at, by=by, at=at)
    return True


def _files_of(text: UpstreamText) -> list[tuple[Asset, str]]:
    """The files of the text, which copies offer as the article of the platform does that they are copies of."""
    if not text.files:
        return []
    with everything("a copy offers the files of the site that published the text"):
        assets = Asset.objects.in_bulk([pk for pk, _title in text.files])
    return [(assets[pk], title) for pk, title in text.files if pk in assets]


def _lock_home(site_pk: int) -> None:
    """Lock the places that a copy moves down: before the first entry of the transaction, which locks the record's chain."""
    places = HomeSlot.objects.filter(site_id=site_pk, place=SlotPlace.REPRINT)
    list(places.select_for_update(of=("self",)).order_by("pk"))


def _show_on_home(article: Article, *, by: User, at: datetime) -> None:
    """Put the copy first among the reprints of its site's home page for a week; places that ran out are cleared. Callers hold
    the lock of the places."""
    places = HomeSlot.objects.filter(site_id=article.site_id, place=SlotPlace.REPRINT)
    places.filter(ends_at__lt=at).delete()
    places.update(position=F("position") + 1)
    slot = HomeSlot.objects.create(
        site_id=article.site_id, place=SlotPlace.REPRINT, article=article, starts_at=at, ends_at=at + ON_HOME_FOR
    )
    announce(slot, at=at)
    record(
        Event.SLOT_CHANGED, slot, by=by, at=at, site=article.site, after={"place": SlotPlace.REPRINT, "shows": article}
    )


def _meet(reprint: Reprint, article: Article, *, done_at: datetime, by: User, at: datetime) -> None:
    reprint.state, reprint.article, reprint.done_at = ReprintState.DONE, article, done_at
    reprint.save(update_fields=["state", "article", "done_at", "text"])
    record(
        Event.REPRINT_DONE, reprint, by=by, at=at, site=reprint.site,
        after={"item": reprint.item, "article": article, "minutes": reprint.minutes(at=at)},
    )  # fmt: skip


# --- by hand -----------------------------------------------------------------------------------------------------------


def _locked(reprint: Reprint) -> Reprint:
    rows = Reprint.objects.select_for_update(of=("self",)).select_related("item__source", "site")
    return rows.get(pk=reprint.pk)


@transaction.atomic
def complete_reprint(reprint: Reprint, article: Article, *, by: User, at: datetime) -> Reprint:
    """Meet the duty with an article that the site has published by hand; the article's own time counts. Raises Refused."""
    reprint = _locked(reprint)
    refuse_unless(can(by, Action.REPRINT_LINK, reprint), _("您没有办理这项转载任务的权限。"))
    refuse_unless(reprint.state == ReprintState.PENDING, _("这项转载任务目前为“%s”。") % reprint.get_state_display())
    public = Article.objects.public(at=at).select_for_update(of=("self",))
    article = public.filter(site_id=reprint.site_id, pk=article.pk).first()
    refuse_unless(article, _("请选择本网站已公开的稿件。"))
    refuse_if(
        timezone.localdate(article.published_at) < timezone.localdate(reprint.item.published_at),
        _("所选稿件的发布日期早于上级发布日期，不是这条信息的转载。"),
    )
    refuse_if(
        article.reprints.exclude(item=reprint.item).exists(), _("所选稿件已登记为另一条上级信息的转载，不能重复使用。")
    )
    _lock_home(reprint.site_id)
    if not article.slots.filter(place=SlotPlace.REPRINT).exists():
        _show_on_home(article, by=by, at=at)
    _meet(reprint, article, done_at=article.published_at, by=by, at=at)
    return reprint


@transaction.atomic
def waive_reprint(reprint: Reprint, reason: str, *, by: User, at: datetime) -> Reprint:
    """Free the site from the duty, with a reason for the record. Raises Refused."""
    reprint = _locked(reprint)
    refuse_unless(can(by, Action.REPRINT_DECIDE, reprint), _("您没有免除这项转载任务的权限。"))
    refuse_unless(reprint.state == ReprintState.PENDING, _("这项转载任务目前为“%s”。") % reprint.get_state_display())
    reason = " ".join(reason.split())
    refuse_unless(reason, _("请写明免于转载的理由。"))
    refuse_if(len(reason) > 200, _("理由不得超过 200 个字。"))
    reprint.state, reprint.waived_reason = ReprintState.WAIVED, reason
    reprint.save(update_fields=["state", "waived_reason"])
    record(
        Event.REPRINT_WAIVED, reprint, by=by, at=at, site=reprint.site, after={"item": reprint.item, "reason": reason}
    )
    return reprint


# --- copies taken down ---------------------------------------------------------------------------------------------------


def reopen_reprints(article: Article, by: User, at: datetime) -> None:
    """A copy was taken down: its duty is pending again, for people to meet. It still counts when the copy was merged into
    another article, or stood as long as its approval said. The duty keeps the copy, so that the robot does not publish
    again what people took down."""
    if article.withdrawal_reason in STILL_COUNTING:
        return
    done = Reprint.objects.done().filter(article=article).select_related("item", "site")
    for reprint in list(done.select_for_update(of=("self",)).order_by("pk")):
        before = {"state": reprint.state, "done_at": reprint.done_at}
        reprint.state, reprint.done_at = ReprintState.PENDING, None
        reprint.save(update_fields=["state", "done_at"])
        record(
            Event.REPRINT_REOPENED, reprint, by=by, at=at, site=reprint.site, before=before,
            after={"item": reprint.item, "article": article, "reason": article.withdrawal_reason},
        )  # fmt: skip


# --- the sweep ---------------------------------------------------------------------------------------------------------


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
    if dry_run:
        swept.opened = sum(
            owing(item).exclude(reprints__item=item).count() for item in UpstreamItem.objects.to_spread()
        )
        swept.copied = sum(
            Reprint.objects.automatic().filter(item=item, site__in=_landing_columns(item)).count()
            for item in UpstreamItem.objects.with_copies_to_make().select_related("source", "text", "article")
        )
        swept.noted_late = late.count()
        return swept
    for item in list(UpstreamItem.objects.to_spread()):
        with _going_on(swept, item):
            swept.opened += open_duties(item, at=at)
    for item in list(UpstreamItem.objects.with_copies_to_make().select_related("source", "text", "article")):
        with _going_on(swept, item):
            copied, failed = reprint_automatically(item, by=by, at=at)
            swept.copied, swept.failed = swept.copied + copied, swept.failed + failed
    for reprint in list(late):
        with _going_on(swept, reprint):
            swept.noted_late += note_late(reprint, by=by, at=at)
    return swept


@contextmanager
def _going_on(swept: Swept, row: UpstreamItem | Reprint) -> Iterator[None]:
    """Log and count what fails for one item or duty, and let the sweep go on; the next run tries again."""
    try:
        yield
    except Exception:
        log.exception("%s %s could not be swept", type(row).__name__, row.pk)
        swept.failed += 1
