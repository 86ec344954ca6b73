"""Which rule of reprinting holds for an item at a site: the first that fits, in their order."""

from __future__ import annotations

from collections.abc import Iterable

from content.models import ReprintMode, ReprintRule, UpstreamItem, UpstreamSource
from sites.models import Site

DEFAULT = ReprintRule(name="", mode=ReprintMode.AS_SITE)


class Rules:
    """The rules as they are for one item, asked for many sites."""

    def __init__(self, item: UpstreamItem) -> None:
        rules = rules_of(item.source)
        self._speaks = bool(rules)
        self._fitting = [rule for rule in rules if fits_title(rule, item.title)]

    def at(self, site: Site) -> ReprintRule | None:
        """Return the rule for the site, None when the item is not its duty. The default one was never saved."""
        if not self._speaks:
            return DEFAULT
        rule = next((rule for rule in self._fitting if fits_site(rule, site)), None)
        return rule if rule and rule.mode != ReprintMode.NONE else None


def rules_of(source: UpstreamSource) -> list[ReprintRule]:
    """The active rules that speak of the source, in their order."""
    rules = ReprintRule.objects.filter(is_active=True).select_related("place")
    return [rule for rule in rules if rule.source_id in (None, source.pk)]


def fits_title(rule: ReprintRule, title: str) -> bool:
    """True when the title has one of the rule's words, or the rule asks for none."""
    words = rule.word_list
    return not words or any(word in title for word in words)


def fits_site(rule: ReprintRule, site: Site) -> bool:
    """True when the site lies where the rule holds, and is of its level and kind."""
    place = rule.place
    below = place is None or (place.tree_id == site.tree_id and place.lft <= site.lft and site.rght <= place.rght)
    return below and rule.level in ("", site.level) and rule.kind in ("", site.kind)


def met_by(rule: ReprintRule, sites: Iterable[Site]) -> list[Site]:
    """The sites that the rule holds for, if no rule before it does."""
    return [site for site in sites if fits_site(rule, site)]
