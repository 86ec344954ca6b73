"""The same action on many rows: each is done or refused by itself, and every refusal is told with its sentence.

The action per row is the one that a single click calls. A group of rows shares a transaction and its entries are sealed
together, which is what makes a thousand of them quick; each row stands in a savepoint of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sites.audit import forgotten_if_refused, recording_together
from sites.refusals import Refused, refuse_unless

log = logging.getLogger(__name__)

MOST = 1000
LISTS = ("done", "refused")
TOGETHER = 50  # as many rows as may wait for each other's locks
Act = Callable[[Any], object]  # takes the row, which has a pk and a title
Holding = Callable[[Sequence[Any]], AbstractContextManager[None]]


@dataclass(frozen=True)
class Line:
    """One row of the outcome: which one, and why it was not done ('' when it was)."""

    pk: int
    title: str
    reason: str = ""


@dataclass
class Outcome:
    """What came of the whole."""

    done: list[Line] = field(default_factory=list)
    refused: list[Line] = field(default_factory=list)
    unit: str = "篇"

    def __str__(self) -> str:
        said = {"done": len(self.done), "refused": len(self.refused), "unit": self.unit}
        if not self.refused:
            return _("办成 %(done)s %(unit)s。") % said
        return _("办成 %(done)s %(unit)s，%(refused)s %(unit)s未办。") % said

    def as_data(self) -> dict[str, Any]:
        """Return it as a cache keeps it."""
        lines = {name: [(each.pk, each.title, each.reason) for each in getattr(self, name)] for name in LISTS}
        return {**lines, "unit": self.unit}

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> Outcome:
        """Read it back."""
        return cls(*([Line(*line) for line in data[name]] for name in LISTS), unit=data["unit"])


def act_on_each(rows: Sequence[Any], act: Act, *, unit: str = "篇", holding: Holding | None = None) -> Outcome:
    """Call the action for every row and return what was done and what was refused; `holding` may lock and read the rows of
    a transaction at once for their actions. Raises Refused for too many."""
    refuse_unless(len(rows) <= MOST, _("一次最多办理 %(most)s %(unit)s，请缩小范围。") % {"most": MOST, "unit": unit})
    outcome = Outcome(unit=unit)
    in_order = sorted(rows, key=lambda row: row.pk)  # everybody locks in this order
    for start in range(0, len(in_order), TOGETHER):
        part = _group(in_order[start : start + TOGETHER], act, holding)
        outcome.done += part.done
        outcome.refused += part.refused
    return outcome


def _group(group: Sequence[Any], act: Act, holding: Holding | None) -> Outcome:
    outcome = Outcome()
    try:
        with transaction.atomic(), recording_together(), holding(group) if holding else nullcontext():
            for row in group:
                reason = _one(row, act)
                (outcome.refused if reason else outcome.done).append(Line(row.pk, row.title, reason))
    except Exception:  # the database would not keep the group: nothing of it happened
        log.exception("A group of %s rows could not be kept", len(group))
        return Outcome(refused=[Line(row.pk, row.title, _("数据库忙，没有改动，请稍后重试。")) for row in group])
    return outcome


def _one(row: Any, act: Act) -> str:
    """Do it in a savepoint; return why not, '' when it was done."""
    try:
        with transaction.atomic(), forgotten_if_refused():
            act(row)
    except Refused as refusal:
        return refusal.reason
    except Exception:  # one bad row must not keep the others from being done
        log.exception("%s %s could not be worked on with others", type(row).__name__, row.pk)
        return _("办理时出错，没有改动，请单独办理或联系平台管理员。")
    return ""
