"""The upstream source of the demo: a feed file in var, its items received over the last days, and how the sites kept up."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from content.actions import create_article, issue_revision, pass_revision, submit_revision
from content.actions.reprint_copies import reprint_automatically
from content.actions.reprint_duties import open_duties
from content.actions.reprint_receipts import complete_reprint
from content.actions.upstream import receive_item, save_source
from content.models import Reprint, ReprintState, UpstreamItem, UpstreamSource
from content.syndication import read_feed
from portal.demo.upstream import render_feed
from portal.loading.cluster import Cluster
from sites.models import User

FEED = "demo/gwyxx.xml"
COLUMN = "ywdt/gwyxx"
NOTICED = timedelta(minutes=4)


def load_reprints(cluster: Cluster, *, at: datetime) -> None:
    """Write the feed, receive its items as if it had been fetched all along, and reprint by hand where nobody automates."""
    path = settings.VAR / FEED
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render_feed(timezone.localtime(at)), encoding="utf-8")
    source = UpstreamSource(name="国务院信息（演示）", address=FEED, source_text="中国政府网", column_slug=COLUMN)
    save_source(source, by=cluster.person("lanjiang", "platform_admin"), at=at - timedelta(days=60))
    entries, _unusable = read_feed(path.read_bytes(), address=FEED, charset="utf-8", at=at)
    for entry in sorted(entries, key=lambda entry: entry.published_at):
        noticed = entry.published_at + NOTICED
        robot = User.objects.robot()
        item, _news = receive_item(source, entry, by=robot, at=noticed)
        open_duties(item, at=noticed)
        reprint_automatically(item, by=robot, at=noticed)
        _by_hand(cluster, item, now=at)


def _by_hand(cluster: Cluster, item: UpstreamItem, *, now: datetime) -> None:
    """Sites without automatic reprint take from half an hour to a day and a half; what lies ahead is still pending."""
    keys = {site.pk: key for key, site in cluster.sites.items()}
    for reprint in Reprint.objects.filter(item=item, state=ReprintState.PENDING).select_related("site"):
        key = keys[reprint.site_id]
        column = cluster.columns.get((key, COLUMN))
        taken = timedelta(minutes=25 + (reprint.pk * 37 + item.pk * 101) % 1600)
        done = item.published_at + taken
        if column is None or done >= now:
            continue
        writer = cluster.person(key, "contributor")
        article = create_article(
            column, by=writer, at=done - timedelta(minutes=12), title=item.title, summary=item.summary, body=item.body,
            source=item.source.source_text, source_url=item.link,
        )  # fmt: skip
        revision = submit_revision(article.revisions.get(), by=writer, at=done - timedelta(minutes=10))
        revision = pass_revision(revision, by=cluster.person(key, "first_reviewer"), at=done - timedelta(minutes=7))
        revision = pass_revision(revision, by=cluster.person(key, "second_reviewer"), at=done - timedelta(minutes=4))
        issuer = cluster.person(key, "issuer")
        published = issue_revision(revision, by=issuer, at=done, opinion="同意转载。").article
        complete_reprint(reprint, published, by=issuer, at=done)
