"""Several lists in one round trip: the home page and the foot of an article show many short lists.

Each list is a sliced `values_list`; all have the same columns. They are joined by UNION ALL over subqueries, which every
database of ours plans as so many short index scans, whatever the number of articles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

ANY = -1  # stands in a prepared list for the key that `about` puts there; no key of ours is negative


@dataclass(frozen=True, slots=True)
class Prepared:
    """A list as SQL: what is asked again and again about another key is compiled once."""

    compiler: SQLCompiler
    sql: str
    values: tuple[Any, ...]

    def about(self, key: int) -> Prepared:
        """The same list with the key in the place of ANY."""
        return replace(self, values=tuple(key if value == ANY else value for value in self.values))


def prepared(each: QuerySet) -> Prepared | None:
    """Compile a sliced `values_list`; None when it cannot have rows."""
    compiler = each.query.get_compiler(each.db)
    try:
        sql, values = compiler.as_sql(with_col_aliases=True)
    except EmptyResultSet:
        return None
    return Prepared(compiler, sql, tuple(values))


def rows_of(lists: Sequence[QuerySet]) -> list[list[tuple[Any, ...]]]:
    """Return the rows of each list, in the order given, with one query."""
    return rows_of_prepared([prepared(each) for each in lists])


def rows_of_prepared(lists: Sequence[Prepared | None]) -> list[list[tuple[Any, ...]]]:
    """As `rows_of`, for lists that were compiled before."""
    found: list[list[tuple[Any, ...]]] = [[] for _ in lists]
    asked = [(number, each) for number, each in enumerate(lists) if each is not None]
    if not asked:
        return found
    compiler = asked[0][1].compiler
    parts = [f"SELECT {number} AS list_number, t{number}.* FROM ({each.sql}) t{number}" for number, each in asked]
    with connections[compiler.using].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [value for _, each in asked for value in each.values])
        fetched = cursor.fetchall()
    rows = [row[1:] for row in fetched]
    shown = [expression for expression, _, _ in compiler.select[: compiler.col_count]]
    if converters := compiler.get_converters(shown):
        rows = compiler.apply_converters(rows, converters)
    for (number, *_), row in zip(fetched, rows, strict=True):
        found[number].append(tuple(row))
    return found
