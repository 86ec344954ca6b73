"""Marking what was searched in titles and texts. Text is escaped piece by piece before a mark is put around any of it."""

from __future__ import annotations

import re
from collections.abc import Collection

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

LINE = 120
BEFORE = 30
LONGEST_READ = 50_000
MOST_HITS = 200
Pattern = re.Pattern[str] | None


def pattern_of(words: Collection[str]) -> Pattern:
    """Return what finds any of the words, longer ones first; None when there is nothing to mark."""
    wanted = sorted({word for word in words if word.strip()}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, wanted)), re.IGNORECASE) if wanted else None


def marked(text: str, pattern: Pattern) -> SafeString:
    """Return the text escaped, with <mark> around what the pattern finds."""
    if pattern is None:
        return escape(text)
    parts, last = [], 0
    for hit in pattern.finditer(text):
        parts += [escape(text[last : hit.start()]), "<mark>", escape(hit.group()), "</mark>"]
        last = hit.end()
    parts.append(escape(text[last:]))
    return mark_safe("".join(parts))


def best_lines(text: str, pattern: Pattern) -> SafeString:
    """Return the stretch of the text that says most about what was searched, marked; its beginning when nothing does."""
    text = text[:LONGEST_READ]
    start = _best_start(text, pattern) if pattern else 0
    stretch = text[start : start + LINE].strip()
    shown = marked(stretch, pattern)
    before, after = "…" if start else "", "…" if start + LINE < len(text) else ""
    return mark_safe(f"{before}{shown}{after}")


def _best_start(text: str, pattern: re.Pattern[str]) -> int:
    """Where to begin so that the stretch holds the most different words, and most characters of them."""
    hits = [
        (hit.start(), hit.group().lower()) for _, hit in zip(range(MOST_HITS), pattern.finditer(text), strict=False)
    ]
    best, best_worth = 0, (0, 0)
    for index, (start, _) in enumerate(hits):
        within = [word for at, word in hits[index:] if at + len(word) <= start + LINE - BEFORE]
        worth = (sum(map(len, set(within))), len(within))
        if worth > best_worth:
            best, best_worth = start, worth
    return _after_stop(text, max(best - BEFORE, 0), best) if best > BEFORE else 0


def _after_stop(text: str, start: int, hit: int) -> int:
    """Begin after the last full stop before the hit, so that lines begin like sentences."""
    stop = max(text.rfind(mark, start, hit) for mark in "。；！？")
    return stop + 1 if stop >= 0 else start
