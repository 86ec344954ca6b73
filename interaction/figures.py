"""Figures about letters: one query layer for public pages, home page, workbench and exports, so that they always agree.

Received counts letters by the local day they arrived, answered by the day of the reply, whenever they had arrived; on time
means the reply came no later than the date that held when it came. Declined letters count as received, not as answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Avg, Count, F, Q
from django.db.models.functions import TruncMonth
from django.urls import reverse

from interaction.access import mailboxes, public_letters
from interaction.models import Letter, MailboxKind
from interaction.queues import QUEUES, Day
from sites.paging import counted

if TYPE_CHECKING:
    from interaction.querysets import LetterQuerySet
    from sites.models import Site

ICONS = {
    MailboxKind.LEADER: "leader",
    MailboxKind.BOARD: "mail",
    MailboxKind.CONSULT: "ask",
    MailboxKind.COMPLAIN: "complain",
    MailboxKind.SUGGEST: "suggest",
    MailboxKind.REPORT: "warn",
    MailboxKind.SITE_ERROR: "edit",
}
MONTHS_SHOWN = 12


@dataclass(frozen=True)
class MonthFigures:
    """What came in and what was answered in one month."""

    month: date
    received: int = 0
    answered: int = 0
    on_time: int = 0
    average_days: float | None = None

    @property
    def on_time_percent(self) -> float | None:
        """The share of answers that came in time, None without answers."""
        return round(100 * self.on_time / self.answered, 1) if self.answered else None

    @property
    def tiles(self) -> list[dict[str, Any]]:
        """The four figures as the home page and the platform show them."""
        percent, days = self.on_time_percent, self.average_days
        return [
            {"label": "收到来信", "value": self.received, "unit": "件"},
            {"label": "答复来信", "value": self.answered, "unit": "件"},
            {
                "label": "按时答复",
                "value": "—" if percent is None else f"{percent:g}",
                "unit": "" if percent is None else "%",
            },
            {
                "label": "平均用时",
                "value": "—" if days is None else f"{days:.1f}",
                "unit": "" if days is None else "个工作日",
            },
        ]


@dataclass(frozen=True)
class Answer:
    """One row of the latest answers."""

    title: str
    url: str
    organization: str
    answered_on: date
    working_days: int


@dataclass(frozen=True)
class BodyFigures:
    """What one organization answered in a period."""

    organization: str
    answered: int
    on_time: int
    average_days: float | None

    @property
    def on_time_percent(self) -> float:
        """The share of answers that came in time."""
        return round(100 * self.on_time / self.answered, 1)


def first_of(day: date) -> date:
    """The first day of the month."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return first_of(month + timedelta(days=31))


def month_figures(site: Site, *, on: date) -> MonthFigures:
    """Return the figures of the month that the day lies in. One query."""
    start, end = first_of(on), next_month(first_of(on))
    received = Q(received_on__gte=start, received_on__lt=end)
    answered = Q(replied_on__gte=start, replied_on__lt=end)
    counts = (
        Letter.objects.for_site(site)
        .filter(received | answered)
        .aggregate(
            received=Count("pk", filter=received),
            answered=Count("pk", filter=answered),
            on_time=Count("pk", filter=answered & Q(replied_on__lte=F("due_on"))),
            average_days=Avg("days_used", filter=answered),
        )
    )
    return MonthFigures(start, **counts)


def by_month(site: Site, *, on: date, months: int = MONTHS_SHOWN) -> list[MonthFigures]:
    """Return the figures of the last months, the newest first, months without letters included. Two queries."""
    starts = [first_of(on)]
    while len(starts) < months:
        starts.append(first_of(starts[-1] - timedelta(days=1)))
    since, until = starts[-1], next_month(starts[0])
    letters = Letter.objects.for_site(site).order_by()
    received = dict(
        letters.filter(received_on__gte=since, received_on__lt=until)
        .annotate(month=TruncMonth("received_on"))
        .values_list("month")
        .annotate(Count("pk"))
    )
    answered = {
        row.pop("month"): row
        for row in letters.filter(replied_on__gte=since, replied_on__lt=until)
        .annotate(month=TruncMonth("replied_on"))
        .values("month")
        .annotate(
            answered=Count("pk"),
            on_time=Count("pk", filter=Q(replied_on__lte=F("due_on"))),
            average_days=Avg("days_used"),
        )
    }
    return [MonthFigures(start, received=received.get(start, 0), **answered.get(start, {})) for start in starts]


def by_organization(site: Site, *, on: date) -> list[BodyFigures]:
    """Return what each organization answered in the month of the day, the busiest first. One query."""
    start, end = first_of(on), next_month(first_of(on))
    rows = (
        Letter.objects.for_site(site)
        .filter(replied_on__gte=start, replied_on__lt=end)
        .order_by()
        .values_list("organization__name")
        .annotate(
            answered=Count("pk"),
            on_time=Count("pk", filter=Q(replied_on__lte=F("due_on"))),
            average_days=Avg("days_used"),
        )
        .order_by("-answered", "organization__name")
    )
    return [BodyFigures(*row) for row in rows]


def latest_answers(site: Site, limit: int = 6, *, at: datetime) -> list[Answer]:
    """Return the newest published answers of the site. One query."""
    rows = (
        public_letters(site)
        .filter(published_at__lte=at)
        .select_related(None)
        .values_list("pk", "public_title", "organization__short_name", "public_replied_on", "days_used")
    )
    return [
        Answer(title, reverse("interaction:letter", args=[pk]), organization, replied_on, days_used or 0)
        for pk, title, organization, replied_on, days_used in rows[:limit]
    ]


def home_block(site: Site, *, on: date, at: datetime, limit: int = 6) -> dict[str, Any] | None:
    """Return what the home page shows of interaction, None when the site has no mailbox. Three queries."""
    boxes = [box for box in mailboxes(site) if box.is_open]
    if not boxes:
        return None
    return {
        "url": reverse("interaction:home"),
        "letters_url": reverse("interaction:letters"),
        "entries": [
            {"name": box.name, "url": reverse("interaction:mailbox", args=[box.slug]), "icon": ICONS[box.kind]}
            for box in boxes[:6]
        ],
        "letters": latest_answers(site, limit, at=at),
        "figures": month_figures(site, on=on).tiles,
    }


def open_counts(letters: LetterQuerySet, *, on: date, soon: date) -> dict[str, int]:
    """Return how many open letters stand in each queue of open letters, with one query."""
    day = Day(on, soon)
    conditions = {key: queue.among_open(day) for key, queue in QUEUES.items() if queue.among_open}
    return (
        letters.open()
        .order_by()
        .aggregate(**{key: Count("pk", filter=each or None) for key, each in conditions.items()})
    )


def queue_counts(letters: LetterQuerySet, *, on: date, soon: date) -> dict[str, int]:
    """Return how many of the letters stand in each queue of the workbench that is counted; a long one up to a limit."""
    counts = open_counts(letters, on=on, soon=soon)
    rest = (queue for queue in QUEUES.values() if queue.is_counted and queue.key not in counts)
    return counts | {queue.key: counted(queue.rows(letters, Day(on, soon))) for queue in rest}
