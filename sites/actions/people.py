"""What we do to organizations and to the accounts of people."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from sites.actions.locks import lock_cluster
from sites.audit import Event, record
from sites.models import Organization, Site, User
from sites.refusals import refuse_if


@transaction.atomic
def save_organization(organization: Organization, *, by: User | None, at: datetime) -> Organization:
    """Add or change an organization under the cluster's lock."""
    lock_cluster()
    organization.full_clean(exclude=["parent"])
    organization.save()
    # the foot of every page names who sponsors and who keeps the site
    named = Q(sponsor=organization) | Q(organiser=organization)
    Site.objects.filter(named).update(structure_version=F("structure_version") + 1)
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
