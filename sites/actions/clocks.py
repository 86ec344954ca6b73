"""Keeping the calendar and the limits that sites set for themselves."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sites.audit import Event, record
from sites.clocks import DEFAULTS, Clock, working_days_allowed
from sites.models import CalendarNotice, ClockLimit, User
from sites.refusals import refuse_if


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
