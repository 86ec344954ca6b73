"""The reprint clock beside what people review: a copy that somebody waits for is seen to be one, with the time that is left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from content.models import Reprint, ReprintStanding, Revision
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
    def of(cls, reprint: Reprint, *, at: datetime) -> ReprintClock:
        """The clock of the duty at the moment."""
        standing = reprint.standing(at=at)
        left = int((reprint.target_at - at).total_seconds() // 60)
        words = {
            ReprintStanding.RUNNING: _("转载时限还剩 %s") % lasted(max(left, 0)),
            ReprintStanding.PAST_TARGET: _("转载已超一小时目标 %s") % lasted(max(-left, 0)),
            ReprintStanding.OVERDUE: _("转载已逾期"),
        }.get(standing, str(standing.label))
        return cls(words, TONES[standing], f"{reprint.due_on:%Y-%m-%d}")


def show_reprint_clocks(revisions: Iterable[Revision], *, at: datetime) -> None:
    """Put the clock beside every revision that is on its way to meet a duty, None beside the others. One query."""
    revisions = list(revisions)
    duties = Reprint.objects.pending().filter(article__in={revision.article_id for revision in revisions})
    clocks = {duty.article_id: ReprintClock.of(duty, at=at) for duty in duties} if revisions else {}
    for revision in revisions:
        revision.reprint_clock = clocks.get(revision.article_id)
