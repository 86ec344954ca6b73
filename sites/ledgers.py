"""What the ledgers of the office share: tabs, the sites to choose from, words to look for, and links that repeat all that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet

from sites.models import Site
from sites.query_fields import words_in


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see of a ledger; whatever makes no sense is left out of account."""

    tab: str
    site: Site | None
    words: list[str]
    sites: list[Site]
    query: str
    said: Mapping[str, str]

    def context(self) -> dict[str, Any]:
        """What the ledger's template shows of it; `query` is what tabs and pages repeat."""
        typed = {name: self.said.get(name, "")[:100] for name in ("site", "q")}
        return {"tab": self.tab, "sites": self.sites, "query": self.query, **typed}


def asked_of(
    said: Mapping[str, str], *, tabs: Iterable[str], sites: QuerySet[Site], more: tuple[str, ...] = ()
) -> Asked:
    """Read a ledger's query string: the first tab is the one without a word; `more` names further filters to repeat."""
    names, found = list(tabs), list(sites.order_by("tree_id", "lft"))
    tab = said.get("tab", "")
    kept = {name: said[name][:100] for name in ("site", *more, "q") if said.get(name)}
    return Asked(
        tab=tab if tab in names else names[0],
        site=next((site for site in found if str(site.pk) == said.get("site")), None),
        words=words_in(said.get("q", "")),
        sites=found,
        query=f"&{urlencode(kept)}" if kept else "",
        said=said,
    )
