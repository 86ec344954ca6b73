"""Which stored pages letters make stale: composed here, because content and interaction do not know each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from content.affected import affects, home_of, passes
from interaction.models import Mailbox
from sites.audit import Event
from sites.models import Site

# What the office does among itself: nothing public counts or shows it.
IN_THE_OFFICE = (
    Event.LETTER_ASSIGNED,
    Event.LETTER_BOUNCED,
    Event.LETTER_CLEARED,
    Event.LETTER_CODE_ISSUED,
    Event.LETTER_CONTRIBUTED,
    Event.LETTER_DECIDED,
    Event.LETTER_DRAFTED,
    Event.LETTER_EXTENSION_ASKED,
    Event.LETTER_EXTENSION_LAPSED,
    Event.LETTER_EXTENSION_REFUSED,
    Event.LETTER_INVITED,
    Event.LETTER_LEFT,
    Event.LETTER_LINKED,
    Event.LETTER_LOCKED,
    Event.LETTER_SIGNED,
    Event.LETTER_SUPPLEMENT_ASKED,
    Event.LETTER_SUPPLEMENTED,
    Event.LETTER_TAKEN,
)


@affects("interaction.Letter", recorded_as="interaction.letter", but=IN_THE_OFFICE)
@affects("interaction.Mailbox", recorded_as="interaction.mailbox")
def of_letter(site: Site | None, pk: int | None, at: datetime) -> Iterator[str]:
    """The home page lists the mailboxes and the latest answers, and counts the month's letters."""
    if site:
        yield home_of(site)


@passes
def months_that_begin(since: datetime, until: datetime) -> Iterator[str]:
    """The home page's figures are those of the month."""
    if timezone.localdate(since).replace(day=1) != timezone.localdate(until).replace(day=1):
        for site in Site.objects.filter(pk__in=Mailbox.objects.values("site")):
            yield home_of(site)
