"""Keeping the redirect table: one at a time or by the thousand, without chains and without loops."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.models import Redirect
from content.redirects import Target, read_source, read_target
from sites.actions.locks import lock_columns
from sites.audit import Event, record
from sites.models import Site, User
from sites.policy import Action, can
from sites.refusals import Refused, refuse_if, refuse_unless

MOST_STEPS = 20
Place = tuple[int, str]


@dataclass(slots=True)
class Line:
    """One row of an import: what it says and what came of it."""

    number: int
    source: str
    target: str
    is_permanent: bool = True
    note: str = ""
    outcome: str = ""
    reason: str = ""


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
    kept.target, kept.target_site, kept.target_key = end.address, end.site, end.key
    kept.changed_at, kept.changed_by = at, by
    kept.full_clean()
    kept.save()
    for earlier in Redirect.objects.filter(target_site=site, target_key=key).exclude(pk=kept.pk).select_related("site"):
        _point(earlier, end, site)
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
    known = {each.key: each for each in Redirect.objects.filter(site=site)}
    wanted: dict[str, tuple[Line, Target]] = {}
    for line in result.lines:
        _take(site, line, wanted, hosts)
    ends = {key: each.target_key for key, each in known.items() if each.target_site_id == site.pk}
    ends |= {key: end.key if end.site and end.site.pk == site.pk else "" for key, (_line, end) in wanted.items()}
    targets = {key: Target(each.target, each.target_site, each.target_key) for key, each in known.items()}
    targets |= {key: end for key, (_line, end) in wanted.items()}
    fresh, changed = [], []
    for key in _shortened(ends, targets, wanted):
        line, _end = wanted.get(key, (None, None))
        kept = known.get(key) or Redirect(site=site, key=key)
        said = (kept.target, kept.is_permanent, kept.note)
        if line:
            kept.source, kept.is_permanent, kept.note = line.source, line.is_permanent, line.note
        end = targets[key]
        kept.target, kept.target_site, kept.target_key = end.address, end.site, end.key
        is_same = said == (kept.target, kept.is_permanent, kept.note)
        if line:
            line.outcome = "new" if kept.pk is None else "same" if is_same else "changed"
        if kept.pk is None or not is_same:
            kept.changed_at, kept.changed_by = at, by
            (fresh if kept.pk is None else changed).append(kept)
    if not is_trial:
        Redirect.objects.bulk_create(fresh, batch_size=1000)
        names = ["source", "target", "target_site", "target_key", "is_permanent", "note", "changed_at", "changed_by"]
        Redirect.objects.bulk_update(changed, names, batch_size=500)
        record(Event.REDIRECTS_IMPORTED, site, by=by, at=at, site=site, after=result.counts)
    return result


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


def _shortened(ends: dict[str, str], targets: dict[str, Target], wanted: dict[str, tuple[Line, Target]]) -> list[str]:
    """Point every redirect of the site at the end of its chain; return the keys to write, without those of a loop."""
    written = []
    for key in list(ends.keys() | wanted.keys()):
        way, here = [key], ends.get(key, "")
        while here in targets and here not in way and len(way) < MOST_STEPS:
            way.append(here)
            here = ends.get(here, "")
        if here and here in way:
            if key in wanted:
                line, _end = wanted[key]
                line.outcome, line.reason = "refused", _("跳转形成循环：%s") % " → ".join([*way, here])
            continue
        if len(way) > 1:
            targets[key] = targets[way[-1]]
        if len(way) > 1 or key in wanted:
            written.append(key)
    return written


def _begin(site: Site, by: User) -> None:
    refuse_unless(can(by, Action.REDIRECT_CHANGE, site), _("您没有管理“%s”跳转地址的权限。") % site)
    lock_columns(site)


def _end_of(start: Place, end: Target, site: Site, *, leaving: Redirect | None) -> Target:
    """Follow the target to where the way ends, through other sites of the cluster too."""
    way = [start[1]]
    for _step in range(MOST_STEPS):
        if end.site is None:
            return end
        if (end.site.pk, end.key) == start:
            raise Refused(_("跳转形成循环：%s") % " → ".join([*way, start[1]]))
        rows = Redirect.objects.filter(site=end.site, key=end.key).exclude(pk=leaving.pk if leaving else None)
        following = rows.select_related("site", "target_site").first()
        if following is None:
            return end
        way.append(f"{following.site.host}{following.key}" if following.site_id != site.pk else following.key)
        end = read_target(site, _seen_from(following, site))
    raise Refused(_("跳转步数太多：%s") % " → ".join(way))


def _seen_from(redirect: Redirect, site: Site) -> str:
    is_local = redirect.target.startswith("/") and redirect.site_id != site.pk
    return redirect.site.address(redirect.target) if is_local else redirect.target


def _point(earlier: Redirect, end: Target, site: Site) -> None:
    is_local = end.address.startswith("/") and earlier.site_id != site.pk
    earlier.target = site.address(end.address) if is_local else end.address
    earlier.target_site, earlier.target_key = end.site, end.key
