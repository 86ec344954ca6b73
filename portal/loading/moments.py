"""When things happened: days before the day of loading, in China's time, and never later than the loading itself."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone


def moment(days_ago: int, minute: int, *, now: datetime) -> datetime:
    """Return the minute of the day so many days ago; what would lie ahead is drawn back to just before now."""
    day = timezone.localdate(now) - timedelta(days=days_ago)
    then = timezone.make_aware(datetime.combine(day, time(minute // 60 % 24, minute % 60)))
    return then if then < now else now - timedelta(minutes=1 + minute % 40)
