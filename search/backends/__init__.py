"""The interface that every search engine behind the portal offers, and the choice of one by settings.SEARCH_BACKEND.

An engine finds keys; what a reader is shown comes from the database, so no engine can show what is no longer public.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.utils.module_loading import import_string

from search.documents import SearchDocument

ENGINES = {"whoosh": "search.backends.whoosh.WhooshBackend"}


class SearchUnavailable(Exception):
    """The index is missing or cannot be read; `hint` tells the operator what to do about it."""

    hint = "运行 python manage.py rebuild_search 重建检索索引。"


class Sort(StrEnum):
    """The order of results."""

    RELEVANCE = "relevance"
    DATE = "date"


@dataclass(frozen=True)
class SearchQuery:
    """What is looked for, where, and which page of it. `sites` is the reach of the question (None: everywhere), `site` one
    of them that the reader picked; every facet counts as if its own choice had not been made."""

    text: str
    sites: frozenset[int] | None = None
    site: int | None = None
    kinds: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    since: datetime | None = None
    until: datetime | None = None
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 10


@dataclass(frozen=True)
class SearchResult:
    """The keys of one page, how many there are in all, and how they spread. `exact` are the documents whose number was
    asked for; `is_partial` says that nothing held every word, and these hold most of them."""

    total: int = 0
    keys: list[str] = field(default_factory=list)
    exact: list[str] = field(default_factory=list)
    by_kind: Mapping[str, int] = field(default_factory=dict)
    by_site: Mapping[int, int] = field(default_factory=dict)
    by_year: Mapping[int, int] = field(default_factory=dict)
    by_status: Mapping[str, int] = field(default_factory=dict)
    is_partial: bool = False


@dataclass(frozen=True)
class Health:
    """Whether the index answers, with a sentence for the operator."""

    is_good: bool
    documents: int
    sentence: str


class Busy(Exception):
    """Somebody else is writing to the index."""


class SearchBackend(ABC):
    """One engine. Writing happens inside `writing()`, which only one process in the installation holds at a time."""

    @contextmanager
    @abstractmethod
    def writing(self) -> Iterator[None]:
        """Hold the right to write; raise Busy at once when somebody else holds it."""

    @abstractmethod
    def index(self, documents: Iterable[SearchDocument], *, remove: Collection[str] = ()) -> None:
        """Put the documents in, replacing older versions, and take out the keys of `remove`, in one commit."""

    @abstractmethod
    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Replace the whole index by the documents; readers see the old one until the new one is complete."""

    @abstractmethod
    def query(self, query: SearchQuery) -> SearchResult:
        """Answer; raise SearchUnavailable when the index is missing or broken."""

    @abstractmethod
    def exists(self) -> bool:
        """Tell whether an index was ever built, sound or not."""

    @abstractmethod
    def health(self) -> Health:
        """Tell whether the index is there and can be read."""

    @abstractmethod
    def clear(self) -> None:
        """Remove the index."""

    def remove(self, keys: Collection[str]) -> None:
        """Take the keys out of the index."""
        self.index((), remove=keys)


def get_backend() -> SearchBackend:
    """Return the engine that the settings name."""
    return import_string(ENGINES[settings.SEARCH_BACKEND])()
