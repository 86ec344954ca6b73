"""The newest statements of a site as RSS, so that media and other sites get them without asking."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from content.feeds import Rss
from responses.models import Statement
from responses.words import shown_as_html
from sites.characters import as_text

if TYPE_CHECKING:
    from sites.models import Site

ENTRIES = 30


def statements_feed(site: Site, *, list_address: str, address: str) -> Rss:
    """Return the feed; every statement is an entry once, under its topic's page and its own number."""
    feed = Rss(
        title=f"{site.name}：回应关切",
        link=list_address,
        description=f"{site.name}对热点和突发事件的权威回应",
        language="zh-CN",
        feed_url=address,
        author_name=site.sponsor.name,
        ttl="5",
        empty_since=datetime(2008, 5, 1, tzinfo=UTC),
    )
    public = Statement.objects.filter(topic__site=site).public().select_related("topic", "organization")
    for statement in public.newest_first()[:ENTRIES]:
        page = f"{site.address(statement.topic.public_path)}#statement-{statement.pk}"
        feed.add_item(
            title=as_text(statement.title),
            link=page,
            description=as_text(statement.body[:200]),
            author_name=as_text(statement.organization.name),
            unique_id=page,
            unique_id_is_permalink=True,
            categories=[as_text(statement.topic.title), str(statement.get_kind_display())],
            pubdate=statement.published_at,
            updateddate=statement.published_at,
            text=as_text(shown_as_html(statement.body)),
        )
    return feed
