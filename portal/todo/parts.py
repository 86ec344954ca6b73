"""Which part a person has in the work, as far as it decides what is asked for them."""

from __future__ import annotations

from sites.models import User
from sites.policy import COLUMN_ROLES, Role


def is_editorial(user: User) -> bool:
    """True for whoever writes or reviews somewhere."""
    return bool(user.grants.sites_with(*COLUMN_ROLES) or user.grants.columns_with(*COLUMN_ROLES))


def oversees(user: User) -> bool:
    """True for whoever administers or supervises a site, or keeps the platform."""
    return bool(user.is_platform_admin or user.grants.sites_with(Role.SITE_ADMIN, Role.SUPERVISOR))


def responds(user: User) -> bool:
    """True for the staff of an organization, which may have to respond to a hot topic."""
    return bool(user.grants.organizations_with(Role.HANDLER, Role.REPLY_APPROVER))
