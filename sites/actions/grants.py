"""Giving and taking roles at a place, and which ones are held."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from guardian.models import UserObjectPermission

from sites.audit import Event, record
from sites.models import Column, Organization, Site, User
from sites.policy import COLUMN_ROLES, ORGANIZATION_ROLES, PLATFORM, SITE_ROLES, Action, Role, can
from sites.refusals import refuse_if, refuse_unless

Place = Site | Column | Organization


def _refuse_wrong_place(role: Role, place: Place) -> None:
    fitting = {Site: SITE_ROLES, Column: COLUMN_ROLES, Organization: ORGANIZATION_ROLES}[type(place)]
    refuse_unless(role in fitting, _("“%s”不能授予在此处。") % Role(role).label)


def _site_of(place: Place) -> Site | None:
    if isinstance(place, Site):
        return place
    return place.site if isinstance(place, Column) else None


def _refuse_strangers(by: User | None, role: Role, place: Place) -> None:
    """Roles are given and taken by the platform's administrators and, but for those who supervise it, by a site's own; by nobody
    in particular only where the platform itself is set up."""
    if by is None or can(by, Action.GRANT_CHANGE, PLATFORM):
        return
    site = _site_of(place)
    may = site is not None and role != Role.SUPERVISOR and can(by, Action.GRANT_CHANGE, site)
    refuse_unless(may, _("您没有授予或收回这个角色的权限。"))


@transaction.atomic
def grant_role(person: User, role: Role, place: Place, *, by: User | None, at: datetime) -> None:
    """Grant the role at the place; granting twice changes nothing. Raises Refused without the right to, and where the role has
    no meaning."""
    _refuse_strangers(by, Role(role), place)
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
    """Take the role away from the person at the place; taking what is not held changes nothing, and records nothing. Raises
    Refused without the right to."""
    _refuse_strangers(by, Role(role), place)
    held = grants_at(place).filter(user=person, permission__codename=Role(role).value)
    taken, _by_model = UserObjectPermission.objects.filter(pk__in=held.values("pk")).delete()
    person.__dict__.pop("grants", None)
    if not taken:
        return
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


def grants_at(place: Place) -> QuerySet[UserObjectPermission]:
    """Return the grants given at the place, person and role loaded."""
    return (
        UserObjectPermission.objects.filter(
            content_type__app_label="sites", content_type__model=place._meta.model_name, object_pk=str(place.pk)
        )
        .select_related("user", "permission")
        .order_by("permission__codename", "user__username")
    )
