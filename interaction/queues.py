"""The queues of the workbench: which letters each holds, how it is shown, and in which order it is worked through.

A queue of open letters is one condition (`among_open`); all of those are counted together in one query. Others name their
rows and are counted one by one, or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from interaction.countdown import SOON
from interaction.querysets import LetterQuerySet
from interaction.workflow import WITH_HANDLER, State
from sites.policy import Role
from sites.scope import everything

if TYPE_CHECKING:
    from sites.calendar import WorkCalendar
    from sites.models import User

BY_DUE = ("due_on", "received_at", "pk")
BY_REPLY = ("-replied_at", "-pk")
BY_ARRIVAL = ("-received_at", "-pk")


@dataclass(frozen=True)
class Day:
    """The day the workbench is read on, the last day that counts as soon, and the bodies that the reader handles for."""

    today: date
    soon: date
    handled: frozenset[int] = frozenset()

    @classmethod
    def of(cls, user: User, *, on: date, calendar: WorkCalendar) -> Day:
        """The day as the person reads the workbench."""
        handled = frozenset(user.grants.organizations_with(Role.HANDLER))
        return cls(on, calendar.add_working_days(on, SOON).day, handled)


@dataclass(frozen=True)
class Queue:
    """One queue: its short name, its label, a tone and an icon that say the same, and which letters."""

    key: str
    label: str
    tone: str
    icon: str
    among_open: Callable[[Day], Q] | None = None
    others: Callable[[LetterQuerySet], LetterQuerySet] | None = None
    order: tuple[str, ...] = BY_DUE
    is_counted: bool = True
    is_for_helpers: bool = False  # shown only to those who handle for a body
    help: str = ""

    def rows(self, letters: LetterQuerySet, day: Day) -> LetterQuerySet:
        """Return those of the letters that stand in the queue."""
        return letters.open().filter(self.among_open(day)) if self.among_open else self.others(letters)


def _in(*states: State) -> Callable[[Day], Q]:
    return lambda day: Q(state__in=states)


def urged() -> QuerySet:
    """Return the ids of letters whose urge waits for an answer."""
    from interaction.models import Urge

    return Urge.objects.filter(answered_at=None).order_by().values("letter")


def waits_for_part_of(bodies: Collection[int]) -> Exists:
    """The condition that one of the bodies helps with the letter and has not handed its part in. The net would join every part
    to its letter, which the bodies make needless."""
    from interaction.models import Assignment, AssignmentRole

    with everything("the bodies say whose parts they are"):
        parts = Assignment.objects.filter(
            letter=OuterRef("pk"), role=AssignmentRole.CO, ended_at=None, contributed_at=None, organization__in=bodies
        )
    return Exists(parts)


TIME = (
    Queue("overdue", "已逾期", "late", "error", lambda day: Q(due_on__lt=day.today)),
    Queue("today", "今日到期", "soon", "alarm", lambda day: Q(due_on=day.today)),
    Queue("soon", "两日内到期", "soon", "hourglass_top", lambda day: Q(due_on__gt=day.today, due_on__lte=day.soon)),
)
WORK = (
    Queue("suspect", "待甄别", "soon", "gpp_maybe", lambda day: Q(state=State.SUBMITTED, is_suspect=True)),
    Queue("accept", "待受理", "work", "inbox", lambda day: Q(state=State.SUBMITTED, is_suspect=False)),
    Queue("assign", "待转办", "work", "forward_to_inbox", _in(State.ACCEPTED)),
    Queue("take", "待签收", "work", "draft", _in(State.ASSIGNED)),
    Queue(
        "help",
        "待协办",
        "work",
        "handshake",
        lambda day: Q(waits_for_part_of(day.handled), state__in=WITH_HANDLER),
        is_for_helpers=True,
    ),
    Queue("dispute", "待协调承办", "soon", "balance", _in(State.DISPUTED)),
    Queue("urged", "督办待反馈", "late", "campaign", lambda day: Q(pk__in=urged())),
    Queue("returned", "退回重办", "late", "undo", _in(State.RETURNED)),
    Queue("approve", "待审核答复", "work", "rate_review", _in(State.DRAFTED)),
    Queue("extension", "待批延期", "work", "more_time", others=lambda rows: rows.with_extension_asked()),
    Queue("publish", "待公开", "work", "public", others=lambda rows: rows.to_publish(), order=BY_REPLY),
)
LISTS = (
    Queue("urgent", "需要马上办", "late", "priority_high", lambda day: Q(due_on__lte=day.soon)),
    Queue("open", "全部在办", "work", "folder_open", lambda day: Q()),
    Queue("done", "已答复", "done", "task_alt", others=lambda rows: rows.answered(), order=BY_REPLY, is_counted=False),
    Queue("all", "全部来信", "done", "mail", others=lambda rows: rows, order=BY_ARRIVAL, is_counted=False),
)
GROUPS = (("时限", TIME), ("待办", WORK), ("列表", LISTS))
QUEUES = {queue.key: queue for _label, queues in GROUPS for queue in queues}
"""The queues by name. A new one is a line in its group."""


def chosen_queue(key: str, counts: dict[str, int]) -> Queue:
    """Return the queue asked for; by default what is urgent, and everything open when nothing is."""
    if key in QUEUES:
        return QUEUES[key]
    return QUEUES["urgent" if counts["urgent"] else "open"]
