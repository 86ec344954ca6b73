"""Reading JSON Feed (jsonfeed.org, version 1 and 1.1)."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from content.syndication.entries import (
    MOST_ENTRIES,
    Dropped,
    Entry,
    Reading,
    Unreadable,
    decoded,
    entry_of,
    first_usable,
    moment_of,
    reading_of,
)

VERSIONS = ("https://jsonfeed.org/version/1", "http://jsonfeed.org/version/1")


def read_json_feed(body: bytes, *, address: str, charset: str, at: datetime) -> Reading:
    """Return the feed's entries, oldest first, and what was unusable. Raises Unreadable for what is no JSON Feed."""
    try:
        feed = json.loads(decoded(body, charset))
    except (ValueError, RecursionError):
        raise Unreadable(_("转载源不是有效的 JSON。")) from None
    if not isinstance(feed, dict) or not _text(feed, "version").startswith(VERSIONS):
        raise Unreadable(_("转载源不是 JSON Feed 格式（缺少 version）。"))
    items = feed.get("items")
    if not isinstance(items, list):
        raise Unreadable(_("转载源不是 JSON Feed 格式（缺少 items）。"))
    base = _text(feed, "home_page_url") or address
    return reading_of([_entry(raw, base=base, at=at) for raw in items[:MOST_ENTRIES]])


def _entry(raw: Any, *, base: str, at: datetime) -> Entry | Dropped:
    if not isinstance(raw, dict):
        return Dropped(_("（无标题）"), _("不是 JSON Feed 的条目。"))
    plain = _text(raw, "content_text")
    return entry_of(
        guid=_text(raw, "id"),
        title=_text(raw, "title"),
        link=_text(raw, "url") or _text(raw, "external_url"),
        html=_text(raw, "content_html") or (linebreaks(plain, autoescape=True) if plain else ""),
        summary=_text(raw, "summary"),
        base=base,
        published_at=first_usable(moment_of(_text(raw, name)) for name in ("date_published", "date_modified")),
        at=at,
    )


def _text(raw: dict[str, Any], name: str) -> str:
    """The text at the name; numbers, which the first version allowed as ids, as text; '' for everything else."""
    value = raw.get(name)
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
