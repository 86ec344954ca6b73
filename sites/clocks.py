"""The clocks that the rules set, with their official defaults in working days, and how a site's limit is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from sites.models import Site


class Clock(models.TextChoices):
    """What is timed in working days."""

    REPLY = "reply", _("答复来信")
    REPLY_EXTENDED = "reply-extended", _("答复来信（延期后，自收到起）")
    INTERPRETATION = "interpretation", _("发布解读")
    REPRINT = "reprint", _("转载国务院信息")
    NORMATIVE_ONLINE = "normative-online", _("规范性文件上网公开")
    RETROSPECTIVE_REVIEW = "retrospective-review", _("应急发布后补审")


DEFAULTS = {
    Clock.REPLY: (7, "攀枝花 2015（四）；国办发〔2014〕57号"),
    Clock.REPLY_EXTENDED: (15, "攀枝花 2015（四）；国办发〔2014〕57号"),
    Clock.INTERPRETATION: (10, "贵州 2015（六）"),
    Clock.REPRINT: (1, "贵州 2015（十一）"),
    Clock.NORMATIVE_ONLINE: (3, "攀枝花 2015（二）"),
    Clock.RETROSPECTIVE_REVIEW: (1, "平台规则"),
}


def working_days_allowed(clock: Clock, site: Site) -> int:
    """Return the limit in force at the site: the tightest among the default and the rules of it and its ancestors."""
    from sites.models import ClockLimit

    ancestors = site.get_ancestors(include_self=True)
    tightest = ClockLimit.objects.filter(clock=clock, site__in=ancestors).aggregate(days=models.Min("working_days"))[
        "days"
    ]
    default = DEFAULTS[clock][0]
    return default if tightest is None else min(default, tightest)
