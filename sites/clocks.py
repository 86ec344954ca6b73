"""The clocks that the rules set, with their official defaults in working days, and how a site's limit is found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from sites.prepared import BLANKS, Prepared, prepared

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


_kinds: dict[str, list[tuple[str, str]]] = {}


def register_kinds(clock: Clock, kinds: Iterable[tuple[str, str]]) -> None:
    """Let limits of the clock be set for one kind of what it times, such as complaints among letters; called at start-up."""
    _kinds[clock] = list(kinds)


def kinds_of(clock: str) -> list[tuple[str, str]]:
    """Return the kinds that limits of the clock may be set for, each with its words."""
    return _kinds.get(clock, [])


def working_days_allowed(clock: Clock, site: Site, *, kind: str = "") -> int:
    """Return the limit in force at the site: the tightest among the default and the rules of it and its ancestors, those
    for everything and those for this kind."""
    return limits_at(clock, site)(kind)


def limits_at(clock: Clock, site: Site) -> Callable[[str], int]:
    """Return the function from a kind to the limit in force at the site, for pages that show several kinds. One query."""
    rows = _limits_above().about(name=clock.value, tree=site.tree_id, left=site.lft, right=site.rght).rows()
    return lambda kind: min([DEFAULTS[clock][0], *(days for of, days in rows if of in ("", kind))])


@cache
def _limits_above() -> Prepared:
    from sites.models import ClockLimit

    place = {
        "site__tree_id": BLANKS["tree"],
        "site__lft__lte": BLANKS["left"],
        "site__rght__gte": BLANKS["right"],
    }
    return prepared(ClockLimit.objects.filter(clock=BLANKS["name"], **place).values_list("kind", "working_days"))
