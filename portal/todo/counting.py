"""Several counts with one query, for the to-do page: however many kinds of work there are, it asks the database few times."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet, Value


def counted_at_once(rows: dict[str, QuerySet]) -> dict[str, int]:
    """Return how many rows each of the sets has. One query; the sets may be of different models."""
    counts: list[QuerySet[Any]] = [
        each.order_by().values(name=Value(name)).annotate(number=Count("pk")) for name, each in rows.items()
    ]
    if not counts:
        return {}
    first, *others = counts
    found = {row["name"]: row["number"] for row in first.union(*others, all=True)}
    return {name: found.get(name, 0) for name in rows}
