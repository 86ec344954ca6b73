"""Which stored pages letters make stale: composed here, because content and interaction do not know each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from content.affected import affects, home_of, passes
from interaction.models import Mailbox
from sites.models import Site


@affects("interaction.Letter", recorded_as="interaction.letter")
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
