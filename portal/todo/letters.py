"""Letters that run out or wait, and mailboxes that nobody has read today."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from interaction.access import letters_reached
from interaction.figures import open_counts
from interaction.queues import Day
from interaction.readings import tally
from portal.todo.cards import Card, Group, tone_of
from sites.calendar import WorkCalendar
from sites.models import User
from sites.policy import Role


def letters(user: User, on: date, calendar: WorkCalendar) -> list[Group]:
    """Letters within reach by how urgent they are."""
    handles = user.grants.organizations_with(Role.HANDLER, Role.REPLY_APPROVER)
    if not (user.is_platform_admin or handles or user.grants.sites_with(Role.INTAKE, Role.SUPERVISOR)):
        return []
    day = Day.of(user, on=on, calendar=calendar)
    count = open_counts(letters_reached(user), day)
    workbench = reverse("interaction-office:workbench")

    def card(label: str, name: str, tone: str) -> Card:
        return Card(label, count[name], f"{workbench}?queue={name}", tone_of(count[name], tone))

    return [
        Group(
            "来信",
            [
                card("已逾期", "overdue", "late"), card("今日到期", "today", "soon"), card("两日内到期", "soon", "soon"),
                card("待受理", "accept", "work"), card("答复待审核", "approve", "work"), card("退回重办", "returned", "late"),
                *([card("待协办", "help", "work")] if day.handled else []),
            ],
        )
    ]  # fmt: skip


def readings(user: User, on: date, calendar: WorkCalendar) -> list[Group]:
    """Mailboxes are read every working day by the intake; supervisors see where that was missed."""
    if not user.grants.sites_with(Role.INTAKE, Role.SUPERVISOR):
        return []
    told, ledger = (
        tally(user, Role.INTAKE, Role.SUPERVISOR, on=on, calendar=calendar),
        reverse("interaction-office:readings"),
    )
    note = f"共 {told.days} 天" if told.days else ""
    return [
        Group(
            "信箱每日阅看",
            [
                Card("今天未阅看的信箱", told.unread, f"{ledger}?list=unread", tone_of(told.unread, "soon")),
                Card("本月漏看的信箱", told.missed, f"{ledger}?list=missed", tone_of(told.missed, "late"), note),
            ],
        )
    ]
