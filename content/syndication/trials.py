"""Trying a source before it is saved: what it would bring, and what would be left out. Nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from content.sanitising import plain_text
from content.syndication.columns import gather_column
from content.syndication.entries import Dropped, Entry, Unreadable
from content.syndication.gathering import Asking, Gathered, gather
from content.upstream import FetchFailed

if TYPE_CHECKING:
    from content.models import UpstreamSource

SHOWN, PAGES_TRIED, LETTERS = 10, 5, 300


@dataclass
class TriedEntry:
    """One entry as the preview shows it."""

    entry: Entry
    text: str
    letters: int


@dataclass
class Trial:
    """What came of trying a source: the newest entries, how many there are in all, what is left out, or what is wrong."""

    entries: list[TriedEntry] = field(default_factory=list)
    total: int = 0
    left: int = 0
    dropped: list[Dropped] = field(default_factory=list)
    error: str = ""


def try_source(source: UpstreamSource, *, at: datetime) -> Trial:
    """Ask the source as a job would, and say what it would bring; a list leads to its first pages only."""
    if source.kind == "manual":
        return Trial(error=_("人工录入的来源不需要试抓。"))
    try:
        gathered = _asked(source, at)
    except (FetchFailed, Unreadable) as failure:
        return Trial(error=str(failure))
    newest = gathered.entries[::-1]
    entries = [_shown(entry) for entry in newest[:SHOWN]]
    return Trial(entries, len(newest), gathered.left, gathered.dropped)


def _asked(source: UpstreamSource, at: datetime) -> Gathered:
    if source.kind == "column":
        return gather_column(source.address, at=at)
    return gather(Asking.of(source, most_pages=PAGES_TRIED), at=at)


def _shown(entry: Entry) -> TriedEntry:
    text = plain_text(entry.body)
    return TriedEntry(entry, text[:LETTERS] + ("…" if len(text) > LETTERS else ""), len(text))
