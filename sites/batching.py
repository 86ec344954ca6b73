"""Rows that follow from a change and that nobody reads before it is committed: entries of the trail, rows of the outbox, purges.

One by one they cost a thousand actions three statements each. Inside `writing_together` they wait, and are inserted by the
hundred at the end of the transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models, transaction

BATCH = 500
_waiting: ContextVar[list[models.Model] | None] = ContextVar("rows_waiting", default=None)


def write(*rows: models.Model) -> None:
    """Insert the rows, which are all new: at once, or with the others at the end of the transaction."""
    waiting = _waiting.get()
    if waiting is not None:
        waiting.extend(rows)
        return
    for row in rows:
        row.save(force_insert=True)


@contextmanager
def writing_together() -> Iterator[None]:
    """Insert all rows of many actions at the end of the block, kind by kind and in their order; nothing after an error.
    A block within a block waits for the outer one."""
    if _waiting.get() is not None:
        yield
        return
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("writing_together() belongs inside the transaction of the changes.")
    rows: list[models.Model] = []
    token = _waiting.set(rows)
    try:
        yield
    finally:
        _waiting.reset(token)
    for kind in dict.fromkeys(type(row) for row in rows):
        kind._base_manager.bulk_create([row for row in rows if type(row) is kind], batch_size=BATCH)


@contextmanager
def forgotten_after_error() -> Iterator[None]:
    """Around one of many actions, with its savepoint: what it would have written goes with what it did."""
    waiting = _waiting.get()
    kept = len(waiting) if waiting is not None else 0
    try:
        yield
    except BaseException:
        if waiting is not None:
            del waiting[kept:]
        raise
