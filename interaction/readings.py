"""Reading mailboxes daily: which looks are owed today, and which were missed. Days that are no working days owe none."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import FilteredRelation, Q

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
    boxes = list(mailboxes)
    rows = MailboxReading.objects.filter(mailbox__in=boxes, day__gte=on.replace(day=1), day__lte=on).select_related(
        "by"
    )
    found = {(row.mailbox_id, row.channel, row.day): row for row in rows}
    working = _working_days(on, calendar)
    return [_standing(box, channel, found, working, on) for box in boxes for channel in channels_of(box)]


def _working_days(on: date, calendar: WorkCalendar) -> list[date]:
    first = on.replace(day=1)
    days = [first + timedelta(days=number) for number in range(on.day)]
    return [day for day in days if calendar.is_working_day(day)]


def _owed(read: Collection[date], read_from: date | None, working: list[date], on: date) -> list[date]:
    """A mailbox owes looks since it was set up; one from before that was kept, since its first look."""
    begins = read_from or (min(read) if read else on)
    return [day for day in working if day >= begins]


def _standing(
    box: Mailbox, channel: Channel, found: dict[tuple, MailboxReading], working: list[date], on: date
) -> Standing:
    read = {day for (pk, via, day) in found if pk == box.pk and via == channel}
    owed = _owed(read, box.read_from, working, on)
    return Standing(
        mailbox=box,
        channel=channel,
        today=found.get((box.pk, channel, on)),
        is_owed_today=on in owed,
        read=sum(day in read for day in owed),
        owed=len(owed),
        missed=[day for day in owed if day not in read and day != on],
    )


@dataclass(frozen=True)
class Tally:
    """What the to-do page says: mailboxes unread today, those with missed days, and how many days."""

    unread: int = 0
    missed: int = 0
    days: int = 0


def tally(user: User, *roles: Role, on: date, calendar: WorkCalendar) -> Tally:
    """Return the sums of `standings` over the person's mailboxes. One query."""
    this_month = FilteredRelation("readings", condition=Q(readings__day__gte=on.replace(day=1), readings__day__lte=on))
    rows = (
        Mailbox.objects.filter(is_open=True, site__in=user.grants.sites_with(*roles))
        .order_by()
        .annotate(month=this_month)
        .values_list("pk", "read_from", "mail_account__is_active", "month__channel", "month__day")
    )
    read: dict[tuple[int, date | None, str], set[date]] = {}
    for pk, read_from, has_address, channel, day in rows:
        for each in (Channel.WEB, Channel.MAIL) if has_address else (Channel.WEB,):
            days = read.setdefault((pk, read_from, each), set())
            if channel == each:
                days.add(day)
    working, unread, missed = _working_days(on, calendar), 0, []
    for (_pk, read_from, _channel), days in read.items():
        owed = _owed(days, read_from, working, on)
        unread += on in owed and on not in days
        missed.append(sum(day not in days and day != on for day in owed))
    return Tally(unread, sum(map(bool, missed)), sum(missed))
