"""Several lists in one round trip: the home page and the foot of an article show many short lists.

Each list is a sliced `values_list`; all have the same columns. They are joined by UNION ALL over subqueries, which every
database of ours plans as so many short index scans, whatever the number of articles.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

# What a list that is compiled once for all pages says where each page puts its own value. No key of ours is negative.
BLANKS: dict[str, Any] = {
    "column": -1,
    "article": -2,
    "moment": datetime(1900, 1, 1, tzinfo=UTC),
    "now": datetime(1900, 1, 2, tzinfo=UTC),
}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A list as SQL with its values, and how to turn what the database returns into Python's values."""

    sql: str
    values: tuple[Any, ...]
    convert: Callable[[list[tuple]], Any]

    def about(self, **given: Any) -> Prepared:
        """The same list with these values in the place of the blanks of their names."""
        swap = {_as_stored(BLANKS[name]): _as_stored(value) for name, value in given.items()}
        return replace(self, values=tuple(swap.get(value, value) for value in self.values))


def prepared(each: QuerySet) -> Prepared | None:
    """Compile a sliced `values_list`; None when it cannot have rows."""
    compiler = each.query.get_compiler(each.db)
    try:
        sql, values = compiler.as_sql(with_col_aliases=True)
    except EmptyResultSet:
        return None
    converters = compiler.get_converters([shown for shown, _, _ in compiler.select[: compiler.col_count]])

    def convert(rows: list[tuple]) -> Any:
        return compiler.apply_converters(rows, converters) if converters else rows

    return Prepared(sql, tuple(values), convert)


def _as_stored(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


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
