"""What waits in publishing: reviews, drafts, what goes out today, emergencies to be reviewed in retrospect."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Q, Window
from django.urls import reverse

from content.models import Revision
from content.office.queues import QUEUES, queued
from content.reprint_clock import show_reprint_clocks
from content.workflow import Retrospect
from portal.todo.cards import Card, Group, tone_of
from portal.todo.counting import Parts, Sets
from portal.todo.parts import is_editorial, reviews, sees_publishing
from sites.durations import time_since
from sites.models import User

SHOWN = 8


def waiting_for(user: User, now: datetime) -> list[Revision]:
    """The first of what the person can judge now, each with how long it has waited; `of_all` is how many there are."""
    if not reviews(user):
        return []
    rows = queued("waiting", user, at=now).select_related("article__column", "article__site", "author")
    waiting = list(rows.annotate(of_all=Window(Count("pk"))).in_turn()[:SHOWN])
    show_reprint_clocks(waiting, at=now)
    for revision in waiting:
        revision.waited = time_since(revision.entered_stage_at, at=now)
    return waiting


def publishing_sets(user: User, now: datetime, on: date) -> tuple[Sets, list[Parts]]:
    """What is counted of reviews, drafts, what goes out on the person's sites, and emergencies."""
    sets: Sets = {}
    parts: list[Parts] = []
    if sees_publishing(user):
        sets |= {name: queued(name, user, at=now) for name in ("scheduled", "today")}
        late = Q(retrospect=Retrospect.PENDING, review_due_on__lt=on)
        conditions = {"emergencies": Q(), "emergencies late": late, "faulted": Q(retrospect=Retrospect.FAULTED)}
        parts.append((Revision.objects.reached_by(user).to_settle(at=now), conditions))
    if is_editorial(user):
        own = Revision.objects.reached_by(user).open().filter(author=user)
        parts.append((own, {name: QUEUES[name].which(user, now) for name in ("returned", "drafts", "mine")}))
    if reviews(user):
        sets["retrospects"] = Revision.objects.to_review_after_by(user)
    return sets, parts


def editorial(user: User, waiting: list[Revision], count: dict[str, int]) -> list[Group]:
    """What waits for the person in reviews and drafts, and what goes out on their sites today."""
    if not sees_publishing(user):
        return []
    address = reverse("content-office:review-queue")

    def card(name: str, number: int, tone: str = "plain", note: str = "") -> Card:
        return Card(str(QUEUES[name].label), number, f"{address}?queue={name}", tone_of(number, tone), note)

    site = Group("发布", [card(name, count[name]) for name in ("scheduled", "today")])
    if not is_editorial(user):
        return [site]
    first = min(waiting, key=lambda revision: revision.entered_stage_at, default=None)
    oldest = f"最久已等 {first.waited}" if first else ""
    own = Group(
        "审稿与撰稿",
        [
            card("waiting", waiting[0].of_all if waiting else 0, "work", oldest),
            card("returned", count["returned"], "late"),
            card("drafts", count["drafts"]),
            card("mine", count["mine"]),
        ],
    )
    return [own, site]


def emergencies(user: User, count: dict[str, int]) -> list[Group]:
    """Emergency publications whose reviews are missing, or that the review found wrong."""
    if not sees_publishing(user):
        return []
    address = reverse("content-office:retrospects")
    late, wrong = count["emergencies late"], count["faulted"]
    notes = [f"逾期 {late}"] * bool(late) + [f"追审不通过 {wrong}"] * bool(wrong)
    tone = "late" if notes else tone_of(count["emergencies"], "soon")
    cards = [Card("应急发布待处理", count["emergencies"], f"{address}?list=open", tone, "，".join(notes))]
    if is_editorial(user):
        mine = count.get("retrospects", 0)
        cards.insert(0, Card("等我追审", mine, f"{address}?list=mine", tone_of(mine, "work")))
    return [Group("应急发布", cards)]
