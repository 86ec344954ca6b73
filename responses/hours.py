"""Clocks in hours of real time: five, twenty-four and forty-eight, through nights and holidays (OP1, OP2), and the steps at
which people are reminded of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from sites.reminders import Rung
from sites.rules import Rule, value_of

if TYPE_CHECKING:
    from sites.models import Site

# Which duties a topic of a kind has, and the rule that says within how many hours.
CLOCKS: dict[str, dict[str, Rule]] = {
    "emergency": {"information": Rule.EMERGENCY_INFORMATION_HOURS, "briefing": Rule.EMERGENCY_BRIEFING_HOURS},
    "concern": {"answer": Rule.CONCERN_ANSWER_HOURS},
}


def hours_of(kind: str, site: Site) -> dict[str, int]:
    """Return the hours allowed for each duty of a topic of the kind at the site."""
    return {duty: value_of(rule, site) for duty, rule in CLOCKS[kind].items()}


class HourStep(models.TextChoices):
    """A point of a clock of hours."""

    OPENED = "opened", _("已开始计时")
    HALF = "half", _("时限过半")
    LAST_HOUR = "last-hour", _("最后一小时")
    LATE = "late", _("已逾期")
    LATE_6 = "late-6", _("逾期六小时")
    LATE_24 = "late-24", _("逾期一天")


LATE = (HourStep.LATE, HourStep.LATE_6, HourStep.LATE_24)
_UP_TO_HEAD = frozenset({Rung.HANDLER, Rung.HEAD})
LADDER: dict[HourStep, frozenset[Rung]] = {
    HourStep.OPENED: _UP_TO_HEAD,
    HourStep.HALF: frozenset({Rung.HANDLER}),
    HourStep.LAST_HOUR: _UP_TO_HEAD,
    **dict.fromkeys(LATE, _UP_TO_HEAD | {Rung.SUPERVISOR}),
}


def moments_of(due_at: datetime, *, since: datetime) -> dict[HourStep, datetime]:
    """Return when each step of a clock is reached that began at one moment and ends at another."""
    return {
        HourStep.OPENED: since,
        HourStep.HALF: since + (due_at - since) / 2,
        HourStep.LAST_HOUR: due_at - timedelta(hours=1),
        HourStep.LATE: due_at,
        HourStep.LATE_6: due_at + timedelta(hours=6),
        HourStep.LATE_24: due_at + timedelta(hours=24),
    }


class HourSchedule:
    """The steps as they stand at one moment, in the shape that `sites.reminders.make_rows` asks for."""

    steps = tuple(HourStep)

    def __init__(self, at: datetime) -> None:
        self.at = at

    def reached(self, due_on: datetime, *, since: datetime) -> list[HourStep]:
        """Return the steps reached by now, the latest last; the last hour of a clock shorter than an hour never is one."""
        found = moments_of(due_on, since=since)
        return [step for step in self.steps if since <= found[step] <= self.at]
