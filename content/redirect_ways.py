"""Following redirects through the tables of the cluster: where a way ends, and which ways come back to where they were.

A way leads from row to row as a reader would be sent: the row with the same parameters answers before the one without any,
and where a column in use has the address its page answers and no row does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q

from content.models import Redirect
from content.redirects import Target, read_target
from content.structure import structure_of
from sites.models import Site
from sites.models.column import ColumnState

Place = tuple[int, str]
SHOWN_ENDS = 4  # of a long round the first and the last steps are named


@dataclass(slots=True)
class Settled:
    """Where each way ends; of those that never end, the round that they run into."""

    ends: dict[Place, Target] = field(default_factory=dict)
    rounds: dict[Place, list[Place]] = field(default_factory=dict)


def place_of(target: Target) -> Place | None:
    """Where the target lies in the cluster; None outside of it, and where a page of a column in use answers."""
    if target.site is None or _has_page(target.site, target.key):
        return None
    return target.site.pk, target.key


def row_at(place: Place | None, rows: Mapping[Place, object]) -> Place | None:
    """The row that answers at the place: the one with its parameters before the one without any."""
    if place is None:
        return None
    bare = (place[0], place[1].partition("?")[0])
    return next((each for each in (place, bare) if each in rows), None)


def settle(rows: Mapping[Place, Target]) -> Settled:
    """Follow every row to its end, each step once however long the chains are."""
    done = Settled()
    for start in rows:
        way: dict[Place, None] = {}
        here: Place | None = start
        while here is not None and here not in way and here not in done.ends and here not in done.rounds:
            way[here] = None
            here = row_at(place_of(rows[here]), rows)
        if here in way or here in done.rounds:
            steps = list(way)
            circle = done.rounds[here] if here in done.rounds else steps[steps.index(here) :]
            done.rounds |= dict.fromkeys(way, circle)
        elif way:
            end = rows[next(reversed(way))] if here is None else done.ends[here]
            done.ends |= dict.fromkeys(way, end)
    return done


def round_words(place: Place, circle: list[Place], sites: Mapping[int, Site]) -> str:
    """The way round as people read it, from the place on until it is there again."""
    steps = circle
    if place in circle:
        turn = circle.index(place)
        steps = circle[turn:] + circle[:turn]
    names = [key if pk == place[0] or pk not in sites else f"{sites[pk].host}{key}" for pk, key in [*steps, steps[0]]]
    if place not in circle:
        names.insert(0, place[1])
    if len(names) > 2 * SHOWN_ENDS:
        names = [*names[:SHOWN_ENDS], "……", *names[-2:]]
    return " → ".join(names)


def neighbours(site: Site, targets: Iterable[Target]) -> dict[Place, Redirect]:
    """The rows of other sites that ways of this one may lead through or that lead here: whole tables, since they are few."""
    found: dict[Place, Redirect] = {}
    asked, reached = {site.pk}, {each.site.pk for each in targets if each.site}
    wanted = Q(target_site=site)
    while True:
        reached -= asked
        rows = Redirect.objects.filter(wanted | Q(site__in=reached)).exclude(site=site)
        found |= {(each.site_id, each.key): each for each in rows.select_related("site", "target_site")}
        asked |= reached
        reached = {each.target_site_id for each in found.values() if each.target_site_id} - asked
        if not reached:
            return found
        wanted = Q()


def seen_from(site: Site, end: Target, hosts: dict[str, list[Site]] | None = None) -> Target:
    """The same end as a row of the site names it: a path on the site itself, an absolute address elsewhere."""
    if end.site is None:
        return end
    address = end.site.address(end.address) if end.address.startswith("/") else end.address
    return read_target(site, address, hosts=hosts)


def _has_page(site: Site, key: str) -> bool:
    section = structure_of(site).by_path.get(key.partition("?")[0].strip("/"))
    return section is not None and bool(section.path) and section.state == ColumnState.ACTIVE
