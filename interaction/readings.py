"""Reading mailboxes daily: which looks are owed today, and which were missed. Days that are no working days owe none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from interaction.models import Channel, Mailbox, MailboxReading
from sites.policy import Role

if TYPE_CHECKING:
    from sites.calendar import WorkCalendar
    from sites.models import User


@dataclass(frozen=True)
class Standing:
    """One mailbox and one of its channels in a month, as of a day."""

    mailbox: Mailbox
    channel: Channel
    today: MailboxReading | None
    is_owed_today: bool
    read: int
    owed: int
    missed: list[date]

    @property
    def is_unread(self) -> bool:
        """True while today's look is owed and nobody has looked."""
        return self.is_owed_today and self.today is None


def mailboxes_to_read(user: User, *roles: Role) -> list[Mailbox]:
    """Return the open mailboxes of the sites where the person holds one of the roles. One query."""
    rows = (
        Mailbox.objects.filter(is_open=True).select_related("site", "mail_account").order_by("site", "position", "pk")
    )
    if not (user.is_platform_admin and Role.SUPERVISOR in roles):
        rows = rows.filter(site__in=user.grants.sites_with(*roles))
    return list(rows)


def channels_of(mailbox: Mailbox) -> list[Channel]:
    """Return how letters come into the mailbox."""
    account = getattr(mailbox, "mail_account", None)
    return [Channel.WEB, *([Channel.MAIL] if account is not None and account.is_active else [])]


def standings(mailboxes: Iterable[Mailbox], *, on: date, calendar: WorkCalendar) -> list[Standing]:
    """Return how the month of the day stands, up to that day, for each mailbox and channel. One query."""
    boxes, first = list(mailboxes), on.replace(day=1)
    rows = MailboxReading.objects.filter(mailbox__in=boxes, day__gte=first, day__lte=on).select_related("by")
    found = {(row.mailbox_id, row.channel, row.day): row for row in rows}
    days = [first + timedelta(days=number) for number in range(on.day)]
    working = [day for day in days if calendar.is_working_day(day)]
    return [_standing(box, channel, found, working, on) for box in boxes for channel in channels_of(box)]


def _standing(
    box: Mailbox, channel: Channel, found: dict[tuple, MailboxReading], working: list[date], on: date
) -> Standing:
    """A mailbox owes looks since it was set up; one from before that was kept, since its first look."""
    read = [day for (pk, via, day) in found if pk == box.pk and via == channel]
    begins = box.read_from or (min(read) if read else on)
    owed = [day for day in working if day >= begins]
    missed = [day for day in owed if day not in read and day != on]
    return Standing(
        mailbox=box,
        channel=channel,
        today=found.get((box.pk, channel, on)),
        is_owed_today=on in owed,
        read=sum(day in read for day in owed),
        owed=len(owed),
        missed=missed,
    )
