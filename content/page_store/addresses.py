"""Which file an address has. Pure text: nothing here asks Django, the database or the disk.

An address is host and path as one string, `www.example.gov.cn/news/`. `…/**` stands for everything below, `**` for every
page of the installation. Only plain addresses have a file, so a path can neither leave the folder nor name another's file.
"""

from __future__ import annotations

import re

EVERYTHING = "**"
INDEX = "index.html"
LONGEST = 400
# Any depth of plain names, then nothing (a page ending in a slash) or one file with a known ending.
PLAIN = re.compile(r"/(?:[A-Za-z0-9_-]{1,80}/)*(?:[A-Za-z0-9_-]{1,80}\.(?P<ending>html|xml|txt|rss|atom))?")
HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")
TYPES = {
    "html": "text/html; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}


def plain_host(host: str) -> str:
    """The host of a Host header in small letters without port and closing dot, '' for what is no host name."""
    name = host.partition(":")[0].lower().removesuffix(".")
    return name if len(name) <= 253 and HOST.fullmatch(name) else ""


def file_of(host: str, path: str) -> str:
    """The file of the page below the store's folder, '' for an address that is never stored."""
    name = plain_host(host)
    if not name or len(path) > LONGEST or not PLAIN.fullmatch(path) or path.endswith("/" + INDEX):
        return ""
    return f"{name}{path}{INDEX}" if path.endswith("/") else f"{name}{path}"


def type_of(file: str) -> str:
    """The content type that the file's ending stands for; a page of another type is not stored under it."""
    return TYPES.get(file.rpartition(".")[2], "")


def below(address: str) -> str:
    """The address that stands for the page and everything below it."""
    return address.rstrip("/") + "/" + EVERYTHING
