"""The duties to reprint: one for every item and site that the rules name, with the hour to aim at and the last day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from content.models import Reach, Reprint, SourceKind, UpstreamItem
from content.models.reprint import TARGET
from content.reprint_rules import Rules
from sites.audit import Event, record
from sites.calendar import WorkCalendar, local_day
from sites.clocks import DEFAULTS, Clock
from sites.models import CalendarNotice, ClockLimit, Site, User

BACKLOG = timedelta(days=7)  # what was older when a source was first fetched is kept, but is nobody's duty
SITES_AT_ONCE = 200
PLACES = ("pk", "tree_id", "lft", "rght", "level", "kind")


def open_duties(item: UpstreamItem, *, at: datetime) -> int:
    """Open the duty of every online site that the rules name to reprint the item; return how many it made. Safe to cut short
    and repeat."""
    opened = 0
    if item.received_at - item.published_at <= BACKLOG:
        sites = owing(item).exclude(reprints__item=item).order_by("pk")
        for group in _groups(sites.only(*PLACES).iterator(chunk_size=SITES_AT_ONCE)):
            opened += _open_group(item, group)
    UpstreamItem.objects.filter(pk=item.pk, duties_opened_at__isnull=True).update(duties_opened_at=at)
    return opened


def owing(item: UpstreamItem) -> QuerySet[Site]:
    """The sites that may have to reprint the item: those online, but for the one that published it; of an article marked
    需下级转载 those below its site."""
    online = Site.objects.online()
    if item.article_id is None:
        return online
    home = item.article.site
    if item.source.kind != SourceKind.MARKED:
        return online.exclude(pk=home.pk)
    if item.reach == Reach.NEXT:
        return online.filter(parent=home)
    return online.filter(tree_id=home.tree_id, lft__gt=home.lft, rght__lt=home.rght)


def lacking(item: UpstreamItem) -> int:
    """How many duties the item lacks."""
    if item.received_at - item.published_at > BACKLOG:
        return 0
    rules = Rules(item)
    return sum(rules.at(site) is not None for site in owing(item).exclude(reprints__item=item).only(*PLACES))


@transaction.atomic
def _open_group(item: UpstreamItem, sites: list[Site]) -> int:
    """Open the duties of some sites; the item's row is locked, so that of two workers each counts what it made itself."""
    UpstreamItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    known = set(Reprint.objects.filter(item=item, site__in=sites).values_list("site_id", flat=True))
    rules = Rules(item)
    missing = [site for site in sites if site.pk not in known and rules.at(site)]
    return len(
        Reprint.objects.bulk_create(
            counted_duties(item, missing, CalendarNotice.objects.calendar()), ignore_conflicts=True
        )
    )


def _groups(sites: Iterator[Site]) -> Iterator[list[Site]]:
    while group := list(islice(sites, SITES_AT_ONCE)):
        yield group


def counted_duties(item: UpstreamItem, sites: Iterable[Site], calendar: WorkCalendar) -> Iterator[Reprint]:
    """Yield the duties as the calendar counts them, unsaved: one hour from the upper level's publication to aim at, and as the
    limit working days from receipt; both from its return where the item had been withdrawn."""
    allowed, rules = _days_allowed(), Rules(item)
    aimed_from, limited_from = item.reinstated_at or item.published_at, item.reinstated_at or item.received_at
    for site in sites:
        rule = rules.at(site)
        due = calendar.add_working_days(local_day(limited_from), allowed(site))
        yield Reprint(
            item=item,
            site=site,
            rule=rule if rule and rule.pk else None,
            target_at=aimed_from + TARGET,
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
    sites, calendar = [duty.site for duty in duties.values()], CalendarNotice.objects.calendar()
    for counted in counted_duties(item, sites, calendar):
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
