"""What we do to sites, columns, organizations, people and their grants. Every tree write takes the lock of its tree."""

from sites.actions.clocks import apply_calendar_notice, save_calendar_notice, save_clock_limit, save_platform_rule
from sites.actions.columns import change_column, create_column, move_column, rename_column, settle_paths
from sites.actions.grants import grant_role, grants_at, grants_of, revoke_role
from sites.actions.people import create_person, save_organization, save_person
from sites.actions.sites import RESERVED_PREFIXES, change_site, create_site, set_site_state

__all__ = [
    "RESERVED_PREFIXES",
    "apply_calendar_notice",
    "change_column",
    "change_site",
    "create_column",
    "create_person",
    "create_site",
    "grant_role",
    "grants_at",
    "grants_of",
    "move_column",
    "rename_column",
    "revoke_role",
    "save_calendar_notice",
    "save_clock_limit",
    "save_organization",
    "save_person",
    "save_platform_rule",
    "set_site_state",
    "settle_paths",
]
