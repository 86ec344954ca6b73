"""Keeping the calendar and the limits that sites set for themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sites.actions.locks import lock_cluster
from sites.audit import Event, record
from sites.clocks import DEFAULTS, Clock, working_days_allowed
from sites.models import CalendarNotice, ClockLimit, PlatformRule, User
from sites.recounting import recount_everything
from sites.refusals import Conflict, refuse_if
from sites.rules import Rule, value_of


@transaction.atomic
def save_calendar_notice(notice: CalendarNotice, *, by: User | None, at: datetime) -> CalendarNotice:
    """Keep a State Council notice on days off and make-up days; dates counted from now on follow it, those that stand are
    counted again by the sweeps. A later notice for a year amends the earlier ones, which are kept."""
    notice.created_by, notice.created_at = notice.created_by or by, notice.created_at or at
    notice.full_clean()
    was = CalendarNotice.objects.filter(pk=notice.pk).first() if notice.pk else None
    notice.save()
    before, after = (_said(each) if each else None for each in (was, notice))
    record(Event.CALENDAR_NOTICE_SAVED, notice, by=by, at=at, before=before, after=after)
    return notice


def _said(notice: CalendarNotice) -> dict[str, Any]:
    names = ("year", "title", "document_number", "published_on", "days_off", "days_on", "replaces_year")
    return {name: getattr(notice, name) for name in names}


def apply_calendar_notice(notice: CalendarNotice, *, seen: str, by: User, at: datetime) -> dict[str, int]:
    """Keep the notice and count everything open anew; return how much moved, by what it is called.

    `seen` is the version of the calendar that the person's preview started from. Raises Conflict when another notice came
    in between. The notice is kept first; should the counting be cut short, the sweeps do the rest.
    """
    with transaction.atomic():
        lock_cluster()
        if CalendarNotice.objects.calendar().version != seen:
            raise Conflict(_("预览之后，放假安排已被其他人改动。下面是按新的安排重新计算的预览，请核对后再确认。"))
        save_calendar_notice(notice, by=by, at=at)
    moved = recount_everything(by=by, at=at)
    with transaction.atomic():
        record(Event.CALENDAR_NOTICE_APPLIED, notice, by=by, at=at, after={"moved": moved})
    return moved


@transaction.atomic
def save_clock_limit(limit: ClockLimit, *, by: User | None, at: datetime) -> ClockLimit:
    """Set a site's own limit for a clock; it may tighten what holds above, never loosen it. Raises Refused."""
    parent = limit.site.parent
    clock = Clock(limit.clock)
    above = working_days_allowed(clock, parent, kind=limit.kind) if parent else DEFAULTS[clock][0]
    refuse_if(
        limit.working_days > above,
        _("上级规定为 %s 个工作日，下级只能缩短，不能放宽。") % above,
    )
    limit.full_clean()
    limit.save()
    after = {"clock": limit.clock, "kind": limit.kind, "days": limit.working_days}
    record(Event.LIMIT_SAVED, limit, by=by, at=at, after=after)
    return limit


@transaction.atomic
def save_platform_rule(row: PlatformRule, *, by: User | None, at: datetime) -> PlatformRule:
    """Set a rule for the platform, or a stricter value of it for a site and everything below. Raises Refused."""
    row.full_clean()
    rule = Rule(row.rule)
    if row.site is not None:
        above = value_of(rule, row.site.parent)
        refuse_if(row.value > above, _("上级规定为 %s，下级只能更严（数值更小），不能放宽。") % above)
    was = PlatformRule.objects.filter(pk=row.pk).values_list("value", flat=True).first() if row.pk else None
    row.save()
    before, after = {"value": was}, {"rule": row.rule, "value": row.value, "basis": row.basis}
    record(Event.RULE_SAVED, row, by=by, at=at, site=row.site, before=before, after=after)
    return row
