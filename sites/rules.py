"""Rules of the platform that are neither law nor a matter of taste: each with a default, its value in the database.

The platform sets a rule for everybody; a site may set a number lower for itself and everything below it, never higher.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import models
from django.db.models import Min
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from sites.models import Site


class Rule(models.TextChoices):
    """What is ruled."""

    SUPPLEMENT_STOPS_CLOCK = "supplement-stops-clock", _("等待来信人补充材料时停计期限（0 不停，1 停）")
    YELLOW_WHEN_LATE = "yellow-when-late", _("来信逾期满几个工作日亮黄牌")
    RED_WHEN_LATE = "red-when-late", _("来信逾期满几个工作日亮红牌")
    RED_WHEN_RETURNED = "red-when-returned", _("答复第几次退回亮红牌")
    EMERGENCY_INFORMATION_HOURS = "emergency-information", _("重大突发事件几小时内发布权威信息")
    EMERGENCY_BRIEFING_HOURS = "emergency-briefing", _("重大突发事件几小时内举行新闻发布会")
    CONCERN_ANSWER_HOURS = "concern-answer", _("其他热点几小时内作出回应")


class Default(NamedTuple):
    """What holds without a row, what a row may say, and whether sites may say it for themselves."""

    value: int
    least: int
    most: int
    of_sites: bool = True


DEFAULTS = {
    Rule.SUPPLEMENT_STOPS_CLOCK: Default(0, 0, 1, of_sites=False),
    Rule.YELLOW_WHEN_LATE: Default(1, 1, 60),
    Rule.RED_WHEN_LATE: Default(3, 1, 60),
    Rule.RED_WHEN_RETURNED: Default(2, 1, 20),
    Rule.EMERGENCY_INFORMATION_HOURS: Default(5, 1, 5),  # 国办发〔2016〕80号 (OP1): stricter is possible, looser is not
    Rule.EMERGENCY_BRIEFING_HOURS: Default(24, 1, 24),
    Rule.CONCERN_ANSWER_HOURS: Default(48, 1, 48),  # 国办发〔2016〕61号 (OP2)
}


def value_of(rule: Rule, site: Site | None = None) -> int:
    """Return the value in force for the platform, or at the site: the lowest among the platform's and its ancestors'."""
    from sites.models import PlatformRule

    rows = PlatformRule.objects.filter(rule=rule)
    platform = rows.filter(site=None).values_list("value", flat=True).first()
    value = DEFAULTS[rule].value if platform is None else platform
    if site is None:
        return value
    lowest = rows.filter(site__in=site.get_ancestors(include_self=True)).aggregate(lowest=Min("value"))["lowest"]
    return value if lowest is None else min(value, lowest)


class RuleBook:
    """All rules as they stand, loaded once for work on many sites. One query."""

    def __init__(self) -> None:
        from sites.models import PlatformRule

        self._rows = list(PlatformRule.objects.values_list("rule", "site__tree_id", "site__lft", "site__rght", "value"))

    def _platform(self, rule: Rule) -> int:
        return next((row[-1] for row in self._rows if row[0] == rule and row[1] is None), DEFAULTS[rule].value)

    def value(self, rule: Rule, site: Site) -> int:
        """Return the value at the site, as `value_of` does."""
        own = [
            value
            for name, tree, left, right, value in self._rows
            if name == rule and tree == site.tree_id and left <= site.lft and site.rght <= right
        ]
        return min([self._platform(rule), *own])

    def lowest(self, rule: Rule) -> int:
        """Return the lowest value in force anywhere: what it does not reach need not be looked at."""
        return min([self._platform(rule), *(row[-1] for row in self._rows if row[0] == rule and row[1] is not None)])
