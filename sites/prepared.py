"""Queries that are compiled once per process and filled in with the values of each question.

Building and compiling a query costs the process more than running it costs the database, wherever a page asks the same small
questions every time. A queryset that was made with blanks is compiled once; each use puts its own values in their place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql import UpdateQuery

M = TypeVar("M", bound=Model)
# What a query that is compiled once for all pages says where each page puts its own value. No key of ours is negative.
BLANKS: dict[str, Any] = {
    "site": -3,
    "revision": -4,
    "column": -1,
    "article": -2,
    "reprint": -5,
    "number": 2_147_483_604,
    "tree": 2_147_483_601,  # a condition that no row of positive numbers meets would be compiled away
    "left": 2_147_483_602,
    "right": 2_147_483_603,
    "moment": datetime(1900, 1, 1, tzinfo=UTC),
    "now": datetime(1900, 1, 2, tzinfo=UTC),
    "since": datetime(1900, 1, 3, tzinfo=UTC),
    "until": datetime(1900, 1, 4, tzinfo=UTC),
    "host": "\x00host",  # no text that reaches a database holds a NUL
    "slug": "\x00slug",
    "name": "\x00name",
    "length": 2_147_483_605,
    "keys": tuple(range(-130, -100)),  # up to so many; a place that is left over meets no row
}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A list as SQL with its values, and how to turn what the database returns into Python's values."""

    sql: str
    values: tuple[Any, ...]
    convert: Callable[[list[tuple]], Any]

    def about(self, **given: Any) -> Prepared:
        """The same list with these values in the place of the blanks of their names."""
        return replace(self, values=_filled(self.values, given))

    def rows(self) -> list[tuple[Any, ...]]:
        """Ask the database for the list."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.values)
            fetched = cursor.fetchall()
        converted = self.convert(fetched)
        return fetched if converted is fetched else [tuple(row) for row in converted]


def prepared(each: QuerySet) -> Prepared | None:
    """Compile a `values_list`, sliced where lists are joined; None when it cannot have rows, which blanks do not decide."""
    compiler = each.query.get_compiler(each.db)
    try:
        sql, values = compiler.as_sql(with_col_aliases=True)
    except EmptyResultSet:
        return None
    converters = compiler.get_converters([shown for shown, _, _ in compiler.select[: compiler.col_count]])

    def convert(rows: list[tuple]) -> Any:
        return compiler.apply_converters(rows, converters) if converters else rows

    return Prepared(sql, tuple(values), convert)


class PreparedObjects(Generic[M]):
    """Objects with all that is joined to them, as a query that is compiled once: what a queryset would return."""

    def __init__(self, each: QuerySet[M]) -> None:
        self._compiler = each.query.get_compiler(each.db)
        self._sql, self._values = self._compiler.as_sql()
        shown, info = self._compiler.select, self._compiler.klass_info
        self._converters = self._compiler.get_converters([each for each, _, _ in shown])
        self._own = slice(info["select_fields"][0], info["select_fields"][-1] + 1)
        self._names = [field.target.attname for field, _, _ in shown[self._own]]
        self._joined = get_related_populators(info, shown, each.db)
        self._model, self._database = each.model, each.db

    def about(self, **given: Any) -> Iterator[M]:
        """Yield the objects that there are with these values in the place of the blanks of their names."""
        with connection.cursor() as cursor:
            cursor.execute(self._sql, _filled(self._values, given))
            rows = cursor.fetchall()
        for row in self._compiler.apply_converters(rows, self._converters) if self._converters else rows:
            found = self._model.from_db(self._database, self._names, row[self._own])
            for joined in self._joined:
                joined.populate(row, found)
            yield found


class PreparedUpdate:
    """A change of the rows of a queryset as a statement that is compiled once; each use fills in whom and what."""

    def __init__(self, which: QuerySet, **changes: Any) -> None:
        query = which.query.chain(UpdateQuery)
        query.add_update_values(changes)
        self._sql, self._values = query.get_compiler(which.db).as_sql()

    def about(self, **given: Any) -> int:
        """Change the rows with these values in the place of the blanks of their names; return how many there were."""
        with connection.cursor() as cursor:
            cursor.execute(self._sql, _filled(self._values, given))
            return cursor.rowcount


def _filled(values: Sequence[Any], given: dict[str, Any]) -> tuple[Any, ...]:
    swap: dict[Any, Any] = {}
    for name, value in given.items():
        blank = BLANKS[name]
        if isinstance(blank, tuple):
            swap.update(zip(blank[: len(value)], value, strict=True))
        else:
            swap[_as_stored(blank)] = _as_stored(value)
    return tuple(swap.get(value, value) for value in values)


def _as_stored(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
