"""What waits in publishing: reviews, drafts, what goes out today, emergencies to be reviewed in retrospect."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Q, Window
from django.urls import reverse

from content.models import Article, Revision
from content.office.queues import QUEUES, queued, within_reach
from content.reprint_clock import show_reprint_clocks
from content.workflow import Retrospect
from portal.todo.cards import Card, Group, tone_of
from portal.todo.parts import is_editorial, oversees
from sites.durations import time_since
from sites.models import User

SHOWN = 8


def waiting_for(user: User, now: datetime) -> list[Revision]:
    """The first of what the person can judge now, each with how long it has waited; `of_all` is how many there are."""
    if not is_editorial(user):
        return []
    rows = queued("waiting", user, at=now).select_related("article__column", "article__site", "author")
    waiting = list(rows.annotate(of_all=Window(Count("pk"))).in_turn()[:SHOWN])
    show_reprint_clocks(waiting, at=now)
    for revision in waiting:
        revision.waited = time_since(revision.entered_stage_at, at=now)
    return waiting


def editorial(user: User, now: datetime, waiting: list[Revision]) -> list[Group]:
    """What waits for the person in reviews and drafts, and what goes out on their sites today."""
    if not (is_editorial(user) or oversees(user)):
        return []
    address = reverse("content-office:review-queue")

    def counted(*names: str) -> dict[str, int]:
        return {name: Count("pk", filter=QUEUES[name].which(user, now)) for name in names}

    def card(name: str, number: int, tone: str = "plain", note: str = "") -> Card:
        return Card(str(QUEUES[name].label), number, f"{address}?queue={name}", tone_of(number, tone), note)

    either = QUEUES["scheduled"].which(user, now) | QUEUES["today"].which(user, now)
    flow = within_reach(user).filter(either).aggregate(**counted("scheduled", "today"))
    site = Group("发布", [card("scheduled", flow["scheduled"]), card("today", flow["today"])])
    if not is_editorial(user):
        return [site]
    mine = within_reach(user).filter(author=user).aggregate(**counted("returned", "drafts", "mine"))
    first = min(waiting, key=lambda revision: revision.entered_stage_at, default=None)
    oldest = f"最久已等 {first.waited}" if first else ""
    own = Group(
        "审稿与撰稿",
        [
            card("waiting", waiting[0].of_all if waiting else 0, "work", oldest),
            card("returned", mine["returned"], "late"),
            card("drafts", mine["drafts"]),
            card("mine", mine["mine"]),
        ],
    )
    return [own, site]


def emergencies(user: User, now: datetime, on: date) -> list[Group]:
    """Emergency publications whose reviews are missing, or that the review found wrong."""
    if not (is_editorial(user) or oversees(user)):
        return []
    address = reverse("content-office:retrospects")
    reached = Revision.objects.filter(is_emergency=True, article__in=Article.objects.reached_by(user))
    pending = Q(retrospect=Retrospect.PENDING)
    count = reached.to_settle(at=now).aggregate(
        all=Count("pk"),
        late=Count("pk", filter=pending & Q(review_due_on__lt=on)),
        wrong=Count("pk", filter=Q(retrospect=Retrospect.FAULTED)),
    )
    notes = [f"逾期 {count['late']}"] * bool(count["late"]) + [f"追审不通过 {count['wrong']}"] * bool(count["wrong"])
    tone = "late" if notes else tone_of(count["all"], "soon")
    cards = [Card("应急发布待处理", count["all"], f"{address}?list=open", tone, "，".join(notes))]
    if is_editorial(user):
        mine = Revision.objects.to_review_after_by(user).count()
        cards.insert(0, Card("等我追审", mine, f"{address}?list=mine", tone_of(mine, "work")))
    return [Group("应急发布", cards)]
