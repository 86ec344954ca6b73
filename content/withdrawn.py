"""What stands at the address of an article that was taken down: a notice with the reason, or the way to its successor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from content.models import Article, ArticleState
from content.models.article import WithdrawalReason
from content.structure import Section, Structure

LONGEST_WAY = 8
REASONS = {
    WithdrawalReason.WRONG: "内容有误，已由发布单位撤下。",
    WithdrawalReason.OUTDATED: "内容已经过期，由发布单位撤下。",
    WithdrawalReason.MERGED: "内容已并入其他页面。",
    WithdrawalReason.EXPIRED: "公开期限已满，自动下线。",
    WithdrawalReason.OTHER: "已由发布单位撤下。",
}


@dataclass(frozen=True)
class Notice:
    """What the page that says so shows: why, since when, and the column as a way on."""

    reason: str
    at: datetime
    column: Section | None
    note: str = ""


@dataclass(frozen=True)
class Gone:
    """An article that was public once: the address it leads on to, '' when there is none, and the notice."""

    leads_to: str
    notice: Notice


def gone_article(pk: int, structure: Structure, *, at: datetime) -> Gone | None:
    """Return what stands in for an article that is not public now, None when it never was on this site.

    A successor that was taken down as well leads on to its own; where no public one is left there is the notice.
    """
    article = Article.objects.filter(pk=pk, published_at__lte=at).first()
    if article is None:
        return None
    return Gone(_way_on(article, structure, at=at), _notice(article, structure))


def _way_on(article: Article, structure: Structure, *, at: datetime) -> str:
    seen = {article.pk}
    while article.state == ArticleState.WITHDRAWN and len(seen) <= LONGEST_WAY:
        if article.replaced_by_url:
            return article.replaced_by_url
        if article.replaced_by_id is None or article.replaced_by_id in seen:
            return ""
        seen.add(article.replaced_by_id)
        article = Article.objects.get(pk=article.replaced_by_id)
    is_public = article.state == ArticleState.PUBLISHED and not (article.expires_at and article.expires_at <= at)
    section = structure.by_pk.get(article.column_id)
    return section.article_url(article.published_at, article.pk) if is_public and section else ""


def _notice(article: Article, structure: Structure) -> Notice:
    """The reason in words for everybody. The editor's note is shown only where it is the reason: it may name what had
    to disappear."""
    if article.state == ArticleState.WITHDRAWN:
        reason, at = article.withdrawal_reason, article.withdrawn_at
    else:  # its time ran out a moment ago and the job has not come by yet
        reason, at = WithdrawalReason.EXPIRED, article.expires_at
    note = article.withdrawal_note if reason == WithdrawalReason.OTHER else ""
    return Notice(
        REASONS.get(reason, REASONS[WithdrawalReason.OTHER]), at, structure.by_pk.get(article.column_id), note
    )
