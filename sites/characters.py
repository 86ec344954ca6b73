"""Characters that no text of ours may hold: what no XML document can carry, and so no feed, no mail that is read, no page."""

from __future__ import annotations

import re

# What takes no room, and what turns the direction of reading. The joiners of Uyghur, Tibetan and emoji stay.
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def as_text(text: str) -> str:
    """Return the text without control characters, lone surrogates and what is no character at all."""
    return _NOT_TEXT.sub("", text)


def as_typed(text: str) -> str:
    """Return the text of a form without what nobody sees, so that an empty line is an empty line."""
    return _UNSEEN.sub("", text)


def in_one_line(text: str) -> str:
    """Return the lines of a Chinese text one after the other: a browser would put a gap where each of them ends."""
    return "".join(line.strip() for line in text.splitlines())


def says_something(text: str) -> bool:
    """True when the text holds at least one letter, character or digit."""
    return any(sign.isalnum() for sign in text)
