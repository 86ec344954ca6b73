"""How long something has taken, in words: short times exactly, long ones roughly."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _


def lasted(minutes: int) -> str:
    """Return so many minutes as people say them."""
    if minutes < 1:
        return _("不足 1 分钟")
    if minutes < 120:
        return _("%s 分钟") % minutes
    hours = minutes // 60
    return _("%s 小时") % hours if hours < 48 else _("%s 天") % (hours // 24)


def time_since(moment: datetime, *, at: datetime) -> str:
    """Return how long ago a moment was; what lies ahead has not begun."""
    return lasted(max(0, int((at - moment).total_seconds() // 60)))
