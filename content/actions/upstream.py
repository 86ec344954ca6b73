"""Receiving: sources are entered and fetched, their items recognised once, whatever the source does."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from content.models import UpstreamItem, UpstreamSource
from content.syndication import Entry, Unreadable, read_feed
from content.upstream import FetchFailed, fetch
from sites.audit import Event, record
from sites.models import User
from sites.policy import PLATFORM, Action, can
from sites.refusals import Refused, refuse_unless

log = logging.getLogger(__name__)
SAID = ("title", "link", "summary", "body")


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
    """Enter or change a source; a changed address is fetched whole again. Raises Refused."""
    refuse_unless(can(by, Action.SOURCE_CHANGE, PLATFORM), _("您没有维护转载源的权限。"))
    before = UpstreamSource.objects.filter(pk=source.pk).values("name", "address", "column_slug", "is_active").first()
    if before and before["address"] != source.address:
        source.etag = source.last_modified = source.error = ""
    try:
        source.full_clean()
    except ValidationError as error:
        raise Refused("；".join(error.messages)) from None
    source.save()
    after = {"name": source.name, "address": source.address, "column": source.column_slug, "active": source.is_active}
    record(Event.SOURCE_SAVED, source, by=by, at=at, before=before, after=after)
    return source


@transaction.atomic
def receive_item(source: UpstreamSource, entry: Entry, *, by: User, at: datetime) -> tuple[UpstreamItem, str]:
    """Keep one entry: 'new' the first time its guid is seen, 'changed' when it now says something else, else ''."""
    said = {name: getattr(entry, name) for name in SAID}
    item, is_new = UpstreamItem.objects.get_or_create(
        source=source,
        guid=entry.guid,
        defaults={**said, "published_at": entry.published_at, "received_at": at},
    )
    if is_new:
        record(Event.ITEM_RECEIVED, item, by=by, at=at, after={"source": source.name, "link": item.link})
        return item, "new"
    item = UpstreamItem.objects.select_for_update().get(pk=item.pk)
    before = {name: getattr(item, name) for name in SAID if getattr(item, name) != said[name]}
    if not before:
        return item, ""
    for name in before:
        setattr(item, name, said[name])
    item.changed_at = at
    item.save(update_fields=[*before, "changed_at"])
    record(Event.ITEM_CHANGED, item, by=by, at=at, after={"source": source.name, "changed": sorted(before)})
    return item, "changed"


def receive_from(source: UpstreamSource, *, by: User, at: datetime, dry_run: bool = False) -> Received:
    """Fetch one source and keep what it brings; what is wrong with it is written beside it, never raised.

    Each item is kept in a transaction of its own; the marks that let the source answer "unchanged" are kept last, so a
    fetch that was cut short is simply fetched again.
    """
    received = Received(source.name)
    try:
        fetched = fetch(source.address, etag=source.etag, last_modified=source.last_modified)
        if not fetched.is_unchanged:
            entries, received.unusable = read_feed(fetched.body, address=source.address, charset=fetched.charset, at=at)
            for entry in entries:
                _receive(source, entry, received, by=by, at=at, dry_run=dry_run)
    except (FetchFailed, Unreadable) as error:
        received.error = str(error)
        log.warning("Upstream source %s: %s", source.name, error)
    if dry_run:
        return received
    if not received.error:
        source.etag, source.last_modified = (
            (fetched.etag or source.etag),
            (fetched.last_modified or source.last_modified),
        )
    source.fetched_at, source.error = at, received.error[:300]
    source.save(update_fields=["etag", "last_modified", "fetched_at", "error"])
    return received


def _receive(
    source: UpstreamSource, entry: Entry, received: Received, *, by: User, at: datetime, dry_run: bool
) -> None:
    if dry_run:
        received.new += not UpstreamItem.objects.filter(source=source, guid=entry.guid).exists()
        return
    outcome = receive_item(source, entry, by=by, at=at)[1]
    received.new += outcome == "new"
    received.changed += outcome == "changed"


def receive_all(*, by: User, at: datetime, name: str = "", dry_run: bool = False) -> list[Received]:
    """Fetch every active source, or the one named; one that fails in any way does not stop the rest."""
    sources = UpstreamSource.objects.filter(is_active=True).order_by("pk")
    results = []
    for source in sources.filter(name=name) if name else sources:
        try:
            results.append(receive_from(source, by=by, at=at, dry_run=dry_run))
        except Exception as error:  # whatever a source provokes: the others are still fetched
            log.exception("Upstream source %s could not be received", source.name)
            UpstreamSource.objects.filter(pk=source.pk).update(fetched_at=at, error=f"{type(error).__name__}"[:300])
            results.append(Received(source.name, error=type(error).__name__))
    return results
