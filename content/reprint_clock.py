"""The reprint clock beside what people review: a copy that somebody waits for is seen to be one, with the time that is left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from content.models import Reprint, ReprintStanding, Revision
from content.models.reprint import standing_on
from sites.durations import lasted

TONES = {
    ReprintStanding.RUNNING: "running",
    ReprintStanding.PAST_TARGET: "soon",
    ReprintStanding.OVERDUE: "late",
    ReprintStanding.IN_TIME: "safe",
    ReprintStanding.AFTER_TARGET: "soon",
    ReprintStanding.LATE: "late",
    ReprintStanding.WAIVED: "done",
}


@dataclass(frozen=True)
class ReprintClock:
    """What the clock of a pending duty shows: words, their tone, the last day."""

    words: str
    tone: str
    due_on: str

    @classmethod
    def of(cls, target_at: datetime, due_on: date, *, at: datetime) -> ReprintClock:
        """The clock of a pending duty at the moment."""
        standing = standing_on(target_at, due_on, done_at=None, at=at)
        left = int((target_at - at).total_seconds() // 60)
        words = {
            ReprintStanding.RUNNING: _("转载时限还剩 %s") % lasted(max(left, 0)),
            ReprintStanding.PAST_TARGET: _("转载已超一小时目标 %s") % lasted(max(-left, 0)),
            ReprintStanding.OVERDUE: _("转载已逾期"),
        }[standing]
        return cls(words, TONES[standing], f"{due_on:%Y-%m-%d}")


def show_reprint_clocks(revisions: Iterable[Revision], *, at: datetime) -> None:
    """Put the clock beside every revision that is on its way to meet a duty, None beside the others. One query, or none where
    the list is in turn, which says the moments."""
    revisions = list(revisions)
    times = {each.article_id: (each.reprint_target, each.reprint_due) for each in revisions if _knows(each)}
    unknown = {each.article_id for each in revisions if not _knows(each)}
    if unknown:
        duties = Reprint.objects.pending().filter(article__in=unknown)
        times |= {
            article: (target, due) for article, target, due in duties.values_list("article", "target_at", "due_on")
        }
    for revision in revisions:
        target, due = times.get(revision.article_id, (None, None))
        revision.reprint_clock = ReprintClock.of(target, due, at=at) if target else None


def _knows(revision: Revision) -> bool:
    return hasattr(revision, "reprint_target")
