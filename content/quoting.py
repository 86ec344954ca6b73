"""Where the words of a quotation stand in a text: by the words themselves and which of their occurrences is meant.

White space does not count, since a browser's selection has other white space than the stored text. static/js/comments.js
counts in the same way.
"""

from __future__ import annotations

from content.models import Revision
from content.sanitising import plain_text


def squeezed(text: str) -> str:
    """Return the text without any white space."""
    return "".join(text.split())


def words_of(revision: Revision) -> str:
    """Return what a reader can quote of a revision: title, subtitle and text, without white space."""
    return squeezed(revision.title + revision.subtitle + plain_text(revision.body))


def stands_in(quote: str, occurrence: int, words: str) -> bool:
    """Tell whether the squeezed words hold that occurrence of the quotation; one without words stands everywhere."""
    quote, at = squeezed(quote), -1
    if not quote:
        return True
    for _ in range(occurrence):
        at = words.find(quote, at + 1)
        if at < 0:
            return False
    return True
