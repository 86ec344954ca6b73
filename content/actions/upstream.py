"""Sources of the upper level: entered by people, asked by the job; one that fails is left alone longer each time."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from content.actions.item_withdrawals import withdraw_item
from content.actions.upstream_items import known_item, receive_item
from content.models import SourceKind, UpstreamItem, UpstreamSource
from content.syndication import Entry, Unreadable
from content.syndication.columns import gather_column
from content.syndication.gathering import LINKED, Asking, Gathered, gather
from content.syndication.pages import selector_fault
from content.upstream import FetchFailed
from sites.audit import Event, record
from sites.models import User
from sites.policy import PLATFORM, Action, can
from sites.refusals import Refused, refuse_if, refuse_unless

log = logging.getLogger(__name__)
SELECTORS = ("item_selector", "link_selector", "title_selector", "date_selector", "body_selector")
READ_BY = ("kind", "address", *SELECTORS)
SAVED = ("name", *READ_BY, "source_text", "column_slug", "is_active")
SOURCES_AT_ONCE = 8
MOST_KNOWN, PAGES_AGAIN = 2000, 10
LOOKED_AT_FOR, LOOKED_AT_EVERY = timedelta(days=3), timedelta(hours=1)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=4, seconds=30), timedelta(hours=1)


@dataclass
class Received:
    """What one fetch brought: new items, items changed since, entries that could not be used."""

    source: str
    new: int = 0
    changed: int = 0
    unusable: int = 0
    error: str = ""

    def __str__(self) -> str:
        if self.error:
            return f"{self.source}：{self.error}"
        return f"{self.source}：新收 {self.new} 条，上级更改 {self.changed} 条，无法采用 {self.unusable} 条"


@transaction.atomic
def save_source(source: UpstreamSource, *, by: User, at: datetime) -> UpstreamSource:
    """Enter or change a source; one that is read otherwise from now on is fetched whole again. Raises Refused."""
    refuse_unless(can(by, Action.SOURCE_CHANGE, PLATFORM), _("您没有维护转载源的权限。"))
    before = UpstreamSource.objects.filter(pk=source.pk).values(*SAVED).first()
    if before and any(before[name] != getattr(source, name) for name in READ_BY):
        source.etag = source.last_modified = source.error = ""
        source.failures, source.next_fetch_at, source.caught_up_at = 0, None, None
    try:
        source.full_clean()
    except ValidationError as error:
        raise Refused("；".join(error.messages)) from None
    check_source(source)
    source.save()
    record(
        Event.SOURCE_SAVED, source, by=by, at=at, before=before, after={name: getattr(source, name) for name in SAVED}
    )
    return source


def check_source(source: UpstreamSource) -> None:
    """Raise Refused with a sentence for what cannot be asked: no address, no selector, a selector that is none."""
    needs_address = source.kind != SourceKind.MANUAL
    refuse_if(needs_address and not source.address, _("请填写转载源的地址。"))
    refuse_if(source.kind == SourceKind.LIST and not source.item_selector, _("网页列表须填写条目选择器。"))
    for name in SELECTORS:
        selector = getattr(source, name)
        fault = selector_fault(selector) if selector else ""
        refuse_if(fault, fault)


def asking_of(source: UpstreamSource, *, at: datetime) -> Asking:
    """What has to be known to ask the source: which of its pages are known, and which of those to look at again."""
    marks = {"etag": source.etag, "last_modified": source.last_modified}
    if source.kind not in LINKED:
        return Asking.of(source, **marks)
    newest = source.items.order_by("-received_at", "-pk")
    again = newest.filter(published_at__gte=at - LOOKED_AT_FOR).exclude(looked_at__gt=at - LOOKED_AT_EVERY)
    return Asking.of(
        source,
        **marks,
        known=frozenset(newest.values_list("link", flat=True)[:MOST_KNOWN]),
        again=tuple(again.order_by("looked_at", "pk").values_list("link", flat=True)[:PAGES_AGAIN]),
    )


def ask(source: UpstreamSource, *, at: datetime) -> Gathered:
    """Ask the source, on the web, in a file or on the platform. Raises FetchFailed or Unreadable."""
    if source.kind == SourceKind.COLUMN:
        return gather_column(source.address, at=at)
    return gather(asking_of(source, at=at), at=at)


def receive_from(
    source: UpstreamSource,
    *,
    by: User,
    at: datetime,
    dry_run: bool = False,
    asked: Callable[[], Gathered] | None = None,
) -> Received:
    """Ask one source and keep what it brings; what is wrong with it is written beside it, never raised. `asked` gives the
    answer where it was asked for already.

    Each item is kept in a transaction of its own; the marks that let the source answer "unchanged" are kept last, so a
    fetch that was cut short is simply fetched again.
    """
    received, gathered = Received(source.name), Gathered()
    try:
        gathered = asked() if asked else ask(source, at=at)
        received.unusable = len(gathered.dropped)
        for entry in gathered.entries:
            _receive(source, entry, received, by=by, at=at, dry_run=dry_run)
        for link, status in {} if dry_run else gathered.gone.items():
            _note_gone(source, link, status, by=by, at=at)
    except (FetchFailed, Unreadable) as error:
        received.error = str(error)
        log.warning("Upstream source %s: %s", source.name, error)
    if not dry_run:
        _note_fetched(source, gathered, received.error, at=at)
    return received


def _note_gone(source: UpstreamSource, link: str, status: int, *, by: User, at: datetime) -> None:
    """A known page is not there: for good when the other side says so (410), or is still not there the next time."""
    for item in UpstreamItem.objects.filter(source=source, link=link, withdrawn_at__isnull=True):
        if status == 410 or item.missed_at:
            withdraw_item(item, by=by, at=at, why=f"HTTP {status}")
        UpstreamItem.objects.filter(pk=item.pk).update(missed_at=at, looked_at=at)


def _note_fetched(source: UpstreamSource, gathered: Gathered, error: str, *, at: datetime) -> None:
    """Write down how it went. After each failure in a row the source is left alone twice as long, an hour at most; a
    success ends that."""
    if error:
        source.failures += 1
        source.next_fetch_at = at + pause_after(source.failures)
    else:
        source.failures, source.next_fetch_at = 0, None
        if gathered.is_whole:
            source.etag = gathered.etag or source.etag
            source.last_modified = gathered.last_modified or source.last_modified
        if not gathered.left:
            source.caught_up_at = source.caught_up_at or at
    source.fetched_at, source.error = at, error[:300]
    source.save(
        update_fields=[
            "etag", "last_modified", "fetched_at", "error", "failures", "next_fetch_at", "caught_up_at",
        ]
    )  # fmt: skip


def pause_after(failures: int) -> timedelta:
    """How long a source is left alone after so many failures in a row: the clock it feeds runs for one hour."""
    return min(FIRST_PAUSE * 2 ** min(failures - 1, 10), LONGEST_PAUSE)


def _receive(
    source: UpstreamSource, entry: Entry, received: Received, *, by: User, at: datetime, dry_run: bool
) -> None:
    if dry_run:
        received.new += known_item(source, entry) is None
        return
    outcome = receive_item(source, entry, by=by, at=at)[1]
    received.new += outcome == "new"
    received.changed += outcome == "changed"


def receive_all(*, by: User, at: datetime, name: str = "", dry_run: bool = False) -> list[Received]:
    """Ask every active source, or the one named, several at the same time, so that a slow one delays no other; what each
    brings is kept as soon as it is there. One that fails in any way does not stop the rest."""
    wanted = UpstreamSource.objects.to_fetch(at=at) if not name else UpstreamSource.objects.named(name)
    sources = list(wanted)
    results: dict[int, Received] = {}
    with ThreadPoolExecutor(SOURCES_AT_ONCE, thread_name_prefix="upstream") as pool:
        asked: dict[Future[Gathered], UpstreamSource] = {}
        for source in sources:
            if source.kind != SourceKind.COLUMN:
                asked[pool.submit(gather, asking_of(source, at=at), at=at)] = source
        for source in sources:
            if source.kind == SourceKind.COLUMN:
                results[source.pk] = _receive_safely(source, None, by=by, at=at, dry_run=dry_run)
        for answer in as_completed(asked):
            source = asked.pop(answer)
            results[source.pk] = _receive_safely(source, answer.result, by=by, at=at, dry_run=dry_run)
    return [results[source.pk] for source in sources]


def _receive_safely(
    source: UpstreamSource, asked: Callable[[], Gathered] | None, *, by: User, at: datetime, dry_run: bool
) -> Received:
    try:
        return receive_from(source, by=by, at=at, dry_run=dry_run, asked=asked)
    except Exception as error:  # whatever a source provokes: the others are still received
        log.exception("Upstream source %s could not be received", source.name)
        if not dry_run:
            _note_fetched(source, Gathered(), _("处理时出错（%s）。") % type(error).__name__, at=at)
        return Received(source.name, error=type(error).__name__)
