"""Following the table of purges: what was noted with a change is dropped after its commit, on every machine.

`note` writes the row inside the change's transaction and drops on commit: the fast path, within milliseconds. Whatever a
crash leaves behind is dropped by the next `follow`, at the latest by the sweep of every minute: each folder remembers up to
which number it followed. Dropping twice is harmless, so numbers are only ever followed too often.
"""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q

from content.affected import (
    ARTICLE,
    affected_by,
    affected_by_time,
    asked_together,
    shows_on_pages,
    shows_when_recorded,
    whole,
    whole_with_links,
)
from content.models import Purge
from content.page_store.addresses import EVERYTHING
from content.page_store.folder import PageFolder, State
from content.page_store.release import release
from content.page_store.room import keep_within
from sites.batching import write
from sites.models import Site
from sites.prepared import BLANKS, PreparedObjects
from sites.scope import everything

log = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=7)
STRUCTURES = ".structures"
GAP_PATIENCE = timedelta(days=1)  # a transaction that has not ended by then never will
LOOK_BACK = timedelta(hours=1)
MANY = 60  # changes of one site at once, from which on dropping all its pages is cheaper than looking each one up


# --- noting ------------------------------------------------------------------------------------------------------------


def note(obj: models.Model, at: datetime, *, site: Site | None = None) -> None:
    """Write down, in the change's transaction, that the object changed for the public, and drop its pages on commit."""
    subject = obj._meta.label
    if shows_on_pages(subject):
        _write(site if site is not None else _site_of(obj), at, subject=subject, subject_id=obj.pk)


def note_recorded(event: str, obj: models.Model, site: Site | None, at: datetime) -> None:
    """Write down what an entry of the record says about the public face: columns, sites, organizations, letters."""
    if shows_when_recorded(event):
        note(obj, at, site=site)


def note_leaving(obj: models.Model, *, at: datetime) -> None:
    """Write down on which pages the object shows now, before it leaves its place: afterwards nobody could tell."""
    site = _site_of(obj)
    _write(site, at, addresses=sorted(affected_by(obj._meta.label, site, obj.pk, at=at)))


def note_addresses(addresses: Iterable[str], *, at: datetime) -> None:
    """Write down addresses that are stale whatever the tables say."""
    _write(None, at, addresses=sorted(addresses))


def _site_of(obj: models.Model) -> Site | None:
    return obj if isinstance(obj, Site) else getattr(obj, "site", None)


def _write(site: Site | None, at: datetime, **fields: object) -> None:
    row = Purge(site=site, at=at, **fields)
    write(row)
    waiting = [function for _savepoints, function, _robust in transaction.get_connection().run_on_commit]
    after_commit = next((function for function in waiting if isinstance(function, FollowNow)), None)
    if after_commit is None:
        transaction.on_commit(FollowNow(row), robust=True)
    else:
        after_commit.last = row


@dataclass(eq=False)
class FollowNow:
    """The fast path, after a commit: drop on this machine what is noted by now. Of many commits at once one follows for
    all that wait behind it, since the numbers of one transaction become visible together."""

    last: Purge

    def __call__(self) -> None:
        """Follow, unless somebody else has followed as far as the last number of this transaction meanwhile."""
        folder = PageFolder(settings.PAGE_STORE)
        if not folder.token():  # nothing has ever been stored here: this machine serves no pages
            return
        with folder.taking_turns():
            if not _has_followed(folder.state_of(folder.token()), self.last.pk):
                follow(folder)


def _has_followed(state: State, number: int | None) -> bool:
    """True when a number is followed; a row that was rolled back with a savepoint never had one."""
    return (
        number is not None
        and number <= state.followed
        and not any(first <= number <= last for first, last, _since in state.gaps)
    )


# --- following ---------------------------------------------------------------------------------------------------------


@dataclass
class Followed:
    """What one run found and dropped."""

    purges: int = 0
    addresses: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        return f"处理清页记录 {self.purges} 条，清除地址 {len(self.addresses)} 个"


def follow(folder: PageFolder, *, at: datetime | None = None, dry_run: bool = False) -> Followed:
    """Drop the pages of every purge that the folder has not followed yet, and, given the moment, those that time has made
    stale since it last looked. When somebody else followed meanwhile we look again."""
    with everything("the pages of every site are dropped by one table"):
        while True:
            token = folder.token()
            state = folder.state_of(token)
            found, after = _look(state, at)
            if dry_run or after == state or folder.drop(found.addresses, token=token, state=after):
                return found


def open_store(folder: PageFolder, *, at: datetime) -> bool:
    """Make the folder ready for this release: drop everything when it is new, was filled by another release, or was away
    longer than purges are kept. True when it began anew."""
    if folder.state_of(folder.token()).release == release() and not _was_away(folder, at):
        return False
    start_over(folder, at=at)
    return True


def start_over(folder: PageFolder, *, at: datetime) -> None:
    """Drop everything and follow the table from now on. What is committed by now needs no following, since nothing rendered
    before it is left; what is still being written has its number already, and is a gap below the last number or above it."""
    while True:
        token = folder.token()
        first = Purge.objects.filter(at__gte=at - LOOK_BACK).order_by("pk").values_list("pk", flat=True).first()
        before = _last_below(first)
        numbers = list(Purge.objects.filter(pk__gt=before).order_by("pk").values_list("pk", flat=True))
        gaps = _holes(before, numbers, at.timestamp())
        state = State(followed=max([before, *numbers]), gaps=gaps, clock=at.timestamp(), release=release())
        if folder.drop([EVERYTHING], token=token, state=state):
            return


def _last_below(number: int | None) -> int:
    rows = Purge.objects.all() if number is None else Purge.objects.filter(pk__lt=number)
    return rows.order_by("-pk").values_list("pk", flat=True).first() or 0


def _look(state: State, at: datetime | None) -> tuple[Followed, State]:
    """Return what has to be dropped and the state that the folder is in afterwards."""
    rows = list(_unfollowed(state))
    moment = at or max((row.at for row in rows), default=None)
    found = Followed(len(rows), _stale(rows, at=moment) if rows else set())
    after = State(**{**vars(state), "gaps": _gaps(state, [row.pk for row in rows], moment)})
    after.followed = max([state.followed, *(row.pk for row in rows)])
    if at is not None:
        found.addresses |= affected_by_time(datetime.fromtimestamp(state.clock, UTC), at)
        after.clock = max(state.clock, at.timestamp())
    return found, after


def _unfollowed(state: State) -> Iterator[Purge]:
    """Rows above the number followed, and rows that came late: a transaction takes its number before it commits."""
    if state.gaps:
        late = Q()
        for first, last, _since in state.gaps:
            late |= Q(pk__range=(first, last))
        yield from Purge.objects.filter(late).select_related("site").order_by("pk")
    yield from _purges_after().about(number=state.followed)


@cache
def _purges_after() -> PreparedObjects[Purge]:
    with everything("a query to be filled in with the number"):
        return PreparedObjects(Purge.objects.filter(pk__gt=BLANKS["number"]).select_related("site").order_by("pk"))


def _gaps(state: State, seen: list[int], at: datetime | None) -> list[list[float]]:
    """Return the numbers that are still not there: what is left of the known gaps, and the new ones below the last row."""
    if at is None:
        return state.gaps
    oldest = (at - GAP_PATIENCE).timestamp()
    gaps = []
    for first, last, since in state.gaps:
        if since >= oldest:
            gaps += _holes(first - 1, [pk for pk in seen if first <= pk <= last] + [last + 1], since)
    return gaps + _holes(state.followed, [pk for pk in seen if pk > state.followed], at.timestamp())


def _holes(before: int, numbers: list[int], since: float) -> list[list[float]]:
    holes = []
    for number in numbers:
        if number > before + 1:
            holes.append([before + 1, number - 1, since])
        before = number
    return holes


def _stale(rows: list[Purge], *, at: datetime) -> set[str]:
    """Return the addresses of all rows; a site with many changes is dropped as a whole, with what links to it."""
    addresses = {address for row in rows for address in row.addresses}
    subjects = {(row.subject, row.site_id, row.subject_id): row.site for row in rows if row.subject}
    per_site = Counter(site_pk for _subject, site_pk, _pk in subjects)
    busy = {site_pk for site_pk, count in per_site.items() if site_pk and count > MANY}
    for site in {site for site in subjects.values() if site and site.pk in busy}:
        addresses.update(whole_with_links(site))
    asked = {key: site for key, site in subjects.items() if key[1] not in busy or key[0].startswith("sites.")}
    with asked_together(pk for subject, _site_pk, pk in asked if subject == ARTICLE and pk):
        for (subject, _site_pk, pk), site in asked.items():
            addresses |= affected_by(subject, site, pk, at=at)
    return addresses


# --- the sweep ---------------------------------------------------------------------------------------------------------


def sweep(folder: PageFolder, *, at: datetime) -> Followed:
    """Follow the table and the clock, and tidy up: what was put away, purges nobody needs any more, pages beyond the limit.
    Begins anew where somebody deleted the folder, or where the machine was away longer than purges are kept."""
    if not folder.state_of(folder.token()).release or _was_away(folder, at):
        start_over(folder, at=at)
    found = follow(folder, at=at)
    _follow_structures(folder, at=at)
    folder.empty_bin()
    keep_within(folder, settings.PAGE_STORE_LIMIT_MB * 2**20, at=at)
    Purge.objects.filter(at__lt=at - KEPT_FOR).delete()
    return found


def _was_away(folder: PageFolder, at: datetime) -> bool:
    return at.timestamp() - folder.state_of(folder.token()).clock > (KEPT_FOR - LOOK_BACK).total_seconds()


def _follow_structures(folder: PageFolder, *, at: datetime) -> None:
    """The net under the net: a site whose structure version is not the one seen by the last sweep is dropped as a whole,
    whoever raised it without telling. The versions are kept after the drop, so a sweep cut short repeats it."""
    file = folder.root / STRUCTURES
    now = {str(site.pk): [site.structure_version, whole(site)] for site in Site.objects.online()}
    try:
        known = json.loads(file.read_bytes())
    except (OSError, ValueError):
        known = {}
    changed = {now.get(pk, was)[1] for pk, was in known.items() if now.get(pk) != was}
    if changed:
        folder.drop_now(changed)
    if now != known:
        file.write_text(json.dumps(now))
