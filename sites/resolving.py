"""Which site a host and a path belong to: asked on every request, so answered with one small query.

A site's row with its sponsor is kept in the process for as long as its structure version stands: every action that changes
anything a page shows of a site raises it. The place in the tree of sites is read anew, since it moves with other sites.
"""

from __future__ import annotations

import copy
from collections import OrderedDict
from functools import cache

from sites.models import Site
from sites.prepared import BLANKS, Prepared, prepared

KEPT_SITES = 1000
TREE = ("tree_id", "lft", "rght", "level")
_kept: OrderedDict[tuple[int, int], Site] = OrderedDict()


def site_at(host: str, path: str) -> Site | None:
    """Return the site with the longest path prefix that the path lies below, None when the host is no site's."""
    for prefix, pk, version, *place in _candidates().about(host=host.lower()).rows():
        if not prefix or f"{path}/".startswith(f"/{prefix}/"):
            site = copy.copy(_kept_site(pk, version))
            site.__dict__.update(zip(TREE, place, strict=True))
            return site
    return None


@cache
def _candidates() -> Prepared:
    return prepared(Site.objects.on_host(BLANKS["host"]).values_list("path_prefix", "pk", "structure_version", *TREE))


def forget_sites() -> None:
    """Drop what the process keeps, for tests, where versions start anew with each database."""
    _kept.clear()


def _kept_site(pk: int, version: int) -> Site:
    site = _kept.get((pk, version))
    if site is None:
        site = Site.objects.select_related("sponsor", "organiser").get(pk=pk)
        _kept[pk, site.structure_version] = site
        if len(_kept) > KEPT_SITES:
            _kept.popitem(last=False)
    return site
