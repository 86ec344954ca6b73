"""What we do to sites, columns, organizations, people and their grants. Every tree write takes the lock of its tree."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from guardian.models import UserObjectPermission
from guardian.shortcuts import remove_perm

from sites.audit import Event, record
from sites.clocks import DEFAULTS, Clock, working_days_allowed
from sites.models import CalendarNotice, ClockLimit, Column, ColumnType, Organization, Site, User
from sites.models.column import UPDATE_DAYS, ColumnState
from sites.models.site import SiteKind, SiteState
from sites.policy import COLUMN_ROLES, ORGANIZATION_ROLES, SITE_ROLES, Role
from sites.refusals import refuse_if, refuse_unless

Place = Site | Column | Organization

SITE_MOVES = {
    SiteState.PREPARING: {SiteState.ONLINE},
    SiteState.ONLINE: {SiteState.SUSPENDED, SiteState.MIGRATED, SiteState.CLOSED},
    SiteState.SUSPENDED: {SiteState.ONLINE, SiteState.MIGRATED, SiteState.CLOSED},
    SiteState.MIGRATED: {SiteState.CLOSED},
    SiteState.CLOSED: set(),
}


def _lock_cluster() -> None:
    """Take the lock under which the cluster-wide trees are written: concurrent mptt writes corrupt them."""
    Site.objects.select_for_update().filter(parent__isnull=True).order_by("pk").first()


def _changed(obj: models.Model, fields: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Set the fields and return what was before and after, for those that really changed."""
    before = {name: getattr(obj, name) for name in fields if getattr(obj, name) != fields[name]}
    for name, value in fields.items():
        setattr(obj, name, value)
    return before, {name: fields[name] for name in before}


# --- sites ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def create_site(*, by: User | None, at: datetime, parent: Site | None = None, **fields: Any) -> Site:
    """Open a site in preparation, with the root column that stands for its home page. Raises Refused."""
    _lock_cluster()
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
    {"views", "qr", "admin", "static", "media", "search", "hudong", "feeds", "sitemap", "api", "health"}
)


@transaction.atomic
def change_site(site: Site, *, by: User, at: datetime, **fields: Any) -> Site:
    """Change a site's particulars; its place, its address and its state are no particulars."""
    fixed = {"state", "parent", "host", "path_prefix", "slug", "kind", "structure_version"}
    refuse_if(fixed & set(fields), _("上级、地址和状态不能在此变更。"))
    locked = Site.objects.select_for_update().get(pk=site.pk)
    before, after = _changed(locked, fields)
    locked.full_clean(exclude=["parent"])
    locked.save()
    # every page below shows the names of the sites above it
    locked.get_descendants(include_self=True).update(structure_version=F("structure_version") + 1)
    record(Event.SITE_CHANGED, locked, by=by, at=at, site=locked, before=before, after=after)
    return locked


@transaction.atomic
def set_site_state(site: Site, state: SiteState, *, by: User | None, at: datetime, note: str = "") -> Site:
    """Move a site along its life cycle. Raises Refused for a move that the cycle does not have."""
    locked = Site.objects.select_for_update().get(pk=site.pk)
    refuse_unless(
        state in SITE_MOVES[SiteState(locked.state)],
        _("网站目前为“%(now)s”，不能改为“%(then)s”。")
        % {"now": locked.get_state_display(), "then": SiteState(state).label},
    )
    refuse_if(state in {SiteState.SUSPENDED, SiteState.CLOSED} and not note.strip(), _("请写明原因。"))
    before = {"state": locked.state}
    locked.state, locked.state_note = state, note
    locked.structure_version += 1
    locked.save(update_fields=["state", "state_note", "structure_version"])
    record(
        Event.SITE_STATE_CHANGED, locked, by=by, at=at, site=locked, before=before, after={"state": state, "note": note}
    )
    return locked


# --- columns -------------------------------------------------------------------------------------------------------


def _lock_columns(site: Site) -> Site:
    """Lock the site's row, under which its column tree is written, and bump the version that navigation is cached by."""
    locked = Site.objects.select_for_update().get(pk=site.pk)
    Site.objects.filter(pk=site.pk).update(structure_version=F("structure_version") + 1)
    return locked


@transaction.atomic
def create_column(site: Site, *, by: User | None, at: datetime, parent: Column | None = None, **fields: Any) -> Column:
    """Add a column below the parent, the home page by default; its update frequency follows its type. Raises Refused."""
    _lock_columns(site)
    parent = Column.objects.get(pk=parent.pk) if parent else Column.objects.get(site=site, parent__isnull=True)
    refuse_unless(parent.site_id == site.pk, _("上级栏目不属于本网站。"))
    refuse_if(parent.state != ColumnState.ACTIVE, _("上级栏目已停用。"))
    column = Column(site=site, parent=parent, **fields)
    column.clean_fields(exclude=["parent", "site", "path"])
    column.path = "/".join(filter(None, [parent.path, column.slug]))
    refuse_if(
        parent.is_home
        and Site.objects.filter(host=site.host, path_prefix=column.slug).exclude(path_prefix="").exists(),
        _("“%s”是下级子站的目录，栏目不能使用。") % column.slug,
    )
    refuse_if(parent.is_home and column.slug in RESERVED_PREFIXES, _("“%s”是平台保留的目录名。") % column.slug)
    refuse_if(Column.objects.filter(site=site, path=column.path).exists(), _("本网站已有目录“%s”。") % column.path)
    if "update_days" not in fields:
        column.update_days = UPDATE_DAYS.get(ColumnType(column.type))
    column.full_clean(exclude=["parent", "site"])
    column.save()
    record(Event.COLUMN_CREATED, column, by=by, at=at, after={"name": column.name, "path": column.path})
    return column


@transaction.atomic
def change_column(column: Column, *, by: User, at: datetime, **fields: Any) -> Column:
    """Change a column's name, purpose, frequency, place among its siblings; its address stays. Raises Refused."""
    refuse_if({"site", "parent", "slug", "path", "state"} & set(fields), _("变更栏目位置或地址请使用专门的操作。"))
    _lock_columns(column.site)
    locked = Column.objects.get(pk=column.pk)
    before, after = _changed(locked, fields)
    locked.full_clean(exclude=["parent", "site"])
    locked.save()
    record(Event.COLUMN_CHANGED, locked, by=by, at=at, before=before, after=after)
    return locked


# --- organizations and people --------------------------------------------------------------------------------------


@transaction.atomic
def save_organization(organization: Organization, *, by: User | None, at: datetime) -> Organization:
    """Add or change an organization under the cluster's lock."""
    _lock_cluster()
    organization.full_clean(exclude=["parent"])
    organization.save()
    record(Event.ORGANIZATION_SAVED, organization, by=by, at=at, after={"name": organization.name})
    return organization


@transaction.atomic
def create_person(
    *, by: User | None, at: datetime, username: str, name: str, password: str | None, **fields: Any
) -> User:
    """Open an account for a member of staff; what it may do is granted afterwards."""
    person = User(username=username, name=name, is_staff=True, **fields)
    person.set_password(password)
    person.full_clean(exclude=["password"])
    person.save()
    record(Event.PERSON_SAVED, person, by=by, at=at, after={"username": username, "name": name})
    return person


@transaction.atomic
def save_person(person: User, *, by: User | None, at: datetime, password: str | None = None) -> User:
    """Open or change an account from the office; a password is set only when one is given."""
    refuse_if(person.is_robot, _("系统账号不能登录，也不能修改。"))
    person.is_staff = True
    if password:
        person.set_password(password)
    person.full_clean(exclude=["password"])
    person.save()
    record(Event.PERSON_SAVED, person, by=by, at=at, after={"username": person.username, "active": person.is_active})
    return person


# --- grants --------------------------------------------------------------------------------------------------------


def _refuse_wrong_place(role: Role, place: Place) -> None:
    fitting = {Site: SITE_ROLES, Column: COLUMN_ROLES, Organization: ORGANIZATION_ROLES}[type(place)]
    refuse_unless(role in fitting, _("“%s”不能授予在此处。") % Role(role).label)


def _site_of(place: Place) -> Site | None:
    if isinstance(place, Site):
        return place
    return place.site if isinstance(place, Column) else None


@transaction.atomic
def grant_role(person: User, role: Role, place: Place, *, by: User | None, at: datetime) -> None:
    """Grant the role at the place; granting twice changes nothing. Raises Refused where the role has no meaning."""
    _refuse_wrong_place(role, place)
    refuse_if(person.is_robot, _("系统账号不授予角色。"))
    kind = ContentType.objects.get_for_model(place)
    permission = Permission.objects.get(content_type=kind, codename=Role(role).value)
    _row, is_new = UserObjectPermission.objects.get_or_create(
        user=person, permission=permission, content_type=kind, object_pk=str(place.pk)
    )
    person.__dict__.pop("grants", None)
    if not is_new:
        return
    after = {"person": person, "role": Role(role).label}
    record(Event.GRANT_GIVEN, place, by=by, at=at, site=_site_of(place), after=after)


@transaction.atomic
def revoke_role(person: User, role: Role, place: Place, *, by: User | None, at: datetime) -> None:
    """Take the role away from the person at the place."""
    remove_perm(f"sites.{Role(role).value}", person, place)
    person.__dict__.pop("grants", None)
    before = {"person": person, "role": Role(role).label}
    record(Event.GRANT_TAKEN, place, by=by, at=at, site=_site_of(place), before=before)


def grants_of(person: User) -> list[dict[str, Any]]:
    """Return the person's grants with role, kind of place and place, in the order of the roles."""
    rows = UserObjectPermission.objects.filter(user=person, content_type__app_label="sites").select_related(
        "permission", "content_type"
    )
    held = [
        {
            "pk": row.pk,
            "role": Role(row.permission.codename),
            "kind": row.content_type.name,
            "place": row.content_object,
        }
        for row in rows
    ]
    order = list(Role)
    return sorted(held, key=lambda grant: (order.index(grant["role"]), str(grant["place"])))


def grants_at(place: Place) -> Iterable[UserObjectPermission]:
    """Return the grants given at the place, person and role loaded."""
    return (
        UserObjectPermission.objects.filter(
            content_type__app_label="sites", content_type__model=place._meta.model_name, object_pk=str(place.pk)
        )
        .select_related("user", "permission")
        .order_by("permission__codename", "user__username")
    )


# --- clocks --------------------------------------------------------------------------------------------------------


@transaction.atomic
def save_calendar_notice(notice: CalendarNotice, *, by: User | None, at: datetime) -> CalendarNotice:
    """Keep a State Council notice on days off and make-up days; dates counted from now on follow it."""
    notice.created_by, notice.created_at = notice.created_by or by, notice.created_at or at
    notice.full_clean()
    notice.save()
    record(Event.CALENDAR_NOTICE_SAVED, notice, by=by, at=at, after={"year": notice.year, "title": notice.title})
    return notice


@transaction.atomic
def save_clock_limit(limit: ClockLimit, *, by: User | None, at: datetime) -> ClockLimit:
    """Set a site's own limit for a clock; it may tighten what holds above, never loosen it. Raises Refused."""
    parent = limit.site.parent
    above = working_days_allowed(Clock(limit.clock), parent) if parent else DEFAULTS[Clock(limit.clock)][0]
    refuse_if(
        limit.working_days > above,
        _("上级规定为 %s 个工作日，下级只能缩短，不能放宽。") % above,
    )
    limit.full_clean()
    limit.save()
    record(Event.LIMIT_SAVED, limit, by=by, at=at, after={"clock": limit.clock, "days": limit.working_days})
    return limit
