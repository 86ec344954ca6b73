"""The upstream source of the demo: a feed file in var, its items received over the last days, and how the sites kept up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from content.actions import create_article, issue_revision, pass_revision, submit_revision
from content.actions.corrections import follow_automatically, open_corrections
from content.actions.reprint_copies import reprint_automatically
from content.actions.reprint_duties import open_duties
from content.actions.reprint_receipts import complete_reprint
from content.actions.reprint_rules import save_rule
from content.actions.reprint_urges import urge_reprint
from content.actions.upstream import save_source
from content.actions.upstream_items import receive_item
from content.actions.upstream_texts import prepare_text
from content.models import Correction, Reprint, ReprintRule, ReprintState, UpstreamItem, UpstreamSource
from content.syndication import read_feed
from content.syndication.entries import Entry
from portal.demo.upstream import render_feed
from portal.loading.cluster import Cluster
from sites.models import User

FEED = "demo/gwyxx.xml"
COLUMN = "ywdt/gwyxx"
NOTICED = timedelta(minutes=4)
RULES = (
    ("安全生产和民生保障信息，首页展示十五天", "安全生产，保暖保供，供水", 15),
    ("国务院信息，全省各级网站转载", "", 7),
)
URGED = "已超过转载时限，请今天内完成转载并在首页显著位置展示，完成后系统自动核验。"
CHANGED = "公共数据资源"
ADDED = "<p>首批开放目录将于年底前公布，并同步说明申请使用的条件和程序。</p>"


def load_reprints(cluster: Cluster, *, at: datetime) -> None:
    """Write the feed, receive its items as if it had been fetched all along, and reprint by hand where nobody automates."""
    path = settings.VAR / FEED
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render_feed(timezone.localtime(at)), encoding="utf-8")
    source = UpstreamSource(name="国务院信息（演示）", address=FEED, source_text="中国政府网", column_slug=COLUMN)
    save_source(source, by=cluster.person("lanjiang", "platform_admin"), at=at - timedelta(days=60))
    _make_rules(cluster, source, at=at - timedelta(days=60))
    entries, _unusable = read_feed(path.read_bytes(), address=FEED, charset="utf-8", at=at)
    for entry in sorted(entries, key=lambda entry: entry.published_at):
        noticed = entry.published_at + NOTICED
        robot = User.objects.robot()
        item, _news = receive_item(source, entry, by=robot, at=noticed)
        open_duties(item, at=noticed)
        reprint_automatically(item, by=robot, at=noticed)
        _by_hand(cluster, item, now=at)
        _urge(cluster, item, now=at)
    _change_above(source, entries, now=at)


def _make_rules(cluster: Cluster, source: UpstreamSource, *, at: datetime) -> None:
    """What concerns safety and livelihood stands longer on the home pages; all else a week, as each site is set."""
    root = cluster.person("lanjiang", "platform_admin")
    for position, (name, words, days) in enumerate(RULES, start=1):
        rule = ReprintRule(name=name, position=10 * position, source=source, words=words, home_days=days)
        save_rule(rule, by=root, at=at)


def _urge(cluster: Cluster, item: UpstreamItem, *, now: datetime) -> None:
    """The province's supervisor urged those who were late, a day and more ago: mails about it have long left."""
    urged_at = now - timedelta(hours=27)
    late = Reprint.objects.filter(item=item, state=ReprintState.PENDING, due_on__lt=timezone.localdate(urged_at))
    for reprint in late.filter(site__level="county").order_by("pk")[:2]:
        urge_reprint(reprint, URGED, by=cluster.person("lanjiang", "supervisor"), at=urged_at)


def _change_above(source: UpstreamSource, entries: Iterable[Entry], *, now: datetime) -> None:
    """The upper level added to one of its items this hour: automatic copies followed, the others owe a correction."""
    entry = next(each for each in entries if CHANGED in each.title)
    changed_at, robot = now - timedelta(minutes=40), User.objects.robot()
    item, _news = receive_item(source, replace(entry, body=entry.body + ADDED), by=robot, at=changed_at)
    prepare_text(item, by=robot, at=changed_at)
    open_corrections(item, by=robot, at=changed_at)
    for correction in Correction.objects.automatic().select_related("reprint__article").order_by("pk"):
        follow_automatically(correction, by=robot, at=changed_at)


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
