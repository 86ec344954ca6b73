"""Plain text of several paragraphs, as statements and evidence are written: no markup comes in, none has to be cleaned."""

from __future__ import annotations

import html


def paragraphs_of(text: str) -> str:
    """Return the text with one paragraph a line, without control characters and empty lines."""
    lines = ("".join(each for each in line if each.isprintable()).strip(" \u3000") for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def shown_as_html(text: str) -> str:
    """Return the paragraphs as HTML."""
    return "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines())
