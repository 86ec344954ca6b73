"""Making revisions live, at once or when their time has come."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from content.actions.articles import begin_article, end_pin
from content.actions.document_relations import lapse_document
from content.actions.documents import write_document
from content.actions.withdrawing import expire_article
from content.events import tell_published
from content.models import REVIEWED, Article, ArticleKind, ArticleState, Decision, PolicyDocument, ReviewStep, Revision
from content.workflow import State
from sites.audit import Event, record
from sites.models import Column, User
from sites.outbox import announce

log = logging.getLogger(__name__)
SHOWN = (
    "live", "title", "summary", "picture", "state", "published_at", "expires_at", "withdrawn_at", "withdrawal_reason",
    "withdrawal_note", "replaced_by", "replaced_by_url",
)  # fmt: skip


@dataclass
class Sweep:
    """What came of one run over the scheduled, expired and pinned."""

    published: int = 0
    expired: int = 0
    unpinned: int = 0
    lapsed: int = 0
    failed: int = 0

    def __str__(self) -> str:
        return (
            f"发布 {self.published}，到期下线 {self.expired}，取消置顶 {self.unpinned}，"
            f"文件失效 {self.lapsed}，失败 {self.failed}"
        )


def publish_and_expire(*, by: User, at: datetime, dry_run: bool = False) -> Sweep:
    """Do everything whose time has come, each in its own transaction; one bad row is logged and stops no other."""
    done = Sweep()
    due = [
        ("published", Revision.objects.to_publish(at=at), release_scheduled),
        ("expired", Article.objects.to_expire(at=at), expire_article),
        ("unpinned", Article.objects.pins_run_out(at=at), end_pin),
        ("lapsed", PolicyDocument.objects.to_lapse(on=timezone.localdate(at)), lapse_document),
    ]
    for counter, rows, act in due:
        for row in rows.order_by("pk").iterator(chunk_size=200):
            try:
                if dry_run or act(row, by=by, at=at) is not None:
                    setattr(done, counter, getattr(done, counter) + 1)
            except Exception:
                log.exception("%s %s could not be %s", type(row).__name__, row.pk, counter)
                done.failed += 1
    return done


def make_live(
    revision: Revision, *, by: User, at: datetime, event: Event = Event.ARTICLE_PUBLISHED, **said: object
) -> Revision:
    """Make a revision that may be published the live one. Callers have checked the right to and hold the article's lock;
    what they want the record to say besides comes as keywords."""
    article = revision.article
    if article.live_id:
        Revision.objects.filter(article=article, state=State.PUBLISHED).update(state=State.SUPERSEDED)
    revision.state, revision.published_at, revision.publish_at = State.PUBLISHED, at, None
    revision.save(update_fields=REVIEWED)
    article.live = revision
    article.title, article.summary, article.picture_id = revision.title, revision.summary, revision.picture_id
    article.state = ArticleState.PUBLISHED
    article.published_at = article.published_at or at
    article.expires_at = revision.expires_at
    article.withdrawn_at, article.withdrawal_reason, article.withdrawal_note = None, "", ""
    article.replaced_by, article.replaced_by_url = None, ""
    article.save(update_fields=SHOWN)
    if article.kind == ArticleKind.DOCUMENT and revision.document:
        write_document(article, revision.document)
    tell_published(article, by=by, at=at)
    announce(article, at=at)
    record(
        event, article, by=by, at=at, site=article.site,
        after={"revision": revision.number, "text_hash": revision.text_hash, **said},
    )  # fmt: skip
    return revision


@transaction.atomic
def release_scheduled(revision: Revision, *, by: User, at: datetime) -> Revision | None:
    """Publish an issued revision whose time has come, however late the job is; None when somebody else already did."""
    Article.objects.select_for_update(of=("self",)).get(pk=revision.article_id)
    revision = Revision.objects.select_related("article__column", "article__site").get(pk=revision.pk)
    if revision.state != State.SCHEDULED or revision.publish_at > at:
        return None
    ReviewStep.objects.create(
        revision=revision,
        stage=State.SCHEDULED,
        decision=Decision.RELEASE,
        by=by,
        at=at,
        text_hash=revision.text_hash,
    )
    return make_live(revision, by=by, at=at)


@transaction.atomic
def publish_standing(
    column: Column, *, by: User, at: datetime, basis: str, kind: ArticleKind = ArticleKind.ARTICLE, **fields: Any
) -> Article:
    """Publish under a standing approval (automatic reprint): the basis is written into the record of every copy."""
    revision = begin_article(column, by=by, at=at, kind=kind, **fields)
    revision.is_standing_approval, revision.submitted_at = True, at
    ReviewStep.objects.create(
        revision=revision,
        stage=State.ISSUE,
        decision=Decision.STANDING,
        opinion=basis,
        by=by,
        at=at,
        text_hash=revision.text_hash,
    )
    make_live(revision, by=by, at=at, basis=basis)
    return revision.article
