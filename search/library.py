"""Policy documents by the words of their texts, for the policy library of content, which knows no index."""

from __future__ import annotations

import logging

from content.models import ArticleKind
from search.backends import SearchQuery, SearchUnavailable, Sort, get_backend
from search.documents import parted

MOST = 2000  # the newest documents that a word finds by text alone; each costs about fifty microseconds
log = logging.getLogger(__name__)


def documents_saying(sites: frozenset[int] | None, word: str) -> list[int]:
    """Return the articles of documents that hold all parts of the word. Without an index there are none: titles and numbers
    are found all the same."""
    kinds = frozenset([ArticleKind.DOCUMENT.value])
    try:
        found = get_backend().query(SearchQuery(word, sites=sites, kinds=kinds, sort=Sort.DATE, limit=MOST))
    except SearchUnavailable as fault:
        log.warning("The policy library looks in titles and numbers only: %s", fault)
        return []
    return [] if found.is_partial else [parted(key)[1] for key in found.keys]
