"""The to-do page: what waits for me, what came back, what runs out, each a number with its link; at most ten queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from content.models import Article, Reprint, Revision
from content.workflow import EDITABLE, IN_REVIEW
from interaction.models import Letter
from interaction.workflow import OPEN, State
from interpretation.models import InterpretationDuty
from sites.models import JobRun, User
from sites.policy import COLUMN_ROLES, Role


@dataclass(frozen=True)
class Card:
    """One number with its link; the tone is work, soon, late or plain."""

    label: str
    number: int
    link: str
    tone: str = "plain"
    note: str = ""


def todo_page(request: HttpRequest) -> dict[str, Any]:
    """Return what the to-do page shows to the person."""
    user, now = request.user, timezone.now()
    on = timezone.localdate(now)
    return {
        "cards": [*_editorial(user, now), *_letters(user, on), *_clocks(user, now, on)],
        "waiting": _waiting(user),
        "late_jobs": [run for run in JobRun.objects.all() if run.is_late(at=now)] if user.is_platform_admin else [],
        "today": on,
    }


def _is_editorial(user: User) -> bool:
    return bool(user.grants.sites_with(*COLUMN_ROLES) or user.grants.columns_with(*COLUMN_ROLES))


def _waiting(user: User) -> list[Revision]:
    if not _is_editorial(user):
        return []
    rows = Revision.objects.waiting_for(user).select_related("article__column", "article__site", "author")
    return list(rows.order_by("entered_stage_at")[:8])


def _editorial(user: User, now: datetime) -> list[Card]:
    if not _is_editorial(user):
        return []
    queue = reverse("content-office:review-queue")
    articles = reverse("admin:content_article_changelist")
    mine = Revision.objects.filter(author=user).aggregate(
        returned=Count("pk", filter=Q(state="returned")),
        drafts=Count("pk", filter=Q(state__in=EDITABLE) & ~Q(state="returned")),
        sent=Count("pk", filter=Q(state__in=IN_REVIEW)),
    )
    start = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    published = Article.objects.public(at=now).reached_by(user).filter(published_at__gte=start).count()
    waiting = Revision.objects.waiting_for(user).count()
    scheduled = Revision.objects.scheduled().filter(article__in=Article.objects.reached_by(user)).count()
    return [
        Card("等我审核", waiting, queue, "work" if waiting else "plain"),
        Card("退回给我", mine["returned"], f"{queue}?queue=returned", "late" if mine["returned"] else "plain"),
        Card("我的草稿", mine["drafts"], f"{articles}?progress=draft&mine=1"),
        Card("我送审的", mine["sent"], f"{queue}?queue=mine"),
        Card("定时待发", scheduled, f"{queue}?queue=scheduled"),
        Card("今日已发布", published, f"{articles}?progress=live"),
    ]


def _letters(user: User, on: date) -> list[Card]:
    handles = user.grants.organizations_with(Role.HANDLER, Role.REPLY_APPROVER)
    if not (handles or user.grants.sites_with(Role.INTAKE, Role.SUPERVISOR)):
        return []
    count = Letter.objects.reached_by(user).aggregate(
        overdue=Count("pk", filter=Q(state__in=OPEN, due_on__lt=on)),
        today=Count("pk", filter=Q(state__in=OPEN, due_on=on)),
        submitted=Count("pk", filter=Q(state=State.SUBMITTED)),
        drafted=Count("pk", filter=Q(state=State.DRAFTED)),
    )
    workbench = reverse("interaction-office:workbench")
    return [
        Card("来信已逾期", count["overdue"], f"{workbench}?queue=overdue", "late" if count["overdue"] else "plain"),
        Card("来信今日到期", count["today"], f"{workbench}?queue=today", "soon" if count["today"] else "plain"),
        Card("来信待受理", count["submitted"], f"{workbench}?queue=accept", "work" if count["submitted"] else "plain"),
        Card("答复待审核", count["drafted"], f"{workbench}?queue=approve", "work" if count["drafted"] else "plain"),
    ]


def _clocks(user: User, now: datetime, on: date) -> list[Card]:
    if not (_is_editorial(user) or user.grants.sites_with(Role.SITE_ADMIN, Role.SUPERVISOR) or user.is_platform_admin):
        return []
    duties = (
        InterpretationDuty.objects.seen_by(user)
        .open()
        .aggregate(all=Count("pk"), late=Count("pk", filter=Q(due_on__lt=on)))
    )
    reprints = (
        Reprint.objects.seen_by(user)
        .pending()
        .aggregate(all=Count("pk"), late=Count("pk", filter=Q(target_at__lt=now)))
    )
    return [
        Card(
            "解读未完成", duties["all"], reverse("interpretation-office:ledger"),
            "late" if duties["late"] else "soon" if duties["all"] else "plain",
            f"其中逾期 {duties['late']}" if duties["late"] else "",
        ),
        Card(
            "国务院信息待转载", reprints["all"], reverse("reprint-office:ledger"),
            "late" if reprints["late"] else "soon" if reprints["all"] else "plain",
            f"超过一小时 {reprints['late']}" if reprints["late"] else "",
        ),
    ]  # fmt: skip
