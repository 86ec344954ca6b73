"""Going through more rows than memory should hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


def in_chunks(rows: QuerySet[M], size: int) -> Iterator[list[M]]:
    """Yield the rows in the order of their keys, so many at a time. Each chunk is asked for when the one before has been dealt
    with, so rows may leave the set meanwhile; a chunk that is not full is the last."""
    last, is_more = 0, True
    while is_more:
        chunk = list(rows.filter(pk__gt=last).order_by("pk")[:size])
        is_more = len(chunk) == size
        if chunk:
            last = chunk[-1].pk
            yield chunk
