"""The same action on many articles: each is done or refused by itself, and every refusal is told with its sentence.

The action per row is the one that a single click calls. A group of rows shares a transaction and its entries are sealed
together, which is what makes a thousand of them quick; each row stands in a savepoint of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from content.models import Article, Revision
from sites.audit import forgotten_if_refused, recording_together
from sites.refusals import Refused, refuse_unless

log = logging.getLogger(__name__)

MOST = 1000
TOGETHER = 50  # as many rows as may wait for each other's locks
Act = Callable[[Article], object]


@dataclass(frozen=True)
class Line:
    """One row of the outcome: which article, and why it was not done ('' when it was)."""

    pk: int
    title: str
    reason: str = ""


@dataclass
class Outcome:
    """What came of the whole."""

    done: list[Line] = field(default_factory=list)
    refused: list[Line] = field(default_factory=list)

    def __str__(self) -> str:
        if not self.refused:
            return _("办成 %s 篇。") % len(self.done)
        return _("办成 %(done)s 篇，%(refused)s 篇未办。") % {"done": len(self.done), "refused": len(self.refused)}

    def as_data(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return it as a cache keeps it."""
        return {
            name: [(line.pk, line.title, line.reason) for line in getattr(self, name)] for name in ("done", "refused")
        }

    @classmethod
    def of_data(cls, data: dict[str, list[tuple[Any, ...]]]) -> Outcome:
        """Read it back."""
        return cls(**{name: [Line(*line) for line in lines] for name, lines in data.items()})


def act_on_each(articles: Sequence[Article], act: Act) -> Outcome:
    """Call the action for every article and return what was done and what was refused. Raises Refused for too many."""
    refuse_unless(len(articles) <= MOST, _("一次最多办理 %s 篇，请缩小范围。") % MOST)
    outcome = Outcome()
    in_order = sorted(articles, key=lambda article: article.pk)  # everybody locks in this order
    for start in range(0, len(in_order), TOGETHER):
        part = _group(in_order[start : start + TOGETHER], act)
        outcome.done += part.done
        outcome.refused += part.refused
    return outcome


def _group(group: Sequence[Article], act: Act) -> Outcome:
    outcome = Outcome()
    try:
        with transaction.atomic(), recording_together():
            for article in group:
                reason = _one(article, act)
                (outcome.refused if reason else outcome.done).append(Line(article.pk, article.title, reason))
    except Exception:  # the database would not keep the group: nothing of it happened
        log.exception("A group of %s articles could not be kept", len(group))
        return Outcome(
            refused=[Line(article.pk, article.title, _("数据库忙，没有改动，请稍后重试。")) for article in group]
        )
    return outcome


def _one(article: Article, act: Act) -> str:
    """Do it in a savepoint; return why not, '' when it was done."""
    try:
        with transaction.atomic(), forgotten_if_refused():
            act(article)
    except Refused as refusal:
        return refusal.reason
    except Exception:  # one bad row must not keep the others from being done
        log.exception("Article %s could not be worked on with others", article.pk)
        return _("办理时出错，没有改动，请单独办理或联系平台管理员。")
    return ""


def open_revision(article: Article) -> Revision:
    """Return the revision of the article that is on its way: the one that was listed, where it came with the article, since
    the action reads it anew under its lock. Raises Refused when there is none."""
    listed = getattr(article, "open_ones", None)
    revision = article.revisions.open().first() if listed is None else next(iter(listed), None)
    refuse_unless(revision is not None, _("没有待办理的版本。"))
    return revision
