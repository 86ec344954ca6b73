"""Several lists in one round trip: the home page and the foot of an article show many short lists.

Each list is a sliced `values_list`; all have the same columns. They are joined by UNION ALL over subqueries, which every
database of ours plans as so many short index scans, whatever the number of articles.
"""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet


def rows_of(lists: Sequence[QuerySet]) -> list[list[tuple[Any, ...]]]:
    """Return the rows of each list, in the order given, with one query."""
    found: list[list[tuple[Any, ...]]] = [[] for _ in lists]
    parts, params, converters, compiler, connection = [], [], {}, None, None
    for number, each in enumerate(lists):
        compiler = each.query.get_compiler(each.db)
        try:
            sql, values = compiler.as_sql(with_col_aliases=True)
        except EmptyResultSet:
            continue
        connection = connections[each.db]
        shown = [expression for expression, _, _ in compiler.select[: compiler.col_count]]
        converters = converters or compiler.get_converters(shown)
        parts.append(f"SELECT {number} AS list_number, t{number}.* FROM ({sql}) t{number}")
        params.extend(values)
    if not parts:
        return found
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        fetched = cursor.fetchall()
    rows = [row[1:] for row in fetched]
    if converters:
        rows = compiler.apply_converters(rows, converters)
    for (number, *_), row in zip(fetched, rows, strict=True):
        found[number].append(tuple(row))
    return found
