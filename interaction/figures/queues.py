"""How many letters stand in each queue of the workbench."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count

from interaction.queues import QUEUES, Day
from sites.paging import counted

if TYPE_CHECKING:
    from interaction.querysets import LetterQuerySet


def open_counts(letters: LetterQuerySet, day: Day) -> dict[str, int]:
    """Return how many open letters stand in each queue of open letters, with one query."""
    conditions = {key: queue.among_open(day) for key, queue in QUEUES.items() if queue.among_open}
    return (
        letters.open()
        .order_by()
        .aggregate(**{key: Count("pk", filter=each or None) for key, each in conditions.items()})
    )


def queue_counts(letters: LetterQuerySet, day: Day) -> dict[str, int]:
    """Return how many of the letters stand in each queue of the workbench that is counted; a long one up to a limit."""
    counts = open_counts(letters, day)
    rest = (queue for queue in QUEUES.values() if queue.is_counted and queue.key not in counts)
    return counts | {queue.key: counted(queue.rows(letters, day)) for queue in rest}
