"""The lists of the reviewing page: each a set of revisions for the person who asks. The to-do page counts the same sets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from content.models import Revision
from content.querysets import waiting_where
from content.workflow import IN_REVIEW, State
from sites.models import User


def start_of_day(at: datetime) -> datetime:
    """The local midnight before the moment."""
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)


STAGE_ENTERED = _("进入本环节")


@dataclass(frozen=True)
class Queue:
    """One list: its label, which of the revisions in reach it holds, and which of their moments it shows."""

    label: Promise
    which: Callable[[User, datetime], Q]
    moment: str = "entered_stage_at"
    moment_label: Promise = STAGE_ENTERED


QUEUES = {
    "waiting": Queue(_("等我办理"), lambda user, at: waiting_where(user)),
    "returned": Queue(_("退回给我"), lambda user, at: Q(state=State.RETURNED, author=user)),
    "drafts": Queue(_("我的草稿"), lambda user, at: Q(state=State.DRAFT, author=user), "edited_at", _("修改时间")),
    "mine": Queue(_("我送审的"), lambda user, at: Q(state__in=IN_REVIEW, author=user)),
    "scheduled": Queue(_("定时待发"), lambda user, at: Q(state=State.SCHEDULED), "publish_at", _("发布时间")),
    "today": Queue(
        _("今日发布"),
        lambda user, at: Q(state=State.PUBLISHED, article__state="published", published_at__gte=start_of_day(at)),
        "published_at",
        _("发布时间"),
    ),
}


def queued(name: str, user: User, *, at: datetime) -> QuerySet[Revision]:
    """The revisions of one list."""
    return Revision.objects.reached_by(user).filter(QUEUES[name].which(user, at))
