"""Items of the upper level: recognised once, whichever source brings them, changed when it says something else."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from content.actions.item_withdrawals import reinstate_item
from content.models import SourceKind, UpstreamItem, UpstreamPicture, UpstreamSource
from content.syndication import Dropped, Entry
from content.syndication.entries import entry_of, guid_of
from content.syndication.gathering import LINKED
from content.syndication.recognition import fingerprint, link_key, same_letters
from sites.audit import Event, record
from sites.models import User
from sites.policy import PLATFORM, Action, can
from sites.refusals import Refused, refuse_if, refuse_unless

SAID = ("title", "link", "summary", "body")


@transaction.atomic
def receive_item(source: UpstreamSource, entry: Entry, *, by: User, at: datetime) -> tuple[UpstreamItem, str]:
    """Keep one entry: 'new' the first time it is seen, 'changed' when its source now says something else, else ''."""
    said = {name: getattr(entry, name) for name in SAID}
    looked_at = at if source.kind in LINKED else None
    item = known_item(source, entry)
    if item is None:
        return _first_seen(source, entry, looked_at=looked_at, by=by, at=at), "new"
    if item.source_id != source.pk:
        return item, ""  # what the source that brought it first says counts
    item = UpstreamItem.objects.select_for_update(of=("self",)).select_related("source").get(pk=item.pk)
    if looked_at:
        UpstreamItem.objects.filter(pk=item.pk).update(looked_at=at)
    _mark(item, entry)
    if item.withdrawn_at or item.missed_at:
        UpstreamItem.objects.filter(pk=item.pk).update(missed_at=None)
        if source.kind in LINKED or entry.article:
            reinstate_item(item, by=by, at=at)
    before = {name: getattr(item, name) for name in SAID if getattr(item, name) != said[name]}
    if not before:
        return item, ""
    for name in before:
        setattr(item, name, said[name])
    item.changed_at = at
    item.save(update_fields=[*before, "changed_at"])
    _note_pictures(item, entry)
    record(Event.ITEM_CHANGED, item, by=by, at=at, after={"source": source.name, "changed": sorted(before)})
    return item, "changed"


def known_item(source: UpstreamSource, entry: Entry) -> UpstreamItem | None:
    """Return the item that the entry is: the source's one of this guid, unless page and title are another's; the one that
    lies on this page; the one of this title on this day. Whichever source brought it."""
    of_guid = UpstreamItem.objects.filter(source=source, guid=entry.guid).select_related("source").first()
    key = link_key(entry.canonical or entry.link)
    if of_guid and (
        of_guid.link == entry.link
        or of_guid.link_key == key
        or same_letters(of_guid.title) == same_letters(entry.title)
    ):
        return of_guid
    others = UpstreamItem.objects.select_related("source")
    if entry.has_own_link and (of_page := others.filter(link_key=key).first()):
        return of_page
    mark = fingerprint(entry.title, entry.published_at) if entry.is_dated else ""
    if not mark:
        return None
    return others.filter(fingerprint=mark).exclude(source=source).order_by("pk").first()


def _first_seen(
    source: UpstreamSource, entry: Entry, *, looked_at: datetime | None, by: User, at: datetime
) -> UpstreamItem:
    is_old = source.kind in LINKED and not entry.is_dated and source.caught_up_at is None
    guid = entry.guid
    if UpstreamItem.objects.filter(source=source, guid=guid).exists():  # a guid that the source gave to another item
        guid = guid_of(f"{entry.guid} {entry.link} {entry.title}")
    item = UpstreamItem.objects.create(
        source=source,
        guid=guid,
        **{name: getattr(entry, name) for name in SAID},
        link_key=link_key(entry.canonical or entry.link) if entry.has_own_link else "",
        fingerprint=fingerprint(entry.title, entry.published_at) if entry.is_dated else "",
        article_id=entry.article,
        published_at=entry.published_at,
        received_at=at,
        looked_at=looked_at,
        duties_opened_at=at if is_old else None,
    )
    _note_pictures(item, entry)
    record(Event.ITEM_RECEIVED, item, by=by, at=at, after={"source": source.name, "link": item.link})
    return item


def _mark(item: UpstreamItem, entry: Entry) -> None:
    """Give an item from before there were marks its marks."""
    key = link_key(entry.canonical or entry.link)
    if item.link_key or not entry.has_own_link or UpstreamItem.objects.filter(link_key=key).exists():
        return
    mark = fingerprint(entry.title, entry.published_at) if entry.is_dated else ""
    UpstreamItem.objects.filter(pk=item.pk).update(link_key=key, fingerprint=mark)


def _note_pictures(item: UpstreamItem, entry: Entry) -> None:
    UpstreamPicture.objects.bulk_create(
        (UpstreamPicture(item=item, name=name, address=address) for name, address in entry.pictures.items()),
        ignore_conflicts=True,
    )


@transaction.atomic
def enter_item(item: UpstreamItem, *, by: User, at: datetime) -> UpstreamItem:
    """Keep an item that a person typed, or what a person corrected in one; it is spread at once. Raises Refused."""
    from content.tasks import wake_reprints

    refuse_unless(can(by, Action.SOURCE_CHANGE, PLATFORM), _("您没有录入上级信息的权限。"))
    refuse_unless(item.source.kind == SourceKind.MANUAL, _("只有人工录入的来源可以录入信息。"))
    refuse_if(item.published_at > at, _("上级发布时间不能晚于现在。"))
    body = item.body if "<" in item.body else linebreaks(item.body, autoescape=True)
    entry = entry_of(
        guid=item.guid or item.link, title=item.title, link=item.link, html=body, summary=item.summary, base=item.link,
        published_at=item.published_at, at=at,
    )  # fmt: skip
    if isinstance(entry, Dropped):
        raise Refused(entry.why)
    is_known = item.pk is None and known_item(item.source, entry) is not None
    refuse_if(is_known, _("这条信息已经录入，请修改原有的一条。"))
    transaction.on_commit(wake_reprints, robust=True)
    return receive_item(item.source, entry, by=by, at=at)[0]
