"""The queues of the workbench: which letters each holds, and how it is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from interaction.querysets import LetterQuerySet
from interaction.workflow import State


@dataclass(frozen=True)
class Day:
    """The day the workbench is read on, and the last day that counts as soon."""

    today: date
    soon: date


@dataclass(frozen=True)
class Queue:
    """One queue: its short name, its label, a tone and an icon that say the same, and which letters."""

    key: str
    label: str
    tone: str
    icon: str
    rows: Callable[[LetterQuerySet, Day], LetterQuerySet]
    order: tuple[str, ...] = ("due_on", "received_at", "pk")
    is_quiet: bool = False


QUEUES = {
    queue.key: queue
    for queue in (
        Queue("overdue", "已逾期", "late", "error", lambda rows, day: rows.overdue(on=day.today)),
        Queue("today", "今日到期", "soon", "alarm", lambda rows, day: rows.due_on(day.today)),
        Queue(
            "soon",
            "两日内到期",
            "soon",
            "hourglass_top",
            lambda rows, day: rows.open().filter(due_on__gt=day.today, due_on__lte=day.soon),
        ),
        Queue("returned", "退回重办", "late", "undo", lambda rows, day: rows.returned()),
        Queue("approve", "待审核答复", "work", "rate_review", lambda rows, day: rows.awaiting_approval()),
        Queue("extension", "待批延期", "work", "more_time", lambda rows, day: rows.with_extension_asked()),
        Queue("accept", "待受理", "work", "inbox", lambda rows, day: rows.to_accept()),
        Queue("assign", "待转办", "work", "forward_to_inbox", lambda rows, day: rows.filter(state=State.ACCEPTED)),
        Queue("take", "待签收", "work", "draft", lambda rows, day: rows.to_take()),
        Queue(
            "urgent",
            "需要马上办",
            "late",
            "priority_high",
            lambda rows, day: rows.open().filter(due_on__lte=day.soon),
            is_quiet=True,
        ),
        Queue("open", "全部在办", "work", "folder_open", lambda rows, day: rows.open(), is_quiet=True),
        Queue(
            "publish",
            "待公开",
            "work",
            "public",
            lambda rows, day: rows.to_publish(),
            ("-replied_at", "-pk"),
            is_quiet=True,
        ),
        Queue(
            "done",
            "已答复",
            "done",
            "task_alt",
            lambda rows, day: rows.answered(),
            ("-replied_at", "-pk"),
            is_quiet=True,
        ),
        Queue("all", "全部来信", "done", "mail", lambda rows, day: rows, ("-received_at", "-pk"), is_quiet=True),
    )
}


def chosen_queue(key: str, counts: dict[str, int]) -> Queue:
    """Return the queue asked for; by default what is urgent, and everything open when nothing is."""
    if key in QUEUES:
        return QUEUES[key]
    return QUEUES["urgent" if counts["overdue"] + counts["today"] + counts["soon"] else "open"]


def matching(rows: LetterQuerySet, text: str) -> LetterQuerySet:
    """Return the letters whose number, title or organization contains the text."""
    if not text:
        return rows
    return rows.filter(Q(number__startswith=text) | Q(title__icontains=text) | Q(organization__name__icontains=text))
