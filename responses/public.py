"""What of responses a site shows to everybody: the one definition that lists, map, warming and the home page start from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from responses.access import public_rebuttals, public_topics
from responses.models import HotTopic, Statement
from sites.models import Site


def addresses_of(site: Site) -> Iterator[tuple[str, datetime | None]]:
    """Yield the paths of all public pages with their last change, for the site map."""
    topics = list(public_topics(site).values_list("pk", "last_public_at"))
    rebuttals = list(public_rebuttals(site).values_list("pk", "published_at"))
    if topics:
        yield reverse("responses:topics"), topics[0][1]
    if rebuttals:
        yield reverse("responses:rebuttals"), rebuttals[0][1]
    for route, rows in (("responses:topic", topics), ("responses:rebuttal", rebuttals)):
        for pk, changed in rows:
            yield reverse(route, args=[pk]), changed


def pages_of(site: Site, at: datetime) -> Iterator[str]:
    """Yield the paths of all pages that may be stored."""
    yield from (reverse(f"responses:{name}") for name in ("topics", "rebuttals", "feed"))
    lists = {reverse("responses:topics"), reverse("responses:rebuttals")}
    yield from (path for path, _changed in addresses_of(site) if path not in lists)


def pinned_emergencies(site: Site) -> list[HotTopic]:
    """Emergencies that go on, each with the title and time of the latest statement, for the home page. One query."""
    latest = Statement.objects.public().filter(topic=OuterRef("pk")).newest_first()
    pinned = HotTopic.objects.for_site(site).pinned().newest_first()
    return list(
        pinned.annotate(
            latest_title=Subquery(latest.values("title")[:1]), latest_at=Subquery(latest.values("published_at")[:1])
        )[:3]
    )
