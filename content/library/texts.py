"""Who knows the words of the documents' texts: an app above with an index of words offers to look them up, since a scan of all
texts would cost more with every document."""

from __future__ import annotations

from collections.abc import Callable, Collection

from sites.scope import current_scope

Finder = Callable[[frozenset[int] | None, str], Collection[int]]
_finders: list[Finder] = []


def finds_texts(finder: Finder) -> Finder:
    """Let an app above find documents by their text: a function from the sites in reach (None: all of them) and a word to the
    ids of articles. It may name too many, the library shows what is public only; the later one wins."""
    _finders[:] = [finder]
    return finder


def articles_saying(word: str) -> Collection[int]:
    """The ids of articles of the sites in scope whose text holds the word; none while nobody offers to look."""
    scope = current_scope()
    return _finders[0](scope.sites if scope else None, word) if _finders else ()
