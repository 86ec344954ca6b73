"""Pictures in what a source sent: each gets a name of ours in the text, and its address is kept beside it, to be fetched once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from html import escape, unescape

FOLDER = "/media/upstream/"
MOST_PICTURES = 60
_PICTURE = re.compile(r"""<img\b(?:[^<>"']|"[^"]*"|'[^']*')*>""", re.I)
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""")
_ADDRESSES = ("data-original", "data-src", "src")  # where pictures are loaded late, src is a blank one
_SIZES = re.compile(r"^\d{1,4}$")
NAMED = re.compile(r'<img\b[^<>]*\ssrc="/media/upstream/([0-9a-f]{32})"[^<>]*>')


def with_names(html: str, whole: Callable[[str], str]) -> tuple[str, dict[str, str]]:
    """Return the text with its pictures under names of ours, and the address of each; `whole` makes an address absolute or ''.
    A picture without a usable address is left out."""
    addresses: dict[str, str] = {}

    def named(match: re.Match[str]) -> str:
        said = {name.lower(): unescape(one or two or bare) for name, one, two, bare in _ATTRIBUTE.findall(match[0])}
        address = next((found for name in _ADDRESSES if (found := whole(said.get(name, "")))), "")
        if not address or (len(addresses) >= MOST_PICTURES and name_of(address) not in addresses):
            return ""
        addresses[name_of(address)] = address
        kept = "".join(f' {name}="{said[name]}"' for name in ("width", "height") if _SIZES.match(said.get(name, "")))
        return f'<img src="{FOLDER}{name_of(address)}" alt="{escape(said.get("alt", ""))}"{kept}>'

    return _PICTURE.sub(named, html), addresses


def name_of(address: str) -> str:
    """The name of the picture at the address."""
    return hashlib.sha256(address.encode()).hexdigest()[:32]


def with_files(html: str, files: dict[str, str]) -> str:
    """Return the text with the addresses of our files in the place of the names; pictures that have none are left out."""

    def shown(match: re.Match[str]) -> str:
        address = files.get(match[1])
        return match[0].replace(f"{FOLDER}{match[1]}", address) if address else ""

    return NAMED.sub(shown, html)
