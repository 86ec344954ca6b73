"""How long the embedded engine takes to answer at 20,000 documents, to take up one change, and to be built."""

import random
import statistics
import time
from collections.abc import Iterator

from tests.bench.registry import Figure, measurement
from tests.bench.workshop import Workshop

DOCUMENTS = 20_000
SENTENCES = 12  # up to; about 430 characters a document
QUESTIONS = 200


@measurement
def search(workshop: Workshop) -> Iterator[Figure]:
    """Ask for words that a third of all documents hold: the worst that readers can do."""
    from django.test import override_settings

    from search.backends import SearchQuery
    from search.backends.whoosh import WhooshBackend
    from tests.search.texts import documents

    with override_settings(SEARCH_INDEX=workshop.var / "search-bench"):
        backend = WhooshBackend()
        began = time.perf_counter()
        with backend.writing():
            backend.rebuild(documents(DOCUMENTS, longest=SENTENCES))
        built = time.perf_counter() - began
        reach = frozenset(range(1, 10))
        durations = []
        for question in _questions():
            began = time.perf_counter()
            backend.query(SearchQuery(question, sites=reach))
            durations.append((time.perf_counter() - began) * 1000)
        changes = []
        for document in documents(10, seed=2):
            began = time.perf_counter()
            with backend.writing():
                backend.index([document])
            backend.query(SearchQuery("粮食安全", sites=reach))
            changes.append((time.perf_counter() - began) * 1000)
        backend.clear()
    yield Figure("search p95 at 20 k documents", statistics.quantiles(durations, n=20)[-1], "ms", 150)
    yield Figure("search median at 20 k documents", statistics.median(durations), "ms")
    yield Figure("one change into the index and found", statistics.median(changes), "ms", 1000)
    yield Figure("build the index of 20 k documents", built, "s")


def _questions() -> list[str]:
    """Single words, several words, phrases and numbers, as they come."""
    from tests.search.texts import OBJECTS, PLACES, SUBJECTS

    chance = random.Random(4)
    pick = chance.choice
    made = [
        lambda: pick(SUBJECTS),
        lambda: pick(SUBJECTS) + pick(OBJECTS),
        lambda: f"{pick(PLACES)} {pick(SUBJECTS)}",
        lambda: f"“{pick(SUBJECTS)}{pick(OBJECTS)}”",
        lambda: f"测府发〔{chance.randint(2019, 2026)}〕{chance.randint(1, DOCUMENTS)}号",
    ]
    return [chance.choices(made, weights=[30, 35, 15, 12, 8])[0]() for _ in range(QUESTIONS)]
