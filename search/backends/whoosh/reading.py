"""The index as one process sees it: its segments, their columns and the posting lists read lately."""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from search.backends.whoosh.library import FileIndex, FileStorage, FilterMatcher, TermNotFound, W3LeafMatcher

KEPT_POSTINGS = 500_000  # entries of posting lists kept in memory for the next question, about 40 MB
COLUMNS = ("kind", "site", "status", "published", "year", "length")


@dataclass
class Leaf:
    """One segment of the open index with its columns and the posting lists read lately."""

    reader: Any
    columns: dict[str, list]
    size: int
    deleted: frozenset[int]
    literals: Any
    kept: OrderedDict[tuple[str, str], dict[int, float]] = field(default_factory=OrderedDict)
    held: int = 0

    def postings(self, word: str, of: str = "words") -> dict[int, float]:
        """Return the weight of the word in each document that holds it."""
        known = self.kept.get((of, word))
        if known is None:
            known = self.kept[of, word] = self._read(word, of)
            self.held += len(known)
            while self.held > KEPT_POSTINGS and len(self.kept) > 1:
                self.held -= len(self.kept.popitem(last=False)[1])
        else:
            self.kept.move_to_end((of, word))
        return known

    def _read(self, word: str, of: str) -> dict[int, float]:
        return dict(chain.from_iterable(zip(ids, weights, strict=True) for ids, weights in self._blocks(word, of)))

    def holding(self, phrase: str, candidates: Iterable[int]) -> set[int]:
        """Return those of the documents in whose text the phrase stands literally."""
        wanted = phrase.encode()
        return {number for number in candidates if wanted in self.literals[number]}

    def _blocks(self, word: str, of: str) -> Iterator[tuple[Sequence[int], Sequence[float]]]:
        """Yield ids and weights of a posting list, block by block as it lies on disk."""
        try:
            matcher = self.reader.postings(of, word.encode())
        except TermNotFound:
            return
        if isinstance(matcher, FilterMatcher):  # Whoosh filters deleted documents one by one, `deleted` all at once
            matcher = matcher.child
        if not isinstance(matcher, W3LeafMatcher):
            while matcher.is_active():
                yield [matcher.id()], [matcher.weight()]
                matcher.next()
            return
        while matcher.is_active():
            matcher.id(), matcher.weight()  # each makes the matcher decode its part of the block
            yield matcher._ids, matcher._weights
            matcher._next_block()


class OpenIndex:
    """The index as this process sees it: opened once, opened anew when something was committed."""

    def __init__(self, folder: Path, columns: dict[str, dict[str, list]]) -> None:
        """Open the newest state; `columns` of unchanged segments are taken over."""
        self.folder = folder
        self.index = FileIndex(FileStorage(str(folder), readonly=True))
        self.generation = self.index.latest_generation()
        self.reader = self.index.reader()
        self.columns = {}
        self.leaves = [
            self._leaf(reader, columns) for reader, _ in self.reader.leaf_readers() if reader.doc_count_all()
        ]
        self.documents = self.reader.doc_count()
        self.newest = max((max(leaf.columns["published"], default=0) for leaf in self.leaves), default=0)
        lengths = [sum(leaf.columns["length"]) for leaf in self.leaves]
        self.mean_length = max(sum(lengths) / max(sum(leaf.size for leaf in self.leaves), 1), 1.0)

    def _leaf(self, reader: Any, known: dict[str, dict[str, list]]) -> Leaf:
        segment = str(reader.segment().segment_id())
        self.columns[segment] = columns = known.get(segment) or {name: _column(reader, name) for name in COLUMNS}
        deleted = frozenset(reader.segment().deleted_docs())
        literals = reader.column_reader("literal", translate=False)
        return Leaf(reader, columns, reader.doc_count_all(), deleted, literals)

    def is_current(self) -> bool:
        """True while nothing was committed since it was opened."""
        return self.generation == self.index.latest_generation()

    def close(self) -> None:
        """Let go of the files."""
        self.reader.close()


def _column(reader: Any, name: str) -> list:
    """Read a whole column, bytes as text, equal texts as one object."""
    values = list(reader.column_reader(name, translate=False))
    return [sys.intern(value.decode()) for value in values] if name in {"kind", "status"} else values
