"""The to-do page: what waits for me, what came back, what runs out, each a number with the list that holds exactly those
rows; at most five queries, whatever roles somebody has."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.todo.clocks import watched, watched_sets
from portal.todo.counting import counted_at_once
from portal.todo.letters import letters, readings
from portal.todo.publishing import editorial, emergencies, publishing_sets, waiting_for
from sites.calendar import NOTICE_EXPECTED_FROM, WorkCalendar
from sites.models import CalendarNotice, JobRun, User
from sites.policy import Role


def todo_page(request: HttpRequest) -> dict[str, Any]:
    """Return what the to-do page shows to the person."""
    user, now = request.user, timezone.now()
    on = timezone.localdate(now)
    waiting, calendar = waiting_for(user, now), CalendarNotice.objects.calendar()
    sets, parts = publishing_sets(user, now, on)
    count = counted_at_once(sets | watched_sets(user, now, on), *parts)
    groups = [
        *editorial(user, waiting, count),
        *emergencies(user, count),
        *readings(user, on, calendar),
        *letters(user, on, calendar),
        *watched(user, on, count),
    ]
    return {
        "groups": [group for group in groups if group.cards],
        "waiting": waiting,
        "late_jobs": [run for run in JobRun.objects.all() if run.is_late(at=now)] if user.is_platform_admin else [],
        "today": on,
        "calendar_warning": _calendar_warning(user, on, calendar),
    }


def _calendar_warning(user: User, on: date, calendar: WorkCalendar) -> str:
    """From November on: that the next year has no holiday notice yet, to those who keep clocks or watch them."""
    if not (user.is_platform_admin or user.grants.sites_with(Role.SITE_ADMIN, Role.SUPERVISOR, Role.INTAKE)):
        return ""
    years = calendar.years
    expected = [on.year, on.year + 1] if on.month >= NOTICE_EXPECTED_FROM else [on.year]
    missing = [str(year) for year in expected if year not in years]
    return _("%s 年放假安排尚未录入，跨入该年的期限都是暂定日期。") % "、".join(missing) if missing else ""
