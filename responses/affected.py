"""Which stored pages a statement or a rebuttal makes stale."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from content.affected import affects, home_of, page_of
from responses.models import HotTopic, Rebuttal
from sites.models import Site


@affects("responses.HotTopic")
def of_topic(site: Site | None, pk: int | None, at: datetime) -> Iterator[str]:
    """The home page, which pins emergencies; the list, the page, the feed, the map; and the pages of its rebuttals."""
    topic = HotTopic.objects.select_related("site").filter(pk=pk).first()
    if topic is None:
        return
    yield home_of(topic.site)
    for route in ("responses:topics", "responses:feed", "content:sitemap_columns", "content:sitemap_index"):
        yield page_of(topic.site, route)
    yield page_of(topic.site, "responses:topic", topic.pk)
    for rebuttal in topic.rebuttals.values_list("pk", flat=True):
        yield page_of(topic.site, "responses:rebuttal", rebuttal)


@affects("responses.Rebuttal")
def of_rebuttal(site: Site | None, pk: int | None, at: datetime) -> Iterator[str]:
    """The list, the page, the map, and the page of its topic."""
    rebuttal = Rebuttal.objects.select_related("site").filter(pk=pk).first()
    if rebuttal is None:
        return
    for route in ("responses:rebuttals", "content:sitemap_columns", "content:sitemap_index"):
        yield page_of(rebuttal.site, route)
    yield page_of(rebuttal.site, "responses:rebuttal", rebuttal.pk)
    if rebuttal.topic_id:
        yield page_of(rebuttal.site, "responses:topic", rebuttal.topic_id)
