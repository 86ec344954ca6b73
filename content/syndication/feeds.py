"""Reading RSS and Atom, in whatever encoding, whatever is wrong with it."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any

import feedparser
from django.utils.translation import gettext as _

from content.sanitising import DEEPEST, nesting_of
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

MOST_STARTS = 5000
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_FIRST_ELEMENT = re.compile(r"<[A-Za-z]")
_STARTS = re.compile(r"<(?:item|entry|url|sitemap)\b")


def read_feed(body: bytes, *, address: str, charset: str, at: datetime) -> Reading:
    """Return the feed's entries, oldest first, and what was unusable. Raises Unreadable for what is no feed."""
    text = sound_xml(body, charset)
    parsed = feedparser.parse(io.BytesIO(text.encode()), sanitize_html=False, resolve_relative_uris=False)
    if not parsed.version:
        raise Unreadable(_("转载源不是 RSS 或 Atom 格式。"))
    base = parsed.feed.get("link") or address
    return reading_of([_entry(raw, base=base, at=at) for raw in parsed.entries[:MOST_ENTRIES]])


def sound_xml(body: bytes, charset: str) -> str:
    """Return XML that a parser may be given, declared as UTF-8. Raises Unreadable for entities, depth and masses."""
    text = decoded(body, charset)
    prolog = _FIRST_ELEMENT.split(text, maxsplit=1)[0]
    if "<!ENTITY" in prolog.upper():
        raise Unreadable(_("转载源含有实体定义，已拒绝读取。"))
    if nesting_of(_outside_cdata(text))[0] > DEEPEST or len(_STARTS.findall(text)) > MOST_STARTS:
        raise Unreadable(_("转载源的结构异常（条目过多或嵌套过深），已拒绝读取。"))
    return '<?xml version="1.0" encoding="utf-8"?>' + _DECLARATION.sub("", text, count=1)


def _outside_cdata(text: str) -> str:
    """The text without its CDATA sections, found by plain search so that no text makes it slow."""
    parts, position = [], 0
    while (start := text.find("<![CDATA[", position)) >= 0:
        parts.append(text[position:start])
        end = text.find("]]>", start)
        position = end if end >= 0 else len(text)
    return "".join([*parts, text[position:]])


def _entry(raw: Any, *, base: str, at: datetime) -> Entry | Dropped:
    html = max((part.get("value") or "" for part in raw.get("content", ())), key=len, default="")
    summary = raw.get("summary") or ""
    names = ("published", "updated")
    return entry_of(
        guid=raw.get("id") or "",
        title=raw.get("title") or "",
        link=raw.get("link") or "",
        html=html or summary,
        summary=summary,
        base=base,
        published_at=first_usable(
            moment_of(raw[name] or "", raw.get(f"{name}_parsed")) for name in names if name in raw
        ),
        at=at,
    )
