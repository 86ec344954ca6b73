"""The meta tags that every page of a government site must carry (2017 guideline, annex on page design)."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from content.structure import Section
from sites.models import Site

Pairs = list[tuple[str, str]]


def site_tags(site: Site) -> Pairs:
    """The three tags of every page."""
    return [("SiteName", site.name), ("SiteDomain", site.host), ("SiteIDCode", site.code)]


def column_tags(section: Section | None, *, is_home: bool = False) -> Pairs:
    """The four tags of the home page, column pages and content pages."""
    if section is None:
        return []
    return [
        ("ColumnName", "首页" if is_home else section.name),
        ("ColumnDescription", section.purpose),
        ("ColumnKeywords", section.keywords or section.name),
        ("ColumnType", "首页" if is_home else section.type_label),
    ]


def article_tags(*, title: str, published_at: datetime, source: str, optional: Iterable[tuple[str, str]]) -> Pairs:
    """The three required tags of a content page and those optional ones that have a value."""
    local = timezone.localtime(published_at)
    required = [("ArticleTitle", title), ("PubDate", f"{local:%Y-%m-%d %H:%M}"), ("ContentSource", source)]
    return required + [(name, value) for name, value in optional if value]
