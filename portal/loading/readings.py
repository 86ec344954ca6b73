"""The looks at mailboxes on the working days of the last month, with one day missed at one of them."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from interaction.actions import note_readings
from interaction.models import Channel
from portal.loading.cluster import Cluster
from portal.loading.moments import moment
from sites.models import CalendarNotice

DAYS, MISSED, MISSED_AT = 32, 6, "board"


def load_readings(cluster: Cluster, *, at: datetime) -> None:
    """Let the intake of every site have looked, the oldest day first; today's look is left to whoever tries the demo."""
    calendar = CalendarNotice.objects.calendar()
    missed = next(
        ago for ago in range(MISSED, DAYS) if calendar.is_working_day(timezone.localdate(moment(ago, 0, now=at)))
    )
    for ago in range(DAYS, 0, -1):
        then = moment(ago, 9 * 60 + ago, now=at)
        if calendar.is_working_day(timezone.localdate(then)):
            for site in {key for key, _slug in cluster.mailboxes}:
                boxes = [
                    box
                    for (key, slug), box in cluster.mailboxes.items()
                    if key == site and not (ago == missed and slug == MISSED_AT)
                ]
                note_readings(boxes, Channel.WEB, by=cluster.person(site, "intake"), at=then)
