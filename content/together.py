"""Several lists in one round trip.

The home page and the foot of an article show many short lists. Each is a sliced `values_list`; all have the same columns.
They are joined by UNION ALL over subqueries, which every database of ours plans as so many short index scans, whatever the
number of articles.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from sites.prepared import Prepared


def rows_of(lists: Sequence[Prepared | None]) -> list[list[tuple[Any, ...]]]:
    """Return the rows of each list, in the order given, with one query."""
    found: list[list[tuple[Any, ...]]] = [[] for _ in lists]
    asked = [(number, each) for number, each in enumerate(lists) if each is not None]
    if not asked:
        return found
    parts = [f"SELECT {number} AS list_number, t{number}.* FROM ({each.sql}) t{number}" for number, each in asked]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [value for _, each in asked for value in each.values])
        fetched = cursor.fetchall()
    rows = asked[0][1].convert([row[1:] for row in fetched])
    for (number, *_), row in zip(fetched, rows, strict=True):
        found[number].append(tuple(row))
    return found


def counts_of(lists: Sequence[Prepared]) -> list[int]:
    """Return how many rows each list has, with one query."""
    parts = [
        f"SELECT {number} AS list_number, COUNT(*) FROM ({each.sql}) t{number}" for number, each in enumerate(lists)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [value for each in lists for value in each.values])
        return [count for _number, count in sorted(cursor.fetchall())]
