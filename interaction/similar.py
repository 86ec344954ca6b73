"""What has been answered already: public letters and knowledge entries that are about the same thing as a text.

Every public thing has rows of key words. A text is compared by its own key words. Of each only the newest rows are read, so the
cost does not grow with the number of letters; how far back they reach tells how common the word is. What the rarer words lead to
is then asked for all the words: the newest rows of two words need not meet although thousands of letters hold both.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection
from django.db.models import Model, Q

from interaction.models import KeyWord, KnowledgeEntry, Letter
from sites.characters import in_one_line
from sites.outbox import on_announced
from sites.privacy import cut_out
from sites.scope import everything
from sites.words import key_words, normalised

if TYPE_CHECKING:
    from sites.models import Site

KEPT_WORDS = 24  # of a public thing
ASKED_WORDS = 8  # of a text that is compared
NEWEST = 300  # rows of one word that are read
RAREST = 4  # words whose rows lead to candidates
MOST = 4
TITLE_COUNTS = 2.0
LEAST_SHARED = 2
LEAST_COVERED = 0.3  # of what the text's words weigh together; less is a coincidence


@dataclass(frozen=True)
class Similar:
    """Something that may answer the question: where it is, what it says, who says it."""

    title: str
    answer: str
    url: str
    organization: str
    answered_on: date
    is_entry: bool

    @property
    def opening(self) -> str:
        """What it says, as hints begin it."""
        return in_one_line(self.answer)


def similar_to(
    site: Site, title: str, body: str, *, on: date, most: int = MOST, but: int | None = None
) -> list[Similar]:
    """Return what was answered about the same thing, the likest first; only what everybody may read. `but` is the id of a
    letter that must not find itself."""
    scores = _scores(site, title, body)
    best = sorted(scores, key=lambda key: scores[key], reverse=True)[: 3 * most]
    letters = _letters(site, [pk for kind, pk in best if kind == "letter" and pk != but])
    entries = _entries(site, [pk for kind, pk in best if kind == "entry"], on)
    found = [(entries if kind == "entry" else letters).get(pk) for kind, pk in best]
    return [each for each in found if each is not None][:most]


def similar_for(letter: Letter, *, on: date, most: int = MOST) -> list[Similar]:
    """Return what a handler may start from: the answers to letters like this one."""
    with everything("what the site of the letter has published is open to handlers who have no grant on that site"):
        return similar_to(letter.site, letter.title, letter.body, on=on, most=most, but=letter.pk)


def _scores(site: Site, title: str, body: str) -> dict[tuple[str, int], float]:
    """Weigh every letter and entry that shares key words with the text: rare words weigh more, and words of a title."""
    title, body = cut_out(title), cut_out(body)
    asked = list(dict.fromkeys([*key_words(title), *key_words(f"{title}。{body}", most=ASKED_WORDS)]))[:ASKED_WORDS]
    scores: dict[tuple[str, int], float] = defaultdict(float)
    covered: dict[tuple[str, int], float] = defaultdict(float)
    shared: dict[tuple[str, int], int] = defaultdict(int)
    found = _newest(site, asked)
    common = _how_common(found)
    most_common, in_title = max([NEWEST, *common.values()]), normalised(title)
    weights = {word: 1 + math.log(most_common / max(common.get(word, 0), 1)) for word in asked}
    whole = sum(weights.values())
    for word, letter, entry, is_title in _of_candidates(found, sorted(found, key=common.__getitem__)[:RAREST], asked):
        key = ("letter", letter) if entry is None else ("entry", entry)
        weight = weights[word]
        scores[key] += weight * (TITLE_COUNTS if word in in_title else 1) * (TITLE_COUNTS if is_title else 1)
        covered[key] += weight
        shared[key] += 1
    least = min(LEAST_SHARED, len(asked))
    return {
        key: score for key, score in scores.items() if shared[key] >= least and covered[key] >= LEAST_COVERED * whole
    }


class _Row(NamedTuple):
    """One key word of something, and where it stands among all key words."""

    pk: int
    letter: int | None
    entry: int | None


def _newest(site: Site, words: list[str]) -> dict[str, list[_Row]]:
    """Return the newest rows of each word. One query: of every word its own portion, which no manager can say in one."""
    found: dict[str, list[_Row]] = defaultdict(list)
    if not words:
        return found
    table = connection.ops.quote_name(KeyWord._meta.db_table)
    part = (
        f"SELECT * FROM (SELECT word, id, letter_id, entry_id FROM {table}"
        " WHERE site_id = %s AND word = %s ORDER BY id DESC LIMIT %s) AS part"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join([part] * len(words)), [each for word in words for each in (site.pk, word, NEWEST)]
        )
        for word, *row in cursor.fetchall():
            found[word].append(_Row(*row))
    return found


def _how_common(found: Mapping[str, Sequence[_Row]]) -> dict[str, float]:
    """Reckon how many rows each word has: all of them where the newest are all, else by how far back those reach."""
    newest = max((row.pk for rows in found.values() for row in rows), default=0)
    return {
        word: len(rows) if len(rows) < NEWEST else NEWEST * newest / max(newest - min(row.pk for row in rows), NEWEST)
        for word, rows in found.items()
    }


def _of_candidates(
    found: Mapping[str, Sequence[_Row]], rarest: Sequence[str], asked: Sequence[str]
) -> Iterator[tuple[str, int | None, int | None, bool]]:
    """Yield every asked word of whatever holds one of the rarest. One query."""
    rows = [row for word in rarest for row in found[word]]
    letters, entries = {row.letter for row in rows} - {None}, {row.entry for row in rows} - {None}
    if rows:
        words = KeyWord.objects.filter(Q(letter__in=letters) | Q(entry__in=entries), word__in=asked)
        yield from words.values_list("word", "letter", "entry", "in_title").iterator(chunk_size=2000)


def _letters(site: Site, pks: list[int]) -> dict[int, Similar]:
    rows = (
        Letter.objects.for_site(site).public().filter(pk__in=pks).select_related("public_organization") if pks else []
    )
    return {
        row.pk: Similar(
            row.public_title,
            row.public_reply,
            row.get_absolute_url(),
            row.public_organization.name,
            row.public_replied_on,
            False,
        )
        for row in rows
    }


def _entries(site: Site, pks: list[int], on: date) -> dict[int, Similar]:
    rows = KnowledgeEntry.objects.for_site(site).public(on=on).filter(pk__in=pks) if pks else []
    return {
        row.pk: Similar(row.question, row.answer, row.get_absolute_url(), row.organization.name, row.reviewed_on, True)
        for row in (rows.select_related("organization") if pks else [])
    }


@on_announced
def keep_key_words(obj: Model, at: datetime) -> None:
    """Follow what becomes public and what ceases to be: inside the change's own transaction."""
    if isinstance(obj, Letter):
        words = _words(obj.public_title, f"{obj.public_body}\n{obj.public_reply}") if obj.is_public else {}
        _replace(words, obj.site_id, letter=obj)
    elif isinstance(obj, KnowledgeEntry):
        words = _words(f"{obj.question} {obj.keywords}", obj.answer) if obj.state == "published" else {}
        _replace(words, obj.site_id, entry=obj)


def _words(title: str, text: str) -> dict[str, bool]:
    """The key words, and whether they stand in the title."""
    first = key_words(title)
    rest = key_words(text, most=KEPT_WORDS)
    return {word: word in first for word in [*first, *rest][:KEPT_WORDS]}


def _replace(words: dict[str, bool], site: int, **owner: Model) -> None:
    KeyWord.objects.filter(**owner).delete()
    KeyWord.objects.bulk_create(
        KeyWord(site_id=site, word=word, in_title=in_title, **owner) for word, in_title in words.items()
    )
