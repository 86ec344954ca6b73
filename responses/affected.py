"""Which stored pages a statement or a rebuttal makes stale."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from content.affected import affects, home_of, page_of
from content.page_store.addresses import below
from responses.models import HotTopic, Rebuttal
from sites.models import Site


@affects("responses.HotTopic")
def of_topic(site: Site | None, pk: int | None, at: datetime) -> Iterator[str]:
    """The home page, which pins emergencies; everything about topics, since each page lists the others and the feed lies there;
    the map; and the pages of its rebuttals."""
    topic = HotTopic.objects.select_related("site").filter(pk=pk).first()
    if topic is None:
        return
    yield home_of(topic.site)
    yield from _all_below(topic.site, "responses:topics")
    for rebuttal in topic.rebuttals.values_list("pk", flat=True):
        yield page_of(topic.site, "responses:rebuttal", rebuttal)


@affects("responses.Rebuttal")
def of_rebuttal(site: Site | None, pk: int | None, at: datetime) -> Iterator[str]:
    """Everything about rebuttals, since each page lists the others; the map; and the page of its topic."""
    rebuttal = Rebuttal.objects.select_related("site").filter(pk=pk).first()
    if rebuttal is None:
        return
    yield from _all_below(rebuttal.site, "responses:rebuttals")
    if rebuttal.topic_id:
        yield page_of(rebuttal.site, "responses:topic", rebuttal.topic_id)


def _all_below(site: Site, route: str) -> Iterator[str]:
    yield below(page_of(site, route).rstrip("/"))
    for each in ("content:sitemap_columns", "content:sitemap_index"):
        yield page_of(site, each)
