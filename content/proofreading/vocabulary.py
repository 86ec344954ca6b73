"""The words that a site's texts are read with, kept in the process for as long as the lists say the same.

Each list carries a stamp that is new with every change. One cheap query fetches the stamps, so a process never reads with
words that another one has changed, and a change that was rolled back leaves nothing behind. The platform's words are kept
once for all sites and each site's own beside them: a thousand sites need not a thousand times the memory.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from content.models.word_list import Word, WordKind, WordList
from content.proofreading.findings import Kind, Severity
from content.proofreading.matching import Entry, Folded, Match, Matcher, folded_word
from sites.models import Site
from sites.prepared import BLANKS, Prepared, prepared
from sites.scope import everything

KEPT_MATCHERS = 64
Stamps = tuple[tuple[int, str], ...]
_kept: OrderedDict[Stamps, Matcher] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The platform's words and the site's own."""

    layers: tuple[Matcher, ...]

    def matches(self, text: str, folded: Folded) -> Iterator[Match]:
        """Yield every place where a word of any layer stands."""
        for matcher in self.layers:
            yield from matcher.matches(text, folded)


def vocabulary_of(site: Site) -> Vocabulary:
    """Return the words in force at the site. One query when nothing has changed."""
    stamps = _lists_in_force().about(site=site.pk).rows()
    with everything("a site's texts are read with its own words and the platform's"):
        layers = (
            tuple((pk, stamp) for pk, stamp, site_pk in stamps if (site_pk is None) == is_platforms)
            for is_platforms in (True, False)
        )
        return Vocabulary(tuple(_matcher(layer) for layer in layers if layer))


@cache
def _lists_in_force() -> Prepared:
    with everything("a query to be filled in with the site"):
        rows = WordList.objects.in_force_at(BLANKS["site"]).filter(is_active=True).order_by("pk")
        return prepared(rows.values_list("pk", "stamp", "site_id"))


def _matcher(stamps: Stamps) -> Matcher:
    with _lock:
        kept = _kept.get(stamps)
        if kept is not None:
            _kept.move_to_end(stamps)
            return kept
        matcher = Matcher(_entries([pk for pk, _stamp in stamps]))
        _kept[stamps] = matcher
        if len(_kept) > KEPT_MATCHERS:
            _kept.popitem(last=False)
        return matcher


def _entries(lists: list[int]) -> Iterator[Entry]:
    fields = (
        "key",
        "pattern",
        "word_list__kind",
        "severity",
        "replacement",
        "note",
        "exceptions",
        "title",
        "rank",
        "word_list_id",
    )
    words = Word.objects.filter(word_list__in=lists, is_active=True).values_list(*fields).order_by("pk")
    for key, pattern, kind, severity, right, note, exceptions, title, rank, list_pk in words.iterator(chunk_size=5000):
        fine = _right_wordings(key, right, exceptions)
        yield Entry(key, pattern, KINDS[kind], Severity(severity), right, note, fine, title, rank, list_pk)


def _right_wordings(key: str, right: str, exceptions: str) -> tuple[str, ...]:
    """The longer wordings in which the word is right: those that were named, and a right form that contains the word."""
    named = Word(exceptions=exceptions).exception_list if exceptions else []
    folded = (folded_word(wording) for wording in [*named, *([right] if right else [])])
    return tuple(wording for wording in folded if key in wording)


KINDS = {
    WordKind.SENSITIVE: Kind.SENSITIVE,
    WordKind.ERROR: Kind.ERROR,
    WordKind.BANNED: Kind.BANNED,
    WordKind.LEADER: Kind.LEADER,
}
