"""What cities and counties of the demo offer to the sites above: some in use, some declined, some waiting."""

from __future__ import annotations

from datetime import datetime, timedelta

from content import actions
from content.models import Article, Submission
from portal.loading.cluster import Cluster
from sites.actions import change_column
from sites.models import Column

TAKING, SENT_FROM, EACH = "ywdt/dfdt", "ywdt/yw", 3
NOTES = ("有现场图片，可作图片新闻。", "数据截至上月底，已核实。", "联系人：办公室信息科。")
REASONS = ("与本站已发稿件内容重复，建议补充新进展后再报。", "数据与主管部门公布的不一致，请核实。")
TAKEN = "文字已压缩，同意采用。"


def load_submissions(cluster: Cluster, *, at: datetime) -> None:
    """Let the columns for news from below take submissions, and the sites below offer their latest news to them."""
    for key, site in cluster.sites.items():
        column = cluster.columns.get((key, TAKING))
        if column and site.level in {"province", "city"}:
            editor, long_ago = cluster.person(key, "site_manager"), at - timedelta(days=60)
            cluster.columns[key, TAKING] = change_column(column, by=editor, at=long_ago, takes_submissions=True)
    keys = {site.pk: key for key, site in cluster.sites.items()}
    count = 0
    for key, site in cluster.sites.items():
        above = keys.get(site.parent_id)
        column = cluster.columns.get((above, TAKING)) if above else None
        own = cluster.columns.get((key, SENT_FROM))
        if column is None or own is None:
            continue
        newest = Article.objects.public(at=at).in_column(own).filter(published_at__lt=at - timedelta(hours=4))
        for article in newest.newest_first()[:EACH]:
            _tell_story(cluster, above, article, column, key, count, now=at)
            count += 1


def _tell_story(
    cluster: Cluster, above: str, article: Article, column: Column, key: str, number: int, *, now: datetime
) -> None:
    """Offer the article an hour after it was published; two of three are in use, the others declined or waiting."""
    sent = article.published_at + timedelta(hours=1)
    submission = actions.offer_article(
        article, column, by=cluster.person(key, "contributor"), at=sent, note=NOTES[number % len(NOTES)]
    )
    handled, editor = sent + timedelta(minutes=50), cluster.person(above, "contributor")
    if number % 5 == 1 or handled + timedelta(minutes=90) > now:
        return
    if number % 5 == 3:
        actions.decline_submission(submission, REASONS[number % len(REASONS)], by=editor, at=handled)
        return
    taken = actions.take_submission(submission, by=editor, at=handled)
    if number % 5 != 4:
        _publish(cluster, above, taken, at=handled + timedelta(minutes=40))


def _publish(cluster: Cluster, above: str, submission: Submission, *, at: datetime) -> None:
    """Carry the taken draft through the higher site's three reviews."""
    draft = submission.taken_article.revisions.get()
    revision = actions.submit_revision(draft, by=draft.author, at=at - timedelta(minutes=30))
    revision = actions.pass_revision(
        revision, by=cluster.person(above, "first_reviewer"), at=at - timedelta(minutes=20)
    )
    revision = actions.pass_revision(
        revision, by=cluster.person(above, "second_reviewer"), at=at - timedelta(minutes=10), opinion=TAKEN
    )
    actions.issue_revision(revision, by=cluster.person(above, "issuer"), at=at)
