"""站群导航: the other sites of the cluster, as home pages and site maps list them."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from sites.models import Site
from sites.models.site import SiteKind, SiteLevel

MOST = 60


@dataclass(slots=True)
class Link:
    """A site's name and address."""

    name: str
    url: str


@dataclass(slots=True)
class ClusterGroup:
    """Sites of a kind, under a tab."""

    name: str
    sites: list[Link] = field(default_factory=list)


def cluster_of(site: Site) -> list[ClusterGroup]:
    """The public sites of the same cluster, at most MOST of a kind."""
    groups = {
        "upper": ClusterGroup(_("省级政府")),
        "city": ClusterGroup(_("市州政府")),
        "county": ClusterGroup(_("县区政府")),
        "department": ClusterGroup(_("部门网站")),
    }
    others = Site.objects.online().filter(tree_id=site.tree_id).exclude(pk=site.pk).order_by("level", "lft")
    for other in others[: MOST * len(groups)]:
        group = groups[_kind(other)]
        if len(group.sites) < MOST:
            group.sites.append(Link(other.name, other.address("/")))
    return [group for group in groups.values() if group.sites]


def _kind(site: Site) -> str:
    if site.kind != SiteKind.PORTAL:
        return "department"
    return {SiteLevel.PROVINCE: "upper", SiteLevel.CITY: "city"}.get(site.level, "county")
