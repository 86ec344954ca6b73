"""What we do to sites: open them, change their particulars, move them along their life cycle."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from sites.actions.locks import changed, lock_cluster
from sites.audit import Event, record
from sites.models import Column, ColumnType, Site, User
from sites.models.site import SiteKind, SiteState
from sites.policy import PLATFORM, Action, can
from sites.refusals import refuse_if, refuse_unless
from sites.workflow import SITE_MOVES


@transaction.atomic
def create_site(*, by: User | None, at: datetime, parent: Site | None = None, **fields: Any) -> Site:
    """Open a site in preparation, with the root column that stands for its home page. Raises Refused without the right to, and
    for an address that a site cannot have."""
    refuse_unless(by is None or can(by, Action.SITE_CREATE, PLATFORM), _("您没有新建网站的权限。"))
    lock_cluster()
    site = Site(parent=parent, **fields)
    refuse_if(site.kind == SiteKind.SUBSITE and not site.path_prefix, _("子站必须填写路径前缀。"))
    refuse_if(
        site.path_prefix and (parent is None or parent.host != site.host), _("带路径前缀的子站须与上级网站同一域名。")
    )
    refuse_if(site.path_prefix in RESERVED_PREFIXES, _("“%s”是平台保留的目录名。") % site.path_prefix)
    site.full_clean(exclude=["parent"])
    site.save()
    home = Column(site=site, name="首页", slug="", path="", type=ColumnType.HOME, purpose=f"{site.name}首页")
    home.save()
    record(Event.SITE_CREATED, site, by=by, at=at, site=site, after={"host": site.host, "prefix": site.path_prefix})
    return site


RESERVED_PREFIXES = frozenset(
    {
        "views",
        "qr",
        "admin",
        "static",
        "media",
        "search",
        "hudong",
        "huiying",
        "piyao",
        "feeds",
        "sitemap",
        "api",
        "health",
        "preview",
        "zhengceku",
    }
)


@transaction.atomic
def change_site(site: Site, *, by: User | None, at: datetime, **fields: Any) -> Site:
    """Change a site's particulars; its place, its address and its state are no particulars. Raises Refused without the right to,
    and for those."""
    fixed = {"state", "parent", "host", "path_prefix", "slug", "kind", "structure_version"}
    refuse_if(fixed & set(fields), _("上级、地址和状态不能在此变更。"))
    locked = Site.objects.select_for_update().get(pk=site.pk)
    refuse_unless(by is None or can(by, Action.SITE_CHANGE, locked), _("您没有修改这个网站的权限。"))
    before, after = changed(locked, fields)
    locked.full_clean(exclude=["parent"])
    locked.save()
    # every page below shows the names of the sites above it
    locked.get_descendants(include_self=True).update(structure_version=F("structure_version") + 1)
    record(Event.SITE_CHANGED, locked, by=by, at=at, site=locked, before=before, after=after)
    return locked


@transaction.atomic
def set_site_state(
    site: Site, state: SiteState, *, by: User | None, at: datetime, note: str = "", moved_to: str = ""
) -> Site:
    """Move a site along its life cycle; a migrated one leads on to its new address. Raises Refused without the right to, for a
    move that the cycle does not have, and for an address that leads nowhere else."""
    locked = Site.objects.select_for_update().get(pk=site.pk)
    refuse_unless(by is None or can(by, Action.SITE_STATE, locked), _("您没有变更网站状态的权限。"))
    refuse_unless(
        state in SITE_MOVES[SiteState(locked.state)],
        _("网站目前为“%(now)s”，不能改为“%(then)s”。")
        % {"now": locked.get_state_display(), "then": SiteState(state).label},
    )
    refuse_if(state in {SiteState.SUSPENDED, SiteState.CLOSED} and not note.strip(), _("请写明原因。"))
    refuse_if(moved_to and state != SiteState.MIGRATED, _("只有迁移的网站填写新网址。"))
    refuse_if(
        moved_to and urlsplit(moved_to).scheme not in {"http", "https"}, _("新网址须以 http:// 或 https:// 开头。")
    )
    refuse_if(_is_own(locked, moved_to), _("新网址不能是本网站自己的地址。"))
    before = {"state": locked.state}
    locked.state, locked.state_note, locked.moved_to = state, note, moved_to or locked.moved_to
    locked.structure_version += 1
    locked.save(update_fields=["state", "state_note", "moved_to", "structure_version"])
    after = {"state": state, "note": note} | ({"moved_to": moved_to} if moved_to else {})
    record(Event.SITE_STATE_CHANGED, locked, by=by, at=at, site=locked, before=before, after=after)
    return locked


def _is_own(site: Site, address: str) -> bool:
    """True for an address below the site's own, which would lead in a circle."""
    parts = urlsplit(address)
    return (parts.hostname or "") == site.host and f"{parts.path}/".startswith(f"{site.base_path}/")
