"""What the editors put on the home pages: headline, pictures, special topics."""

from __future__ import annotations

from datetime import datetime

from content.actions import fill_slot
from content.models import SlotPlace
from portal.loading.cluster import Cluster

PICTURES = 5
TOPICS = 3


def load_home_pages(cluster: Cluster, *, at: datetime) -> None:
    """Fill the slots of every site from what was published there."""
    for key, site in cluster.sites.items():
        editor = cluster.person(key, "site_manager")
        newest = sorted(cluster.pictured.get(key, []), key=lambda article: article.published_at, reverse=True)
        for headline in cluster.headlines.get(key, [])[:1]:
            fill_slot(site, SlotPlace.HEADLINE, by=editor, at=at, article=headline)
        for position, article in enumerate(newest[:PICTURES]):
            fill_slot(site, SlotPlace.PICTURES, by=editor, at=at, article=article, position=position)
        topics = [
            column for (owner, path), column in cluster.columns.items() if owner == key and path.startswith("ztzl/")
        ]
        for position, column in enumerate(topics[:TOPICS]):
            fill_slot(site, SlotPlace.TOPIC, by=editor, at=at, column=column, position=position)
