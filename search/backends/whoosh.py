"""The embedded engine: a Whoosh index in settings.SEARCH_INDEX, one writer for the installation, one reader per process.

On disk: `current` names the folder of the index in use; a rebuild fills a new folder and then points there, so readers
never see half an index and a broken one can always be replaced. Whoosh keeps words, offsets and columns; matching and
ranking are done here on whole posting lists, which is several times faster than stepping through Whoosh's matchers.
"""

from __future__ import annotations

import heapq
import logging
import math
import os
import shutil
import sys
import threading
import uuid
import warnings
from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from search.backends import Busy, Health, SearchBackend, SearchQuery, SearchResult, SearchUnavailable, Sort
from search.documents import SearchDocument
from search.words import Question, literal, looks_like_number, normalised, number_key, question, words_of

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Whoosh 2.7.4 is older than the warnings it now causes
    from whoosh import columns, fields, formats
    from whoosh.codec.whoosh3 import W3LeafMatcher
    from whoosh.filedb.filestore import FileStorage
    from whoosh.index import FileIndex
    from whoosh.matching import FilterMatcher
    from whoosh.reading import TermNotFound
    from whoosh.util.filelock import FileLock

log = logging.getLogger(__name__)

TITLE_WEIGHT = 5
BM25_K1, BM25_B = 1.2, 0.75
RECENCY = 0.25  # how much more the newest counts than the oldest, all else equal
TITLE_PHRASE = 1.6  # how much more a title counts that holds the question literally
CHECKED_TITLES = 60
KEPT_POSTINGS = 500_000  # entries of posting lists kept in memory for the next question, about 40 MB
COLUMNS = ("kind", "site", "status", "published", "year", "length")
YEAR = 365 * 24 * 3600.0


class Words(fields.FieldType):
    """The field that holds every word of title and text with its weight; no positions, see `Leaf.holding`."""

    analyzer = None
    format = formats.Existence()
    scorable = True  # without a column of lengths Whoosh looks for its file at every single posting
    stored = multitoken_query = False
    vector = column_type = None
    spelling = False
    unique = False

    def __init__(self) -> None:
        """Everything is fixed: a schema on disk needs no parameters."""

    def index(self, value: tuple[str, str], **options: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield what Whoosh stores for each word of a (title, text) pair."""
        title, text = value
        weights: Counter[str] = Counter(words_of(text))
        for word in words_of(title, dense=True):
            weights[word] += TITLE_WEIGHT
        for word, weight in weights.items():
            yield word.encode(), 1, float(weight), b""


def schema() -> fields.Schema:
    """Return the fields of the index."""
    number, word = fields.COLUMN(columns.NumericColumn("q")), fields.COLUMN(columns.RefBytesColumn())
    return fields.Schema(
        key=fields.ID(unique=True, stored=True),
        title=fields.STORED(),
        literal=fields.COLUMN(columns.VarBytesColumn()),
        words=Words(),
        number=fields.ID(),
        kind=word,
        status=word,
        site=number,
        published=number,
        year=number,
        length=number,
    )


def _row(document: SearchDocument) -> dict[str, Any]:
    return {
        "key": document.key,
        "title": normalised(document.title),
        "words": (document.title, document.text),
        "literal": literal(f"{document.title}\0{document.text}").encode(),
        "number": number_key(document.number) or None,
        "kind": document.kind.encode(),
        "status": document.status.encode(),
        "site": document.site,
        "published": int(document.published_at.timestamp()),
        "year": timezone.localtime(document.published_at).year,
        "length": len(document.title) + len(document.text),
    }


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


_lock = threading.Lock()
_open: dict[tuple[int, str], OpenIndex] = {}  # per process: a forked child must not share file positions


class WhooshBackend(SearchBackend):
    """Whoosh behind the interface. The folder is read from the settings at each call."""

    def __init__(self) -> None:
        """Touch nothing yet."""
        self.root = Path(settings.SEARCH_INDEX)

    # --- writing ---

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold a lock on a file, which the system drops even when the process is killed."""
        self.root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(str(self.root / "writing.lock"))
        if not lock.acquire(blocking=False):
            raise Busy
        try:
            yield
        finally:
            lock.release()

    def index(self, documents: Iterable[SearchDocument], *, remove: Collection[str] = ()) -> None:
        """Replace and remove in one commit; raise SearchUnavailable when there is no sound index to change."""
        rows = [_row(document) for document in documents]
        with _explained():
            writer = self._existing().writer(compound=False, limitmb=64)
            try:
                for key in {*remove, *(row["key"] for row in rows)}:
                    writer.delete_by_term("key", key)
                for row in rows:
                    writer.add_document(**row)
            except BaseException:
                writer.cancel()
                raise
            writer.commit()

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Fill a new folder, point to it, remove the others."""
        folder = self.root / f"index-{uuid.uuid4().hex[:12]}"
        folder.mkdir(parents=True)
        index = FileIndex.create(FileStorage(str(folder)), schema(), "MAIN")
        writer, count = index.writer(compound=False, limitmb=128), 0
        try:
            for document in documents:
                writer.add_document(**_row(document))
                count += 1
            writer.commit()
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        pointer = self.root / f"current.{os.getpid()}"
        pointer.write_text(folder.name)
        pointer.replace(self.root / "current")
        self._sweep(keep=folder)
        return count

    def clear(self) -> None:
        """Remove the index; questions then raise SearchUnavailable until it is rebuilt."""
        (self.root / "current").unlink(missing_ok=True)
        self._sweep(keep=None)

    def _sweep(self, keep: Path | None) -> None:
        for folder in self.root.glob("index-*"):
            if folder != keep:
                shutil.rmtree(folder, ignore_errors=True)

    def _folder(self) -> Path:
        try:
            return self.root / (self.root / "current").read_text().strip()
        except OSError:
            raise SearchUnavailable("检索索引尚未建立。") from None

    def _existing(self) -> FileIndex:
        return FileIndex(FileStorage(str(self._folder())))

    # --- reading ---

    def query(self, query: SearchQuery) -> SearchResult:
        """Match, count and rank in this process's copy of the index; one thread at a time."""
        with _lock:
            try:
                return Answer(self._opened(), query).result()
            except SearchUnavailable:
                raise
            except Exception as error:
                # A commit may have removed files between two reads, and a broken index fails twice.
                log.info("Opening the search index anew after %r.", error)
                self._close()
            with _explained():
                return Answer(self._opened(), query).result()

    def exists(self) -> bool:
        """True when something says where the index is."""
        return (self.root / "current").exists()

    def health(self) -> Health:
        """Open the index anew and read something from each segment."""
        try:
            with _lock, _explained():
                self._close()
                index = self._opened()
                for leaf in index.leaves:
                    leaf.reader.stored_fields(0)
                return Health(True, index.documents, f"可以读取，共 {index.documents} 条。")
        except SearchUnavailable as error:
            return Health(False, 0, str(error))

    def _opened(self) -> OpenIndex:
        folder, place = self._folder(), (os.getpid(), str(self.root))
        known = _open.get(place)
        if known and known.folder == folder and known.is_current():
            return known
        fresh = OpenIndex(folder, known.columns if known and known.folder == folder else {})
        _open[place] = fresh
        if known:
            known.close()
        return fresh

    def _close(self) -> None:
        known = _open.pop((os.getpid(), str(self.root)), None)
        if known:
            known.close()


@contextmanager
def _explained() -> Iterator[None]:
    """Turn whatever a broken index makes Whoosh raise into SearchUnavailable; the log has the cause."""
    try:
        yield
    except SearchUnavailable:
        raise
    except Exception as error:
        log.exception("The search index cannot be used. %s", SearchUnavailable.hint)
        raise SearchUnavailable("检索索引无法读取。") from error


class Answer:
    """One question put to the open index."""

    def __init__(self, index: OpenIndex, query: SearchQuery) -> None:
        """Cut the question into words."""
        self.index, self.query = index, query
        self.question: Question = question(query.text)
        self.by = {name: Counter() for name in ("kind", "site", "year", "status")}
        self.matches: list[tuple[Leaf, list[int]]] = []
        self.is_partial = False

    def result(self) -> SearchResult:
        """Find, count, rank, and name one page of keys."""
        exact = self._exact()
        if not self.question:
            return SearchResult(exact=exact)
        found = self._found(self._holding_all)
        if not found and self.question.phrases:
            found = self._found(self._holding_phrases)
        if not found and self._needed():
            found = self._found(self._holding_most)
            self.is_partial = bool(found)
        for leaf, numbers in found:
            self._count(leaf, numbers)
        page = self._ranked()[self.query.offset :][: self.query.limit]
        return SearchResult(
            total=sum(len(numbers) for _, numbers in self.matches),
            keys=[leaf.reader.stored_fields(number)["key"] for leaf, number in page],
            exact=exact,
            by_kind=self.by["kind"],
            by_site=self.by["site"],
            by_year=self.by["year"],
            by_status=self.by["status"],
            is_partial=self.is_partial,
        )

    def _exact(self) -> list[str]:
        if not looks_like_number(self.query.text):
            return []
        key = number_key(self.query.text)
        return [
            leaf.reader.stored_fields(number)["key"]
            for leaf in self.index.leaves
            for number in leaf.postings(key, "number")
            if number not in leaf.deleted
        ][:3]

    def _needed(self) -> int | None:
        """How many of the words a document must hold when none holds them all; None when there is no such way out."""
        count = len(self.question.words)
        if count < 2 or self.question.phrases:
            return None
        return count - 1 if count <= 3 else math.ceil(count * 0.6)

    def _found(self, matching: Callable[[Leaf], set[int]]) -> list[tuple[Leaf, set[int]]]:
        """Return what matches within reach, by segment; segments without any are left out."""
        found = []
        for leaf in self.index.leaves:
            numbers = matching(leaf) - leaf.deleted
            if self.query.sites is not None and numbers:
                sites, reach = leaf.columns["site"], self.query.sites
                numbers = {number for number in numbers if sites[number] in reach}
            for phrase in self.question.phrases:
                numbers = leaf.holding(phrase, numbers)
            if numbers:
                found.append((leaf, numbers))
        return found

    def _holding_all(self, leaf: Leaf) -> set[int]:
        words = {*self.question.words, *self.question.hints}
        lists = sorted(map(leaf.postings, words), key=len)
        return set(lists[0]).intersection(*lists[1:]) if lists else set(range(leaf.size))

    def _holding_phrases(self, leaf: Leaf) -> set[int]:
        """Every document that holds the plain words: for phrases that begin or end in the middle of words."""
        return set(range(leaf.size)).intersection(*map(leaf.postings, self.question.words))

    def _holding_most(self, leaf: Leaf) -> set[int]:
        needed = self._needed()
        counts = Counter(chain.from_iterable(map(leaf.postings, self.question.words)))
        return {number for number, count in counts.items() if count >= needed}

    def _count(self, leaf: Leaf, numbers: Collection[int]) -> None:
        """Sort the documents of one segment into matches and facets; a facet leaves its own choice out."""
        passing = self._passing(leaf, numbers)
        for name, counter in self.by.items():
            others = [kept for of, kept in passing.items() if of != name]
            counted = set.intersection(*others) if others else numbers
            counter.update(map(leaf.columns[name].__getitem__, counted))
        self.by["status"].pop("", None)
        self.matches.append((leaf, list(set.intersection(*passing.values()) if passing else numbers)))

    def _passing(self, leaf: Leaf, numbers: Collection[int]) -> dict[str, set[int]]:
        """Return, for each choice that the reader made, the documents that it lets through."""
        query, columns, passing = self.query, leaf.columns, {}
        for name, allowed in (("kind", query.kinds), ("status", query.statuses)):
            if allowed:
                passing[name] = {number for number in numbers if columns[name][number] in allowed}
        if query.site is not None:
            passing["site"] = {number for number in numbers if columns["site"][number] == query.site}
        if query.since or query.until:
            since = query.since.timestamp() if query.since else -math.inf
            until = query.until.timestamp() if query.until else math.inf
            passing["year"] = {number for number in numbers if since <= columns["published"][number] < until}
        return passing

    def _ranked(self) -> list[tuple[Leaf, int]]:
        """Return the matches in order, as far as the wanted page reaches."""
        wanted = self.query.offset + self.query.limit
        if self.query.sort == Sort.DATE:
            return [match[-1] for match in heapq.nlargest(wanted, self._dated())]
        best = heapq.nlargest(max(wanted, CHECKED_TITLES), self._scored())
        head = sorted(map(self._with_title_judged, best[:CHECKED_TITLES]), key=lambda scored: scored[:2], reverse=True)
        return [(self.matches[which][0], number) for _, _, which, number in [*head, *best[CHECKED_TITLES:]]]

    def _dated(self) -> Iterator[tuple[int, int, tuple[Leaf, int]]]:
        for which, (leaf, numbers) in enumerate(self.matches):
            published = leaf.columns["published"]
            for number in numbers:
                yield published[number], which * 1_000_000_000 + number, (leaf, number)

    def _scored(self) -> Iterator[tuple[float, int, int, int]]:
        """Yield (score, published, segment, document): BM25 over the words, with a little more for what is recent."""
        words, newest = (*self.question.words, *self.question.hints), self.index.newest
        base, slope = BM25_K1 * (1 - BM25_B), BM25_K1 * BM25_B / self.index.mean_length
        for which, (leaf, numbers) in enumerate(self.matches):
            lengths, published = leaf.columns["length"], leaf.columns["published"]
            damping = [base + slope * lengths[number] for number in numbers]
            scores = [0.0] * len(numbers)
            for word in words:
                rare, weight_in = self._rarity(word), leaf.postings(word).get
                scores = [
                    score + (rare * weight / (weight + damped) if (weight := weight_in(number)) else 0.0)
                    for score, number, damped in zip(scores, numbers, damping, strict=True)
                ]
            dates = [published[number] for number in numbers]
            scores = [
                score * (1 + RECENCY / (1 + (newest - at) / YEAR)) for score, at in zip(scores, dates, strict=True)
            ]
            yield from zip(scores, dates, repeat(which), numbers)

    def _rarity(self, word: str) -> float:
        holding = sum(len(leaf.postings(word)) for leaf in self.index.leaves)
        return math.log(1 + (self.index.documents + 1) / (holding + 0.5))

    def _with_title_judged(self, scored: tuple[float, int, int, int]) -> tuple[float, int, int, int]:
        score, at, which, number = scored
        title = self.matches[which][0].reader.stored_fields(number).get("title", "")
        asked = self.question.shown[0] if self.question.shown else ""
        return (score * TITLE_PHRASE if asked and asked in title else score), at, which, number
