"""Keeping that a mailbox was looked at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from interaction.models import Channel, Mailbox, MailboxReading
from sites.audit import Event, record
from sites.calendar import local_day
from sites.policy import Action, can
from sites.refusals import refuse_unless

if TYPE_CHECKING:
    from sites.models import User


@transaction.atomic
def note_readings(mailboxes: Iterable[Mailbox], channel: Channel, *, by: User, at: datetime) -> int:
    """Keep that the person looked at the mailboxes today; the first look of a day counts, whoever comes later changes
    nothing. Returns how many were new. Raises Refused for a mailbox whose letters the person does not take in."""
    day, boxes = local_day(at), list(mailboxes)
    known = set(
        MailboxReading.objects.filter(mailbox__in=boxes, channel=channel, day=day).values_list("mailbox", flat=True)
    )
    fresh = [box for box in boxes if box.pk not in known]
    for box in fresh:
        refuse_unless(can(by, Action.MAILBOX_READ, box), _("您不是“%s”的受理员。") % box.name)
    rows = [MailboxReading(mailbox=box, channel=channel, day=day, by=by, at=at) for box in fresh]
    MailboxReading.objects.bulk_create(rows, ignore_conflicts=True)
    for box in fresh:
        record(Event.MAILBOX_READ, box, by=by, at=at, site=box.site, after={"channel": channel, "day": day})
    return len(fresh)
