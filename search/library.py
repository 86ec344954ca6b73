"""Policy documents by the words of their texts, for the policy library of content, which knows no index."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from content.models import ArticleKind
from search.backends import SearchQuery, SearchUnavailable, Sort, get_backend
from search.documents import parted

MOST = 2000  # documents that are found by their text alone, the newest: what more would be is no answer
log = logging.getLogger(__name__)


def documents_saying(sites: frozenset[int] | None, words: Sequence[str]) -> list[int]:
    """Return the articles of documents that hold all the words. Without an index there are none: titles and numbers
    are found all the same."""
    kinds = frozenset([ArticleKind.DOCUMENT.value])
    try:
        found = get_backend().query(SearchQuery(" ".join(words), sites=sites, kinds=kinds, sort=Sort.DATE, limit=MOST))
    except SearchUnavailable as fault:
        log.warning("The policy library looks in titles and numbers only: %s", fault)
        return []
    return [] if found.is_partial else [parted(key)[1] for key in found.keys]
