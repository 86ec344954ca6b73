"""Proof-reading 100 kB of official text with 50,000 words: while somebody types, and when it is issued."""

import random
import time
import tracemalloc
from collections.abc import Iterator
from datetime import date

from tests.bench.registry import Figure, measurement, milliseconds
from tests.bench.workshop import Workshop

WORDS = 50_000
TEXT = 100_000  # bytes


@measurement
def proofreading(workshop: Workshop) -> Iterator[Figure]:
    """Every check over one long text, links looked up in the database; building the automaton once for each change."""
    from django.utils import timezone

    from content.actions import load_shipped_lists
    from content.models import Word, WordList
    from content.proofreading import vocabulary
    from content.proofreading.reading import findings_in
    from sites.models import Site, User

    assert workshop.province
    site, now = Site.objects.first(), timezone.now()
    load_shipped_lists(by=User.objects.robot(), at=now)
    words = WordList.objects.create(kind="sensitive", name="bench", stamp="bench")
    Word.objects.bulk_create(
        (Word(word_list=words, pattern=word, key=word) for word in sorted(_words())), batch_size=5000
    )
    fields = {"title": "关于做好冬春水利建设工作的通知", "body": _body()}
    began = time.perf_counter()
    vocabulary.vocabulary_of(site)
    yield Figure(f"words: automaton of {WORDS:,} built from the database", time.perf_counter() - began, "s")
    yield Figure(
        f"proof-reading {len(fields['body'].encode()) // 1000} kB with {WORDS:,} words",
        milliseconds(lambda: findings_in(fields, site=site, at=now), times=15), "ms", 100,
    )  # fmt: skip
    vocabulary._kept.clear()
    tracemalloc.start()
    vocabulary.vocabulary_of(site)
    yield Figure("words: Python memory of the automaton's entries", tracemalloc.get_traced_memory()[0] / 2**20, "MiB")
    tracemalloc.stop()
    words.delete()


def _words() -> set[str]:
    """Words of two to eight characters that stand in no text of ours, so that the time is that of looking."""
    chance = random.Random(3)
    characters = [chr(code) for code in range(0x4E00, 0x4E00 + 6000)]
    found: set[str] = set()
    while len(found) < WORDS:
        found.add("".join(chance.choices(characters, k=chance.randint(2, 8))))
    return found


def _body() -> str:
    from portal.demo.province import compose_province

    body = ""
    for article in compose_province(date(2026, 11, 22)).articles:
        body += article.body
        if len(body.encode()) >= TEXT:
            break
    return body + '<p><a href="/sitemap.html">网站地图</a>、<a href="/nothing/">没有的栏目</a></p>'
