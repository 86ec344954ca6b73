"""How a question is matched, counted and ranked on whole posting lists."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from itertools import chain, repeat

from search.backends import SearchQuery, SearchResult, Sort
from search.backends.whoosh.reading import Leaf, OpenIndex
from search.words import Question, looks_like_number, number_key, question

BM25_K1, BM25_B = 1.2, 0.75
RECENCY = 0.25  # how much more the newest counts than the oldest, all else equal
TITLE_PHRASE = 1.6  # how much more a title counts that holds the question literally
CHECKED_TITLES = 60
YEAR = 365 * 24 * 3600.0


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
