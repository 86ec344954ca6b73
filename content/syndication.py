"""Reading what an upstream source sent: RSS or Atom bytes in whatever encoding, as entries that are safe to keep."""

from __future__ import annotations

import codecs
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser
import nh3
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from content.sanitising import DEEPEST, clean_html, clean_line, is_tangled, nesting_of, plain_text

MOST_ENTRIES = 300
MOST_STARTS = 5000
LONGEST_BODY = 500_000
LONGEST_LINK = 500
EARLIEST_YEAR = 2000

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_FIRST_ELEMENT = re.compile(r"<[A-Za-z]")
_ZONE = re.compile(r"(Z|\b[A-Z]{2,4}|[+-]\d{2}:?\d{2})(?:\s+\d{4})?\s*$")
_WRITTEN_HERE = re.compile(
    r"\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*$"
)
_LATIN = {"iso8859-1", "ascii", "cp1252"}
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ADDRESS = re.compile(r"""(<a\s[^>]*?href=")([^"]*)(")""")
_STARTS = re.compile(r"<(?:item|entry)\b")
_CHINA_STANDARD = timedelta(hours=14)  # "CST" is read as Chicago's; what a Chinese source means is Beijing's


class Unreadable(Exception):
    """The bytes are no feed that can be read safely; the message is a sentence for the ledger."""


@dataclass(frozen=True)
class Entry:
    """One item as the source gave it, cleaned: plain texts, sanitised body, a date that is never in the future."""

    guid: str
    title: str
    link: str
    summary: str
    body: str
    published_at: datetime


def read_feed(body: bytes, *, address: str, charset: str, at: datetime) -> tuple[list[Entry], int]:
    """Return the feed's entries, oldest first, and how many were unusable. Raises Unreadable for what is no feed."""
    text = _decoded(body, charset)
    prolog = _FIRST_ELEMENT.split(text, maxsplit=1)[0]
    if "<!ENTITY" in prolog.upper():
        raise Unreadable(_("转载源含有实体定义，已拒绝读取。"))
    if nesting_of(_outside_cdata(text))[0] > DEEPEST or len(_STARTS.findall(text)) > MOST_STARTS:
        raise Unreadable(_("转载源的结构异常（条目过多或嵌套过深），已拒绝读取。"))
    text = '<?xml version="1.0" encoding="utf-8"?>' + _DECLARATION.sub("", text, count=1)
    parsed = feedparser.parse(io.BytesIO(text.encode()), sanitize_html=False, resolve_relative_uris=False)
    if not parsed.version:
        raise Unreadable(_("转载源不是 RSS 或 Atom 格式。"))
    entries, unusable = {}, 0
    for raw in parsed.entries[:MOST_ENTRIES]:
        entry = _entry(raw, base=parsed.feed.get("link") or address, at=at)
        if entry is None:
            unusable += 1
        else:
            entries.setdefault(entry.guid, entry)
    return sorted(entries.values(), key=lambda entry: entry.published_at), unusable


def _decoded(body: bytes, charset: str) -> str:
    """Return the text: byte-order mark, then UTF-8, then what is declared, then GB18030; Latin is never believed."""
    for encoding in _encodings(body, charset):
        try:
            return body.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise Unreadable(_("无法识别转载源的文字编码。"))


def _encodings(body: bytes, charset: str) -> Iterator[str]:
    yield from (name for mark, name in _BYTE_ORDER_MARKS if body.startswith(mark))
    yield "utf-8"
    declared = _DECLARED.search(body[:400])
    for name in (declared[1].decode() if declared else "", charset):
        try:
            known = codecs.lookup(name).name
        except LookupError:
            continue
        if known not in _LATIN:
            yield "gb18030" if known in {"gb2312", "gbk", "hz"} else known
    yield "gb18030"


def _outside_cdata(text: str) -> str:
    """The text without its CDATA sections, found by plain search so that no text makes it slow."""
    parts, position = [], 0
    while (start := text.find("<![CDATA[", position)) >= 0:
        parts.append(text[position:start])
        end = text.find("]]>", start)
        position = end if end >= 0 else len(text)
    return "".join([*parts, text[position:]])


def _entry(raw: Any, *, base: str, at: datetime) -> Entry | None:
    """Return the entry, None when it has no title or address to name as the original, or a body that is a bomb."""
    link = _absolute(base, raw.get("link") or "")
    title = _words(raw.get("title") or "")[:200]
    html = max((part.get("value") or "" for part in raw.get("content", ())), key=len, default="")
    summary = raw.get("summary") or ""
    html = html or summary
    if not title or not link or len(html) > LONGEST_BODY or is_tangled(html):
        return None
    body = _with_absolute_links(clean_html(html), link) or f"<p>{escape(title)}</p>"
    return Entry(
        guid=_guid(raw.get("id") or link),
        title=title,
        link=link,
        summary=(_words(summary) if len(summary) < LONGEST_BODY else "")[:200] or plain_text(body)[:120],
        body=body,
        published_at=_published_at(raw, at),
    )


def _words(html: str) -> str:
    return clean_line(plain_text(nh3.clean(html[:20_000], tags={"p", "br"}, clean_content_tags={"script", "style"})))


def _guid(text: str) -> str:
    guid = clean_line(text)
    return guid if len(guid) <= 300 else f"sha256:{hashlib.sha256(guid.encode()).hexdigest()}"


def _absolute(base: str, link: str) -> str:
    """Return the web address, '' for none that may be shown as the original."""
    try:
        address = urljoin(base, link.strip())
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and parts.hostname and len(address) <= LONGEST_LINK
    except ValueError:
        return ""
    return address if usable and not re.search(r"[\s<>\"\x00-\x1f]", address) else ""


def _with_absolute_links(html: str, base: str) -> str:
    """Links that were relative to the original page would lead nowhere from ours."""

    def absolute(found: re.Match[str]) -> str:
        if found[2].startswith(("#", "mailto:", "tel:")):
            return found[0]
        return f"{found[1]}{escape(_absolute(base, found[2].replace('&amp;', '&')))}{found[3]}"

    return _ADDRESS.sub(absolute, html)


def _published_at(raw: Any, at: datetime) -> datetime:
    """Return when the upper level published it: a time without zone is Beijing's; none, or a future one, is now."""
    for name in ("published", "updated"):
        if name not in raw:
            continue
        try:
            moment = _moment(raw[name] or "", raw.get(f"{name}_parsed"))
        except (ValueError, OverflowError):
            continue
        if moment and moment.year >= EARLIEST_YEAR:
            return min(moment, at)
    return at


def _moment(written: str, parsed: tuple[int, ...] | None) -> datetime | None:
    here = timezone.get_default_timezone()
    if found := _WRITTEN_HERE.match(written):
        year, month, day, *clock = found.groups()
        hour, minute, second = (int(part or 0) for part in clock) if clock[0] else (23, 59, 59)  # some time that day
        return datetime(int(year), int(month), int(day), hour, minute, second, tzinfo=here)
    if not parsed:
        return None
    zone = _ZONE.search(written)
    moment = datetime(*parsed[:6], tzinfo=UTC if zone else here)
    return moment - _CHINA_STANDARD if zone and zone[1] == "CST" else moment
