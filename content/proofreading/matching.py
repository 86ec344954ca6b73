"""Finding tens of thousands of words in a text at once, however they are disguised.

Text and words are compared folded: full and half width, upper and lower case, traditional and simplified characters are
the same, and spaces or invisible characters within a word do not count. Positions always refer to the text as written.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from content.proofreading.findings import Kind, Severity

IGNORED = re.compile(
    "[\t\x20\xa0\xad\u115f\u1160\u180e\u2000-\u200f\u202a-\u202f\u205f-\u2064\u3000\u3164\ufe00-\ufe0f\ufeff]+"
)
FIRST_HAN, LAST_HAN = 0x4E00, 0x9FFF


@lru_cache(maxsize=1)
def fold_table() -> dict[int, str]:
    """Return the table that makes alike what a reader takes for the same character; built once, in about 20 ms."""
    from opencc import OpenCC

    han = [chr(code) for code in range(FIRST_HAN, LAST_HAN + 1)]
    simplified = OpenCC("t2s").convert("\n".join(han)).split("\n")
    table = {ord(old): new for old, new in zip(han, simplified, strict=True) if old != new and len(new) == 1}
    table |= {code: chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)}
    return table | {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as words are compared with it; `starts` and `origins` say where each run of it came from."""

    text: str
    starts: Sequence[int]
    origins: Sequence[int]

    def origin(self, place: int) -> int:
        """Return where the character of the folded text stands in the text as written."""
        run = bisect_right(self.starts, place) - 1
        return self.origins[run] + place - self.starts[run]


def fold(text: str) -> Folded:
    """Return the text folded: one character for one, those that do not count left out."""
    alike = text.translate(fold_table())
    parts, starts, origins = [], [], []
    at = length = 0
    for gap in IGNORED.finditer(alike):
        if gap.start() > at:
            parts.append(alike[at : gap.start()])
            starts.append(length)
            origins.append(at)
            length += gap.start() - at
        at = gap.end()
    if at < len(alike) or not parts:
        parts.append(alike[at:])
        starts.append(length)
        origins.append(at)
    return Folded("".join(parts), starts, origins)


def folded_word(word: str) -> str:
    """Return a word as it is compared."""
    return fold(word).text


@dataclass(frozen=True, slots=True)
class Entry:
    """A word to look for and what is said when it is found. An exception is a longer wording in which it is right."""

    key: str
    pattern: str
    kind: Kind
    severity: Severity
    replacement: str = ""
    note: str = ""
    exceptions: tuple[str, ...] = ()
    title: str = ""
    rank: int | None = None
    list_pk: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found, at these characters of the text as written."""

    entry: Entry
    start: int
    end: int


class Matcher:
    """The automaton over some entries. Building it takes half a second for 50,000 words, so it is kept; see vocabulary."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        from ahocorasick_rs import AhoCorasick, MatchKind

        self._entries: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            if entry.key:
                self._entries[entry.key].append(entry)
        self._keys = list(self._entries)
        self._automaton = AhoCorasick(self._keys, matchkind=MatchKind.Standard, store_patterns=False)

    def __len__(self) -> int:
        return len(self._keys)

    def matches(self, text: str, folded: Folded) -> Iterator[Match]:
        """Yield every place where an entry stands and is not right there; overlapping ones too, see `strongest`."""
        if not self._keys:
            return
        for number, start, end in self._automaton.find_matches_as_indexes(folded.text, overlapping=True):
            key = self._keys[number]
            first, last = folded.origin(start), folded.origin(end - 1) + 1
            if _cuts_a_latin_word(text, key, first, last):
                continue
            for entry in self._entries[key]:
                if not any(_stands_around(exception, key, folded.text, start) for exception in entry.exceptions):
                    yield Match(entry, first, last)


def strongest(matches: Iterable[Match]) -> list[Match]:
    """Return the matches that do not overlap: blocking before warning, then the longest, then the first. A longer word
    that only warns can therefore never hide a shorter one that blocks."""
    kept: list[tuple[int, int]] = []
    chosen = []
    for match in sorted(matches, key=lambda m: (m.entry.severity != Severity.BLOCK, m.start - m.end, m.start)):
        place = bisect_left(kept, (match.start, match.start))
        overlaps_next = place < len(kept) and kept[place][0] < match.end
        overlaps_last = place > 0 and kept[place - 1][1] > match.start
        if not overlaps_next and not overlaps_last:
            insort(kept, (match.start, match.end))
            chosen.append(match)
    return sorted(chosen, key=lambda match: match.start)


def _stands_around(exception: str, key: str, text: str, start: int) -> bool:
    """Tell whether the longer wording stands around the word that was found."""
    offset = exception.find(key)
    while offset >= 0:
        if offset <= start and text.startswith(exception, start - offset):
            return True
        offset = exception.find(key, offset + 1)
    return False


def _cuts_a_latin_word(text: str, key: str, first: int, last: int) -> bool:
    """Tell whether a Latin word was found inside a longer one, as `web` in `website`."""
    before = key[0].isascii() and key[0].isalnum() and first > 0 and _is_latin(text[first - 1])
    after = key[-1].isascii() and key[-1].isalnum() and last < len(text) and _is_latin(text[last])
    return before or after


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
