"""Keeping the redirect table: one at a time or by the thousand, without chains and without loops."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from content.answers import unheard
from content.models import Redirect
from content.redirect_ways import Place, Settled, neighbours, place_of, round_words, row_at, seen_from, settle
from content.redirects import Target, read_source, read_target
from sites.actions.locks import lock_columns
from sites.audit import Event, record
from sites.models import Site, User
from sites.policy import Action, can
from sites.refusals import Refused, refuse_if, refuse_unless

MOST_STEPS = 20


@dataclass(slots=True)
class Line:
    """One row of an import: what it says and what came of it; `settled` is where it leads if that is not what it says, and
    `is_unheard` that a page has its address, so that it leads nowhere as long as that is there."""

    number: int
    source: str
    target: str
    is_permanent: bool = True
    note: str = ""
    outcome: str = ""
    reason: str = ""
    settled: str = ""
    is_unheard: bool = False


@dataclass
class Imported:
    """What an import did, or would do."""

    lines: list[Line] = field(default_factory=list)

    def count(self, outcome: str) -> int:
        """How many rows came out so."""
        return sum(line.outcome == outcome for line in self.lines)

    @property
    def counts(self) -> dict[str, int]:
        """Rows by outcome."""
        return {name: self.count(name) for name in ("new", "changed", "same", "refused")}

    @property
    def unheard(self) -> int:
        """Rows that were taken though a page has their address."""
        return sum(line.is_unheard for line in self.lines)


@transaction.atomic
def save_redirect(
    site: Site,
    *,
    source: str,
    target: str,
    by: User,
    at: datetime,
    is_permanent: bool = True,
    note: str = "",
    redirect: Redirect | None = None,
) -> Redirect:
    """Add a redirect, or change one. What the target leads on to becomes the target, and what led here leads there.
    Raises Refused for addresses that are not allowed, taken ones, and for a way that comes back to its beginning."""
    _begin(site, by)
    key, end = read_source(site, source), read_target(site, target)
    others = Redirect.objects.filter(site=site, key=key).exclude(pk=redirect.pk if redirect else None)
    refuse_if(others.exists(), _("本网站已有从“%s”出发的跳转。") % source)
    end = _end_of((site.pk, key), end, site, leaving=redirect)
    kept = redirect or Redirect(site=site)
    before = {"source": kept.source, "target": kept.target} if kept.pk else {}
    kept.source, kept.key, kept.is_permanent, kept.note = source, key, is_permanent, note
    _point(kept, end)
    kept.changed_at, kept.changed_by = at, by
    kept.full_clean()
    kept.save()
    for earlier in _leading_to(site, kept):
        _point(earlier, seen_from(earlier.site, end))
        earlier.save(update_fields=["target", "target_site", "target_key"])
    record(Event.REDIRECT_SAVED, kept, by=by, at=at, before=before, after={"source": source, "target": kept.target})
    return kept


@transaction.atomic
def delete_redirect(redirect: Redirect, *, by: User, at: datetime) -> None:
    """Let the address lead nowhere."""
    _begin(redirect.site, by)
    record(
        Event.REDIRECT_DELETED, redirect, by=by, at=at, before={"source": redirect.source, "target": redirect.target}
    )
    redirect.delete()


@transaction.atomic
def import_redirects(site: Site, lines: Iterable[Line], *, by: User, at: datetime, is_trial: bool = False) -> Imported:
    """Take over a table. Each row that cannot be taken says why, the others are; chains among all of them are shortened, and
    rows of a loop refused. As a trial it changes nothing."""
    _begin(site, by)
    result = Imported(list(lines))
    hosts: dict[str, list[Site]] = {}
    for each in Site.objects.order_by("-path_prefix"):
        hosts.setdefault(each.host, []).append(each)
    wanted: dict[str, tuple[Line, Target]] = {}
    for line in result.lines:
        _take(site, line, wanted, hosts)
    kept = _kept_rows(site, wanted)
    rows = {place: _target_of(each) for place, each in kept.items()}
    rows |= {(site.pk, key): end for key, (_line, end) in wanted.items()}
    settled = settle(rows)
    _refuse_rounds(site, settled, wanted, kept)
    _note_unheard(site, [line for line, _end in wanted.values() if line.outcome != "refused"], at=at)
    fresh, changed = [], []
    for place, end in settled.ends.items():
        redirect = kept.get(place) or Redirect(site=site, key=place[1])
        end = end if end is rows[place] else seen_from(redirect.site, end, hosts)
        line = wanted[place[1]][0] if place[0] == site.pk and place[1] in wanted else None
        if _rewritten(redirect, end, line):
            redirect.changed_at, redirect.changed_by = at, by
            (fresh if redirect.pk is None else changed).append(redirect)
    if not is_trial:
        Redirect.objects.bulk_create(fresh, batch_size=1000)
        names = ["source", "target", "target_site", "target_key", "is_permanent", "note", "changed_at", "changed_by"]
        Redirect.objects.bulk_update(changed, names, batch_size=500)
        record(Event.REDIRECTS_IMPORTED, site, by=by, at=at, site=site, after=result.counts)
    return result


def _kept_rows(site: Site, wanted: dict[str, tuple[Line, Target]]) -> dict[Place, Redirect]:
    """The rows that are there: those of the site, and those of others over which ways lead."""
    own = Redirect.objects.filter(site=site).select_related("site", "target_site")
    kept = {(site.pk, each.key): each for each in own}
    ends = [_target_of(each) for each in kept.values()] + [end for _line, end in wanted.values()]
    return kept | neighbours(site, ends)


def _rewritten(redirect: Redirect, end: Target, line: Line | None) -> bool:
    """Let the redirect say what the line says and lead to the end; True when that is new."""
    said = (redirect.target, redirect.is_permanent, redirect.note)
    if line:
        redirect.source, redirect.is_permanent, redirect.note = line.source, line.is_permanent, line.note
    _point(redirect, end)
    is_same = said == (redirect.target, redirect.is_permanent, redirect.note)
    if line:
        line.outcome = "new" if redirect.pk is None else "same" if is_same else "changed"
        line.settled = end.address if end.address != line.target else ""
    return redirect.pk is None or not is_same


def _take(site: Site, line: Line, wanted: dict[str, tuple[Line, Target]], hosts: dict[str, list[Site]]) -> None:
    try:
        refuse_if(len(line.note) > 200, _("备注超过 200 字。"))
        refuse_if(len(line.source) > 400, _("地址太长。"))
        key = read_source(site, line.source)
        end = read_target(site, line.target, hosts=hosts)
        earlier = wanted.get(key)
        refuse_if(earlier, _("与第 %s 行的原地址相同。") % (earlier[0].number if earlier else ""))
        wanted[key] = (line, end)
    except Refused as refusal:
        line.outcome, line.reason = "refused", refusal.reason


def _refuse_rounds(
    site: Site, settled: Settled, wanted: dict[str, tuple[Line, Target]], kept: dict[Place, Redirect]
) -> None:
    sites = {each.site_id: each.site for each in kept.values()}
    for place, circle in settled.rounds.items():
        if place[0] == site.pk and place[1] in wanted:
            line, _end = wanted[place[1]]
            line.outcome, line.reason = "refused", _("跳转形成循环：%s") % round_words(place, circle, sites)


def _note_unheard(site: Site, lines: list[Line], *, at: datetime) -> None:
    sources = unheard(site, [line.source for line in lines], at=at)
    for line in lines:
        line.is_unheard = line.source in sources


def _begin(site: Site, by: User) -> None:
    refuse_unless(can(by, Action.REDIRECT_CHANGE, site), _("您没有管理“%s”跳转地址的权限。") % site)
    lock_columns(site)


def _end_of(start: Place, end: Target, site: Site, *, leaving: Redirect | None) -> Target:
    """Follow the target to where the way ends, through other sites of the cluster too."""
    way = [start]
    names = {site.pk: site}
    for _step in range(MOST_STEPS):
        place = place_of(end)
        if place is None:
            return end
        keys = {place[1], place[1].partition("?")[0]}
        found = Redirect.objects.filter(site=end.site, key__in=keys).exclude(pk=leaving.pk if leaving else None)
        rows = {(each.site_id, each.key): each for each in found.select_related("site", "target_site")}
        here = row_at(place, {**rows, start: None})
        if here is None:
            return end
        if here in way:
            raise Refused(_("跳转形成循环：%s") % round_words(start, way[way.index(here) :], names))
        way.append(here)
        names[here[0]] = rows[here].site
        end = seen_from(site, _target_of(rows[here]))
    raise Refused(_("跳转步数太多：%s") % round_words(start, way, names))


def _leading_to(site: Site, kept: Redirect) -> list[Redirect]:
    """The rows whose way leads over this one: those to its address, and to the same with parameters where no row has them."""
    if place_of(Target("", site, kept.key)) is None:
        return []
    there = Q(target_key=kept.key)
    if "?" not in kept.key:
        own = Redirect.objects.filter(site=site, key=OuterRef("target_key"))
        there |= Q(target_key__startswith=f"{kept.key}?") & ~Exists(own)
    found = Redirect.objects.filter(there, target_site=site).exclude(pk=kept.pk)
    return list(found.select_related("site"))


def _target_of(redirect: Redirect) -> Target:
    return Target(redirect.target, redirect.target_site, redirect.target_key)


def _point(redirect: Redirect, end: Target) -> None:
    redirect.target, redirect.target_site, redirect.target_key = end.address, end.site, end.key
