"""Characters that no text of ours may hold: what no XML document can carry, and so no feed, no mail that is read, no page."""

from __future__ import annotations

import re

_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def as_text(text: str) -> str:
    """Return the text without control characters, lone surrogates and what is no character at all."""
    return _NOT_TEXT.sub("", text)
