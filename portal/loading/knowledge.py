"""The knowledge base of the province's portal; one entry has run out and one is about to."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from interaction.actions import expire_entries, publish_entry, save_entry
from interaction.models import KnowledgeEntry
from portal.demo.knowledge import ENTRIES
from portal.loading.cluster import Cluster

SITE = "lanjiang"


def load_knowledge(cluster: Cluster, *, at: datetime) -> None:
    """Write and publish the entries as they would have been some weeks ago."""
    today, earlier = timezone.localdate(at), at - timedelta(days=40)
    intake = cluster.person(SITE, "intake")
    for spec in ENTRIES:
        entry = KnowledgeEntry(
            site=cluster.sites[SITE],
            question=spec.question,
            answer=spec.answer,
            keywords=spec.keywords,
            organization=cluster.organizations[f"{SITE}/{spec.office}"],
            current_until=today + timedelta(days=spec.days_left),
        )
        publish_entry(save_entry(entry, by=intake, at=earlier), by=intake, at=earlier)
    expire_entries(on=today, at=at)
