"""What the home page and the platform's own page show of letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from interaction.access import mailboxes, public_letters
from interaction.figures.periods import month_figures
from interaction.models import MailboxKind

if TYPE_CHECKING:
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


@dataclass(frozen=True)
class Answer:
    """One row of the latest answers."""

    title: str
    url: str
    organization: str
    answered_on: date
    working_days: int


def latest_answers(site: Site, limit: int = 6, *, at: datetime) -> list[Answer]:
    """Return the newest published answers of the site. One query."""
    rows = (
        public_letters(site)
        .filter(published_at__lte=at)
        .select_related(None)
        .values_list("pk", "public_title", "public_organization__short_name", "public_replied_on", "public_days_used")
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
