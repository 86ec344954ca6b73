"""Two runs of words laid over each other: what stayed, what came, what went, what only looks different."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from content.differences.alignment import aligned
from content.differences.passages import Token, words_of


class Change(StrEnum):
    """What became of a part or a passage."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    FORM = "form"


@dataclass(frozen=True)
class Part:
    """A piece of a passage; `note` is the address of a picture, or how the form of the words changed."""

    change: Change
    text: str
    kind: str = "word"
    note: str = ""


def compare_lines(old: str, new: str) -> list[Part]:
    """Compare two plain lines."""
    return parts_between(words_of(old), words_of(new))


def parts_between(old: Sequence[Token], new: Sequence[Token]) -> list[Part]:
    """Return the new words with those that went standing before those that came in their place."""
    parts: list[Part] = []
    for is_same, i1, i2, j1, j2 in _without_islands(list(aligned(old, new)), new):
        if is_same:
            parts += shown(new[j1:j2], Change.SAME)
        else:
            parts += _replaced(old[i1:i2], new[j1:j2])
    return parts


def _without_islands(steps: list, new: Sequence[Token]) -> Iterable[tuple]:
    """Let a single character that happens to stand between two changes be part of the change: easier to read."""
    kept: list[tuple] = []
    for number, step in enumerate(steps):
        is_same, _i1, i2, j1, j2 = step
        inside = 0 < number < len(steps) - 1
        is_island = is_same and inside and j2 - j1 == 1 and new[j1].kind == "word" and len(new[j1].text) == 1
        if is_island or (kept and not kept[-1][0] and not is_same):
            previous = kept.pop()
            kept.append((False, previous[1], i2, previous[3], j2))
        else:
            kept.append(step)
    return kept


def _replaced(old: Sequence[Token], new: Sequence[Token]) -> list[Part]:
    """Return what went before what came; the same words in another form, and words that only grew, as just that."""
    if old and new and all(token.kind == "word" for token in (*old, *new)):
        before, after = _text(old), _text(new)
        if before == after:
            return [Part(Change.FORM, after, note=f"{_form(old)} → {_form(new)}")]
        if len({token.form for token in (*old, *new)}) == 1:
            return _grown(before, after, Change.ADDED) or _grown(after, before, Change.REMOVED) or _both(old, new)
    return _both(old, new)


def _both(old: Sequence[Token], new: Sequence[Token]) -> list[Part]:
    return [*shown(old, Change.REMOVED), *shown(new, Change.ADDED)]


def _grown(short: str, long: str, change: Change) -> list[Part]:
    """Return the parts when the long text is the short one with something before or behind it; figures and Latin words
    are never cut, since 12 does not grow out of 1."""
    rest = len(long) - len(short)
    if long.startswith(short) and not _is_within_word(long, len(short)):
        return [Part(Change.SAME, short), Part(change, long[len(short) :])]
    if long.endswith(short) and not _is_within_word(long, rest):
        return [Part(change, long[:rest]), Part(Change.SAME, short)]
    return []


def _is_within_word(text: str, at: int) -> bool:
    return text[at - 1 : at + 1].isascii() and text[at - 1 : at + 1].isalnum()


def _form(tokens: Sequence[Token]) -> str:
    return "、".join(dict.fromkeys(token.form for token in tokens if token.form)) or _("常规")


def shown(tokens: Sequence[Token], change: Change) -> list[Part]:
    """Return the tokens as parts, neighbouring words as one; the address of a link is shown only where it changed."""
    parts, words = [], []
    for token in tokens:
        if token.kind == "word":
            words.append(token)
            continue
        if token.kind == "link" and change == Change.SAME:
            continue
        if words:
            parts.append(Part(change, _text(words)))
        parts.append(Part(change, token.text, token.kind, token.form))
        words = []
    return [*parts, Part(change, _text(words))] if words else parts


def _text(tokens: Sequence[Token]) -> str:
    return "".join(token.text for token in tokens)
