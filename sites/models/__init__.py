"""The nouns of the ground floor."""

from sites.models.audit_entry import AuditChain, AuditEntry
from sites.models.calendar_notice import CalendarNotice
from sites.models.clock_limit import ClockLimit
from sites.models.column import Column, ColumnState, ColumnType
from sites.models.former_path import FormerPath
from sites.models.job_run import JobRun
from sites.models.organization import Organization
from sites.models.outbox_row import OutboxRow
from sites.models.platform_rule import PlatformRule
from sites.models.reminder import Reminder
from sites.models.site import Site, SiteState
from sites.models.user import User

__all__ = [
    "AuditChain",
    "AuditEntry",
    "CalendarNotice",
    "ClockLimit",
    "Column",
    "ColumnState",
    "ColumnType",
    "FormerPath",
    "JobRun",
    "Organization",
    "OutboxRow",
    "PlatformRule",
    "Reminder",
    "Site",
    "SiteState",
    "User",
]
