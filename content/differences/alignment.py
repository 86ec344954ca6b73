"""Which stretches two sequences have in common, in bounded time.

What is equal at both ends is set aside first; a small rest goes to the exact matcher of the standard library. A large rest is
first cut at elements that occur once in both (patience diff), which are the surest landmarks and cheap to find. A large rest
without such a landmark counts as rewritten: nobody could read a finer difference of it either.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher

WIDTHS = (1, 4)
SMALL = 30_000  # pairs of elements that the exact matcher may look at, some milliseconds

Region = tuple[int, int, int, int]
Step = tuple[bool, int, int, int, int]


def aligned(a: Sequence[Hashable], b: Sequence[Hashable]) -> Iterator[Step]:
    """Yield (is equal, start and end in a, start and end in b) from the first element to the last."""
    at_a = at_b = 0
    for start_a, start_b, length in _joined(_matches(a, b)):
        if at_a < start_a or at_b < start_b:
            yield False, at_a, start_a, at_b, start_b
        at_a, at_b = start_a + length, start_b + length
        yield True, start_a, at_a, start_b, at_b
    if at_a < len(a) or at_b < len(b):
        yield False, at_a, len(a), at_b, len(b)


def _matches(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int, int]]:
    """Return the equal stretches (start in a, start in b, length) in order."""
    found, open_regions = [], [(0, len(a), 0, len(b))]
    while open_regions:
        region, ends = _trimmed(a, b, open_regions.pop())
        found += ends
        a1, a2, b1, b2 = region
        if a1 == a2 or b1 == b2:
            continue
        if (a2 - a1) * (b2 - b1) <= SMALL:
            matcher = SequenceMatcher(None, a[a1:a2], b[b1:b2], autojunk=False)
            found += [(a1 + i, b1 + j, size) for i, j, size in matcher.get_matching_blocks() if size]
            continue
        landmarks = _landmarks(a, b, region)
        if landmarks:
            found += [(i, j, 1) for i, j in landmarks]
            open_regions += _between(landmarks, region)
    return sorted(found)


def _trimmed(a: Sequence, b: Sequence, region: Region) -> tuple[Region, list[tuple[int, int, int]]]:
    """Return the region without what is equal at its two ends, and those ends."""
    a1, a2, b1, b2 = region
    ends, start = [], a1
    while a1 < a2 and b1 < b2 and a[a1] == b[b1]:
        a1, b1 = a1 + 1, b1 + 1
    if a1 > start:
        ends.append((start, b1 - (a1 - start), a1 - start))
    stop = a2
    while a1 < a2 and b1 < b2 and a[a2 - 1] == b[b2 - 1]:
        a2, b2 = a2 - 1, b2 - 1
    if a2 < stop:
        ends.append((a2, b2, stop - a2))
    return (a1, a2, b1, b2), ends


def _landmarks(a: Sequence, b: Sequence, region: Region) -> list[tuple[int, int]]:
    """Return the longest rising series of positions at which something begins that occurs once in both parts: an
    element, or where every element is common, a few of them in a row."""
    a1, a2, b1, b2 = region
    for width in WIDTHS:
        in_a, in_b = _runs(a, a1, a2, width), _runs(b, b1, b2, width)
        often_a, often_b = Counter(in_a), Counter(in_b)
        places = {run: b1 + j for j, run in enumerate(in_b) if often_b[run] == 1}
        pairs = [(a1 + i, places[run]) for i, run in enumerate(in_a) if often_a[run] == 1 and run in places]
        if pairs:
            return _rising(pairs)
    return []


def _runs(sequence: Sequence, start: int, stop: int, width: int) -> list:
    """Return every run of so many neighbours in the part."""
    return list(zip(*(sequence[start + shift : stop] for shift in range(width)), strict=False))


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest series of the pairs in which the second position rises, too (patience sorting)."""
    tops: list[int] = []
    top_pairs: list[int] = []
    before: list[int] = []
    for index, (_i, j) in enumerate(pairs):
        pile = bisect_left(tops, j)
        before.append(top_pairs[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(j)
            top_pairs.append(index)
        else:
            tops[pile], top_pairs[pile] = j, index
    series, index = [], top_pairs[-1] if top_pairs else -1
    while index >= 0:
        series.append(pairs[index])
        index = before[index]
    return series[::-1]


def _between(landmarks: list[tuple[int, int]], region: Region) -> list[Region]:
    """Return the regions before, between and after the landmarks."""
    a1, a2, b1, b2 = region
    regions = []
    for i, j in landmarks:
        regions.append((a1, i, b1, j))
        a1, b1 = i + 1, j + 1
    return [*regions, (a1, a2, b1, b2)]


def _joined(matches: list[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Yield the stretches with neighbours that touch made one."""
    held = None
    for i, j, size in matches:
        if held and held[0] + held[2] == i and held[1] + held[2] == j:
            held = (held[0], held[1], held[2] + size)
            continue
        if held:
            yield held
        held = (i, j, size)
    if held:
        yield held
