"""Keeping the index true: feeding it the changes noted in the outbox, and building it anew.

A row leaves the outbox only after the commit of the index, so a kill at any moment repeats work and loses none. What a
row says is only "look again": the document is made from the database as it is now, under the lock of the one writer, so
an older state can never overwrite a newer one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from search.backends import Busy, SearchBackend, SearchUnavailable, get_backend
from search.documents import (
    ARTICLE,
    LETTER,
    REBUTTAL,
    TOPIC,
    SearchDocument,
    all_documents,
    count_public,
    documents_for,
    key_of,
)
from sites.models import OutboxRow

log = logging.getLogger(__name__)

CONSUMER = "search"
SUBJECTS = frozenset({ARTICLE, LETTER, TOPIC, REBUTTAL})
BATCH = 200
MOST_ATTEMPTS = 5
Progress = Callable[[int, int], None]


@dataclass
class Fed:
    """What one run of the feed did."""

    indexed: int = 0
    removed: int = 0
    failed: int = 0
    skipped: str = ""

    def __str__(self) -> str:
        return self.skipped or f"写入 {self.indexed} 条，移除 {self.removed} 条，失败 {self.failed} 条"


def pending():  # noqa: ANN201 (a queryset of OutboxRow)
    """Return the rows still to be acted on, oldest first; those that failed too often wait for a rebuild."""
    return OutboxRow.objects.filter(consumer=CONSUMER, attempts__lt=MOST_ATTEMPTS).order_by("pk")


def feed(*, at: datetime) -> Fed:
    """Bring the index up to date with the outbox; skip when somebody else is writing, who then takes our rows too.

    Builds the index when there is none. Raises SearchUnavailable when it is broken; the rows are kept.
    """
    backend, fed = get_backend(), Fed()
    newest = 0
    while (waiting := pending().filter(pk__gt=newest)).exists() or not backend.exists():
        newest = waiting.order_by("-pk").values_list("pk", flat=True).first() or newest
        try:
            with backend.writing():
                if not backend.exists():
                    fed.indexed += _rebuild(backend, at=at)
                last = 0  # each row is tried once a run, so that a short fault does not use up its attempts
                while rows := list(pending().filter(pk__gt=last)[:BATCH]):
                    last = rows[-1].pk
                    _feed(backend, rows, fed, at=at)
        except Busy:
            fed.skipped = "另一个进程正在更新索引，本次跳过"
            break
    return fed


def _feed(backend: SearchBackend, rows: list[OutboxRow], fed: Fed, *, at: datetime) -> None:
    """Act on some rows in one commit, then delete them; a row whose document cannot be made is counted and kept."""
    at = max([at, *(row.at for row in rows)])  # a long run must not take what was published meanwhile for the future
    documents: list[SearchDocument] = []
    gone: list[str] = []
    bad: set[tuple[str, int]] = set()
    for subject in {row.subject for row in rows}:
        pks = {row.subject_id for row in rows if row.subject == subject}
        found, failed = _described(subject, pks, at=at)
        documents += found.values()
        gone += [key_of(subject, pk) for pk in pks - found.keys() - failed]
        bad |= {(subject, pk) for pk in failed}
    backend.index(documents, remove=gone)
    done = [row.pk for row in rows if (row.subject, row.subject_id) not in bad]
    OutboxRow.objects.filter(pk__in=done).delete()
    OutboxRow.objects.filter(pk__in=[row.pk for row in rows if row.pk not in done]).update(attempts=F("attempts") + 1)
    fed.indexed, fed.removed, fed.failed = fed.indexed + len(documents), fed.removed + len(gone), fed.failed + len(bad)


def _described(subject: str, pks: Iterable[int], *, at: datetime) -> tuple[dict[int, SearchDocument], set[int]]:
    """Return the documents of the objects, all at once; one by one when something among them is bad."""
    try:
        return documents_for(subject, pks, at=at), set()
    except Exception:
        log.exception("A batch of %s could not be described for the index; taking them one by one.", subject)
    documents: dict[int, SearchDocument] = {}
    failed: set[int] = set()
    for pk in pks:
        try:
            documents |= documents_for(subject, [pk], at=at)
        except Exception as error:
            log.error("%s %s could not be described for the index: %r", subject, pk, error)
            failed.add(pk)
    return documents, failed


def rebuild(*, at: datetime, progress: Progress | None = None) -> int:
    """Build the index anew from everything public and return how many documents it holds; readers keep the old one until
    then. Changes made meanwhile stay in the outbox and are fed afterwards. Raises Busy."""
    backend = get_backend()
    with backend.writing():
        return _rebuild(backend, at=at, progress=progress)


def _rebuild(backend: SearchBackend, *, at: datetime, progress: Progress | None = None) -> int:
    waiting = list(OutboxRow.objects.filter(consumer=CONSUMER).values_list("pk", "at"))
    seen, at = [pk for pk, _ in waiting], max([at, *(moment for _, moment in waiting)])
    total = count_public(at=at) if progress else 0
    count = backend.rebuild(_reported(all_documents(at=at), total, progress))
    for start in range(0, len(seen), BATCH):  # by id: a row with a lower id may have been committed only just now
        OutboxRow.objects.filter(pk__in=seen[start : start + BATCH]).delete()
    return count


def _reported(documents: Iterable[SearchDocument], total: int, progress: Progress | None) -> Iterator[SearchDocument]:
    done = 0
    for done, document in enumerate(documents, 1):
        yield document
        if progress and done % 100 == 0:
            progress(done, total)
    if progress:
        progress(done, total)


def is_built() -> bool:
    """True when there is an index that can be read."""
    try:
        return get_backend().health().is_good
    except SearchUnavailable:
        return False
