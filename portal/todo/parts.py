"""Which part a person has in the work, as far as it decides what is asked for them."""

from __future__ import annotations

from content.workflow import REVIEWERS
from sites.models import User
from sites.policy import COLUMN_ROLES, ORGANIZATION_ROLES, Role


def is_editorial(user: User) -> bool:
    """True for whoever writes or reviews somewhere."""
    return bool(user.grants.sites_with(*COLUMN_ROLES) or user.grants.columns_with(*COLUMN_ROLES))


def reviews(user: User) -> bool:
    """True for whoever holds one of the three reviews somewhere."""
    return bool(user.grants.roles() & REVIEWERS)


def oversees(user: User) -> bool:
    """True for whoever administers or supervises a site, or keeps the platform."""
    return bool(user.is_platform_admin or user.grants.sites_with(Role.SITE_ADMIN, Role.SUPERVISOR))


def sees_publishing(user: User) -> bool:
    """True for whoever works in publishing or watches it."""
    return is_editorial(user) or oversees(user)


def responds(user: User) -> bool:
    """True for the staff of an organization, which may have to respond to a hot topic."""
    return bool(user.grants.organizations_with(Role.HANDLER, Role.REPLY_APPROVER))


def drafts(user: User) -> bool:
    """True for the staff of an organization, which may have drafted documents that want their interpretation."""
    return bool(user.grants.organizations_with(*ORGANIZATION_ROLES))
