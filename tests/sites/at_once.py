"""Doing things at the same moment, each in a thread with a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from sites.scope import everything

needs_postgres = pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="two writers at once need PostgreSQL (set DATABASE_URL); SQLite lets only one write",
)


def all_at_once(*works: Callable[[], object]) -> list[object]:
    """Start the works together; return what each returned or raised."""
    start = Barrier(len(works))

    def one(work: Callable[[], object]) -> object:
        start.wait(timeout=30)
        try:
            with everything("test at once"):
                return work()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def is_sound(model) -> bool:
    """True when every tree of the model is numbered as mptt numbers it."""
    before = sorted(model.objects.values_list("pk", "tree_id", "lft", "rght", model._mptt_meta.level_attr))
    by_tree: dict[int, list[int]] = {}
    for pk, tree, left, right, _depth in before:
        by_tree.setdefault(tree, []).extend([left, right])
        parent = model.objects.get(pk=pk).parent
        if parent and not (parent.tree_id == tree and parent.lft < left and right < parent.rght):
            return False
    return all(sorted(numbers) == list(range(1, len(numbers) + 1)) for numbers in by_tree.values())
