"""By what an item is known again, whichever source names it and whatever it calls it: its guid, the page it lies on, its title
on its day."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import datetime
from urllib.parse import unquote, urlsplit

from sites.calendar import local_day

FEWEST_LETTERS = 8  # “公告” of one day may be two; a long title of one day is one item
_NOT_LETTERS = re.compile(r"[\W_]+")
_INDEX = re.compile(r"/(?:index|default)\.(?:s?html?|aspx?|jsp|php)$", re.I)
_PORTS = {"http": 80, "https": 443}


def link_key(link: str) -> str:
    """Return the mark of the page at an address that was cleaned: scheme, www, port, fragment, the name of the index and the
    order of parameters make no other page of it."""
    parts = urlsplit(link)
    host = (parts.hostname or "").removeprefix("www.")
    port = "" if parts.port in (None, _PORTS.get(parts.scheme)) else f":{parts.port}"
    path = _INDEX.sub("/", unquote(parts.path)).rstrip("/")
    query = "&".join(sorted(filter(None, parts.query.split("&"))))
    return hashlib.sha256(f"{host}{port}{path}?{query}".encode()).hexdigest()


def fingerprint(title: str, published_at: datetime) -> str:
    """Return the mark of a title on its day, '' for a title too short to tell items apart."""
    letters = same_letters(title)
    if len(letters) < FEWEST_LETTERS:
        return ""
    return hashlib.sha256(f"{letters} {local_day(published_at)}".encode()).hexdigest()


def same_letters(title: str) -> str:
    """The letters and digits of a title; spaces, marks and the width of letters do not count."""
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", title)).lower()
