"""How text becomes words, for the index and for questions put to it. One place, so that both always agree.

Chinese is cut by jieba (rjieba). Long words are also found by the words inside them; names and other words that the
dictionary does not know are covered by pairs of neighbouring characters, so that it does not matter how the cut fell.
Phrases are compared as literal text, so the order of words is exact whatever the cut was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import rjieba

from sites.words import STOP_WORDS, normalised

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇]")
MEANINGFUL = re.compile(r"\w")
QUOTED = re.compile(r"[\"“”「」『』]([^\"“”「」『』]+)[\"“”「」『』]")
BLANK = re.compile(r"\s+")
SPACE = re.compile(r"[\s,，、;；]+")
LONGEST_QUESTION = 100
MOST_WORDS = 16
NUMBER = re.compile(r"[^\W\d_]{2,}〔?(?:19|20)\d{2}〕?\d{1,5}")
NOT_IN_NUMBER = re.compile(r"[\W_]|第|号")


def number_key(number: str) -> str:
    """Return a 发文字号 without what people write differently: brackets of any kind, spaces, 第, 号."""
    return NOT_IN_NUMBER.sub("", normalised(number))


def looks_like_number(text: str) -> bool:
    """True when the text could be a 发文字号, such as 黔府发〔2026〕5号."""
    return NUMBER.fullmatch(number_key(text)) is not None


def literal(text: str) -> str:
    """Return the text as phrases are compared: normalised, without blanks and line ends."""
    return BLANK.sub("", normalised(text))


def words_of(text: str, *, dense: bool = False) -> Iterator[str]:
    """Yield the words of the text, each as often as it stands there: whole words, the words inside them, and pairs of
    characters where the cut is uncertain. `dense` gives every pair, for titles: any two characters must be found."""
    text = normalised(text)
    seen: set[tuple[str, int]] = set()
    for word, start, _end in rjieba.tokenize(text, "search"):
        if MEANINGFUL.search(word):
            seen.add((word, start))
    seen.update(_pairs(text, dense=dense))
    return (word for word, _ in seen)


def _pairs(text: str, *, dense: bool) -> Iterator[tuple[str, int]]:
    uncertain = bytearray(b"\x01" * len(text)) if dense else _uncertain(text)
    for start in range(len(text) - 1):
        if (uncertain[start] or uncertain[start + 1]) and _is_han(text[start]) and _is_han(text[start + 1]):
            yield text[start : start + 2], start


def _uncertain(text: str) -> bytearray:
    """Mark the characters that are words by themselves or lie in words that the dictionary does not know."""
    marks, start = bytearray(len(text)), 0
    for word in rjieba.cut(text):
        if not _is_known(word):
            marks[start : start + len(word)] = b"\x01" * len(word)
        start += len(word)
    return marks


@lru_cache(maxsize=50_000)
def _is_known(word: str) -> bool:
    return len(word) > 1 and rjieba.has_word(word)


@lru_cache(maxsize=20_000)
def _is_han(character: str) -> bool:
    return HAN.match(character) is not None


@dataclass(frozen=True)
class Question:
    """What was asked, cut into what must be found: words anywhere, phrases literally. `hints` are the words inside the
    phrases, which documents that hold the phrases hold too; `shown` is what to mark in the results."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases)


def question(text: str) -> Question:
    """Cut what a person typed. Quotation marks ask for the exact words in their order; all else may stand anywhere."""
    text = normalised(text)[:LONGEST_QUESTION]
    quoted = [part.strip() for part in QUOTED.findall(text) if MEANINGFUL.search(part)]
    chunks = [chunk for chunk in SPACE.split(QUOTED.sub(" ", text)) if MEANINGFUL.search(chunk)]
    cut = [word for chunk in chunks for word in _required(chunk)]
    words = [word for word in cut if word not in STOP_WORDS] or ([] if quoted else cut)
    shown = [*quoted, *(word for chunk in chunks for word in _shown(chunk))]
    return Question(
        words=tuple(dict.fromkeys(words))[:MOST_WORDS],
        phrases=tuple(map(literal, quoted)),
        hints=tuple(dict.fromkeys(word for part in quoted for word in _inside(part)))[:MOST_WORDS],
        shown=tuple(dict.fromkeys(shown)),
    )


def _inside(phrase: str) -> list[str]:
    """The words of a phrase without the first and the last, which may be pieces of longer words."""
    words = _required(phrase)
    return words[1:-1] if len(words) > 2 else words


def _required(chunk: str) -> list[str]:
    """The fewest words that the index is certain to hold wherever the chunk occurs, in their order."""
    if len(chunk) == 2 and all(map(_is_han, chunk)):
        return [chunk]
    required: list[tuple[str, int]] = []
    uncertain: list[tuple[int, int]] = []
    start = 0
    for word in rjieba.cut(chunk):
        end = start + len(word)
        if not MEANINGFUL.search(word):
            pass
        elif _is_known(word) or not all(map(_is_han, word)) or word in STOP_WORDS:
            required.append((word, start))
        else:
            uncertain.append((start, end))
        start = end
    taken = {offset + index for word, offset in required if word in STOP_WORDS for index in range(len(word))}
    required += _covering_pairs(chunk, uncertain, taken)
    return [word for word, _ in sorted(required, key=lambda found: found[1])]


def _covering_pairs(chunk: str, uncertain: Iterable[tuple[int, int]], taken: set[int]) -> Iterator[tuple[str, int]]:
    for start, end in uncertain:
        first, last = (start, end - 1) if end - start > 1 else (start - 1, start + 1)
        pairs = [
            (chunk[at : at + 2], at)
            for at in range(max(first, 0), min(last, len(chunk) - 1))
            if at not in taken and at + 1 not in taken and _is_han(chunk[at]) and _is_han(chunk[at + 1])
        ]
        yield from pairs or [(chunk[start:end], start)]


def _shown(chunk: str) -> list[str]:
    """What to mark in the results: the chunk as typed, and its words."""
    words = [word for word in rjieba.cut(chunk) if MEANINGFUL.search(word) and word not in STOP_WORDS]
    return [chunk, *(word for word in words if len(word) > 1 or len(words) == 1 or not _is_han(word))]


def without(text: str) -> list[str]:
    """Return the single words of a question, longest first: what to try when all of them together find nothing."""
    words = [word for word in rjieba.cut(normalised(text)[:LONGEST_QUESTION]) if len(word) > 1]
    words = [word for word in words if MEANINGFUL.search(word) and word not in STOP_WORDS]
    return sorted(dict.fromkeys(words), key=len, reverse=True)
