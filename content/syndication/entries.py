"""One entry of an upstream source: plain texts, a sanitised body, a usable date; or the sentence why it is left out."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import nh3
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from content.sanitising import clean_html, clean_line, is_tangled, plain_text, without_tracking
from content.syndication.pictures import with_names
from content.syndication.recognition import same_letters

MOST_ENTRIES = 300
LONGEST_BODY = 500_000
LONGEST_LINK = 500
EARLIEST_YEAR = 2000
MOST_SPOILT = 3

_DECLARED = re.compile(
    rb"""(?:<\?xml[^>]{0,200}?encoding|<meta[^>]{0,200}?charset)\s*=\s*["']?([A-Za-z0-9._-]{1,40})""", re.I
)
_ZONE = re.compile(r"(Z|\b[A-Z]{2,4}|[+-]\d{2}:?\d{2})(?:\s+\d{4})?\s*$")
_WRITTEN_HERE = re.compile(
    r"\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*$"
)
_SOMEWHERE = re.compile(r"(20\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]{1,5}(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_LATIN = {"iso8859-1", "ascii", "cp1252"}
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ADDRESS = re.compile(r"""(<a\s[^>]*?href=")([^"]*)(")""")
_CHINA_STANDARD = timedelta(hours=14)  # "CST" is read as Chicago's; what a Chinese source means is Beijing's


class Unreadable(Exception):
    """The bytes cannot be read safely as what the source should be; the message is a sentence for the ledger."""


@dataclass(frozen=True)
class Entry:
    """One item as the source gave it, cleaned: plain texts, sanitised body, a date that is never in the future. The body names
    its pictures as `pictures` does, which has their addresses."""

    guid: str
    title: str
    link: str
    summary: str
    body: str
    published_at: datetime
    is_dated: bool = True
    pictures: dict[str, str] = field(default_factory=dict)
    canonical: str = ""
    has_own_link: bool = True
    article: int | None = None


class Dropped(NamedTuple):
    """What is left out, by its title or its place, and why; for now only, where it could not be asked for."""

    what: str
    why: str
    is_for_now: bool = False


class Reading(NamedTuple):
    """What a source offers: entries, oldest first, and what of it cannot be used."""

    entries: list[Entry]
    dropped: list[Dropped]


def reading_of(entries: list[Entry | Dropped]) -> Reading:
    """Sort what was read into a reading; of several entries with one guid and link, or one guid and title, the first counts.
    A guid that is given to several items is none, nor is an address that all of them lie at."""
    kept: dict[tuple[str, str], Entry] = {}
    seen: set[tuple[str, str]] = set()
    links: dict[str, set[tuple[str, str]]] = {}
    for each in entries:
        if isinstance(each, Entry) and (each.guid, same_letters(each.title)) not in seen:
            seen.add((each.guid, same_letters(each.title)))
            if (each.guid, each.link) not in kept:
                kept[each.guid, each.link] = each
                links.setdefault(each.link, set()).add((each.guid, same_letters(each.title)))
    found = [replace(each, has_own_link=len(links[each.link]) == 1) for each in kept.values()]
    dropped = [each for each in entries if isinstance(each, Dropped)]
    return Reading(sorted(found, key=lambda entry: entry.published_at), dropped)


def entry_of(
    *,
    guid: str,
    title: str,
    link: str,
    html: str,
    summary: str = "",
    base: str,
    published_at: datetime | None,
    at: datetime,
    canonical: str = "",
    article: int | None = None,
) -> Entry | Dropped:
    """Return what may be kept of an entry: one without a title or an address to name as the original is dropped, and so is
    a body that is a bomb. No date, one that cannot be, or one to come, is the moment of receipt. Pictures of an `article` of
    the platform are ours already."""
    link, title = absolute(base, link), words(title)[:200]
    if not title:
        return Dropped(link or _("（无标题）"), _("没有标题。"))
    if not link:
        return Dropped(title, _("没有可用的原文地址。"))
    if len(html) > LONGEST_BODY or is_tangled(html):
        return Dropped(title, _("正文过长或结构异常。"))
    is_dated = published_at is not None and published_at.year >= EARLIEST_YEAR
    html, pictures = (html, {}) if article else with_names(html, lambda address: absolute(link, address))
    body = with_absolute_links(clean_html(html), link) or f"<p>{escape(title)}</p>"
    return Entry(
        guid=guid_of(guid or link),
        title=title,
        link=link,
        summary=(words(summary) if len(summary) < LONGEST_BODY else "")[:200] or plain_text(body)[:120],
        body=body,
        published_at=min(published_at, at) if is_dated else at,
        is_dated=is_dated,
        pictures=pictures,
        canonical=_canonical(link, canonical),
        article=article,
    )


def _canonical(link: str, said: str) -> str:
    """The address that a page calls its own, where that can be: on the same host, and not the home page."""
    there = absolute(link, said) if said else ""
    parts = urlsplit(there)
    return there if parts.hostname == urlsplit(link).hostname and parts.path.strip("/") else link


def words(html: str) -> str:
    """The words of a title or a summary, as one line."""
    return clean_line(plain_text(nh3.clean(html[:20_000], tags={"p", "br"}, clean_content_tags={"script", "style"})))


def guid_of(text: str) -> str:
    """The mark an entry is known by; one that is too long is kept as its fingerprint."""
    guid = clean_line(text)
    return guid if len(guid) <= 300 else f"sha256:{hashlib.sha256(guid.encode()).hexdigest()}"


# --- addresses -------------------------------------------------------------------------------------------------------


def absolute(base: str, link: str) -> str:
    """Return the web address, '' for none that may be shown as the original."""
    try:
        address = without_tracking(urljoin(base, link.strip()))
        parts = urlsplit(address)
        usable = (
            parts.scheme in {"http", "https"} and parts.hostname and len(address) <= LONGEST_LINK and parts.port != 0
        )
    except ValueError:
        return ""
    return address if link.strip() and usable and not re.search(r"[\s<>\"\x00-\x1f]", address) else ""


def with_absolute_links(html: str, base: str) -> str:
    """Links that were relative to the original page would lead nowhere from ours."""

    def whole(found: re.Match[str]) -> str:
        if found[2].startswith(("#", "mailto:", "tel:")):
            return found[0]
        return f"{found[1]}{escape(absolute(base, found[2].replace('&amp;', '&')))}{found[3]}"

    return _ADDRESS.sub(whole, html)


# --- encodings -------------------------------------------------------------------------------------------------------


def decoded(body: bytes, charset: str) -> str:
    """Return the text: byte-order mark, then UTF-8, then what is declared, then GB18030; Latin is never believed. A long
    UTF-8 text with a spoilt character or two stays UTF-8."""
    for encoding in _encodings(body, charset):
        try:
            return body.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            if encoding == "utf-8" and (text := _barely_spoilt(body)):
                return text
    raise Unreadable(_("无法识别转载源的文字编码。"))


def _barely_spoilt(body: bytes) -> str:
    text = body.decode("utf-8", "replace")
    spoilt = text.count("\ufffd")
    sound = sum("\u4e00" <= letter <= "\u9fff" for letter in text)
    return text if spoilt <= MOST_SPOILT and sound >= 20 * spoilt else ""


def _encodings(body: bytes, charset: str) -> Iterator[str]:
    yield from (name for mark, name in _BYTE_ORDER_MARKS if body.startswith(mark))
    yield "utf-8"
    declared = _DECLARED.search(body[:2000])
    for name in (declared[1].decode() if declared else "", charset):
        try:
            known = codecs.lookup(name).name
        except LookupError:
            continue
        if known not in _LATIN:
            yield "gb18030" if known in {"gb2312", "gbk", "hz"} else known
    yield "gb18030"


# --- dates -----------------------------------------------------------------------------------------------------------


def moment_of(written: str, parsed: tuple[int, ...] | None = None) -> datetime | None:
    """Return the moment that is written; a time without zone is Beijing's, a day without time some time of that day."""
    here = timezone.get_default_timezone()
    try:
        if found := _WRITTEN_HERE.match(written):
            return _local(found.groups())
        if parsed:
            zone = _ZONE.search(written)
            moment = datetime(*parsed[:6], tzinfo=UTC if zone else here)
            return moment - _CHINA_STANDARD if zone and zone[1] == "CST" else moment
        moment = datetime.fromisoformat(written.strip())
        return moment if moment.tzinfo else moment.replace(tzinfo=here)
    except (ValueError, OverflowError, TypeError):
        return None


def moment_within(text: str) -> datetime | None:
    """Return the first date within a longer text, such as “发布时间：2026-11-18 09:40 来源：…”."""
    if whole := moment_of(text):
        return whole
    try:
        return _local(found.groups()) if (found := _SOMEWHERE.search(text[:2000])) else None
    except (ValueError, OverflowError):
        return None


def _local(parts: tuple[str, ...]) -> datetime:
    year, month, day, *clock = parts
    hour, minute, second = (int(part or 0) for part in clock) if clock[0] else (23, 59, 59)
    return datetime(int(year), int(month), int(day), hour, minute, second, tzinfo=timezone.get_default_timezone())


def first_usable(moments: Iterable[datetime | None]) -> datetime | None:
    """The first of the moments that is known and not absurd."""
    return next((each for each in moments if each and each.year >= EARLIEST_YEAR), None)
