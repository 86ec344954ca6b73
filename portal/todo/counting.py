"""Several counts with one query, for the to-do page: however many kinds of work there are, it asks the database few times."""

from __future__ import annotations

from itertools import zip_longest

from django.db.models import Count, Q, QuerySet, Value

Sets = dict[str, QuerySet]  # what is counted, by the name of its number
Parts = tuple[QuerySet, dict[str, Q]]  # rows of which each condition counts some, by the name of its number


def counted_at_once(sets: Sets, *parts: Parts) -> dict[str, int]:
    """Return how many rows each of the sets has, and each of the parts. One query; they may be of different models."""
    asked = [*((rows, {name: None}) for name, rows in sets.items()), *parts]
    if not asked:
        return {}
    width = max(len(conditions) for _, conditions in asked)
    first, *others = (_numbers(place, rows, conditions, width) for place, (rows, conditions) in enumerate(asked))
    counts = {name: 0 for _, conditions in asked for name in conditions}
    for place, *numbers in first.union(*others, all=True):
        counts.update(zip(asked[place][1], numbers, strict=False))
    return counts


def _numbers(place: int, rows: QuerySet, conditions: dict[str, Q | None], width: int) -> QuerySet:
    """One line: where the rows stand among the questions, and how many each condition counts, as wide as the widest."""
    counts = [Count("pk", filter=condition) for condition in conditions.values()]
    columns = {f"n{n}": count or Value(0) for n, (count, _) in enumerate(zip_longest(counts, range(width)))}
    return rows.order_by().values(place=Value(place)).annotate(**columns).values_list("place", *columns)
