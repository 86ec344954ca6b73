"""Who knows the words of the documents' texts: an app above with an index of words offers to look them up, since a scan of all
texts would cost more with every document."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from sites.scope import current_scope

Finder = Callable[[frozenset[int] | None, Sequence[str]], Collection[int]]
_finders: list[Finder] = []


def finds_texts(finder: Finder) -> Finder:
    """Let an app above find documents by their text: a function from the sites in reach (None: all of them) and words to the
    ids of articles that hold them all. It may name too many, the library shows what is public only; the later one wins."""
    _finders[:] = [finder]
    return finder


def articles_saying(words: Sequence[str]) -> Collection[int]:
    """The ids of articles of the sites in scope that hold all the words; none while nobody offers to look."""
    scope = current_scope()
    return _finders[0](scope.sites if scope else None, words) if _finders else ()
