"""The meta tags of interaction pages (2017 guideline, annex on page design): site, column, and content where there is some."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from sites.models import Site

Pairs = list[tuple[str, str]]


def page_meta(site: Site, name: str = "互动交流", description: str = "", *, type_label: str = "咨询投诉") -> Pairs:
    """The tags of the site and of a column-like page."""
    return [
        ("SiteName", site.name),
        ("SiteDomain", site.host),
        ("SiteIDCode", site.code),
        ("ColumnName", name),
        ("ColumnDescription", description or f"{site.name}{name}"),
        ("ColumnKeywords", f"{name},{site.short_name},互动交流"),
        ("ColumnType", type_label),
    ]


def letter_meta(site: Site, column: str, *, title: str, published_at: datetime, source: str) -> Pairs:
    """The tags of a published letter."""
    local = timezone.localtime(published_at)
    content = [("ArticleTitle", title), ("PubDate", f"{local:%Y-%m-%d %H:%M}"), ("ContentSource", source)]
    return page_meta(site, column) + content
