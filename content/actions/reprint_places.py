"""Where copies show besides their own page: on the home page of their site, in a special topic; and the files they offer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, Q

from content.models import Article, Asset, HomeSlot, ReprintRule, SlotPlace, UpstreamText
from sites.audit import Event, record
from sites.models import User
from sites.outbox import announce
from sites.scope import everything


def lock_home(site_pk: int) -> None:
    """Lock the places that a copy moves down: before the first entry of the transaction, which locks the record's chain."""
    places = HomeSlot.objects.filter(site_id=site_pk, place__in=[SlotPlace.REPRINT, SlotPlace.TOPIC])
    list(places.select_for_update(of=("self",)).order_by("pk"))


def show_on_home(article: Article, rule: ReprintRule, *, by: User, at: datetime) -> None:
    """Put the copy first among the reprints of its site's home page for as long as the rule says, and its special topic among
    the topics; places that ran out are cleared. Callers hold the lock of the places."""
    if not rule.home_days:
        return
    ends_at = at + timedelta(days=rule.home_days)
    _place(SlotPlace.REPRINT, article, {"article": article}, by=by, at=at, ends_at=ends_at)
    if rule.topic_slug and article.column.path == rule.topic_slug:
        _place(SlotPlace.TOPIC, article, {"column": article.column}, by=by, at=at, ends_at=ends_at)


def _place(place: SlotPlace, article: Article, shows: dict, *, by: User, at: datetime, ends_at: datetime) -> None:
    places = HomeSlot.objects.filter(site_id=article.site_id, place=place)
    places.filter(Q(ends_at__lt=at) | Q(ends_at__isnull=False, **shows)).delete()
    if places.filter(**shows).exists():
        return  # editors put it there, and for as long as they want
    places.update(position=F("position") + 1)
    slot = HomeSlot.objects.create(site_id=article.site_id, place=place, starts_at=at, ends_at=ends_at, **shows)
    announce(slot, at=at)
    record(
        Event.SLOT_CHANGED, slot, by=by, at=at, site=article.site,
        after={"place": place, "shows": next(iter(shows.values()))},
    )  # fmt: skip


def files_of(text: UpstreamText) -> list[tuple[Asset, str]]:
    """The files of the text, which copies offer as the article of the platform does that they are copies of."""
    if not text.files:
        return []
    with everything("a copy offers the files of the site that published the text"):
        assets = Asset.objects.in_bulk([pk for pk, _title in text.files])
    return [(assets[pk], title) for pk, title in text.files if pk in assets]
