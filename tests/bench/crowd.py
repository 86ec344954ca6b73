"""Articles in bulk: rows as publishing leaves them, written without publishing, for measurements at scale."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

BATCH = 5000
BODY = "<p>全省上下要认真贯彻落实会议精神，结合实际抓好各项任务落实，确保取得实效。</p>" * 3


def crowd(column: Any, count: int, *, author: Any, at: Any) -> None:
    """Add so many published articles to the column, one a minute, the newest a minute before `at`."""
    from content.models import Article, Revision

    for first in range(1, count + 1, BATCH):
        numbers = range(first, min(first + BATCH, count + 1))
        moments = [at - timedelta(minutes=number) for number in numbers]
        articles = Article.objects.bulk_create(
            Article(
                site_id=column.site_id,
                column=column,
                title=f"全省重点工作推进会议召开（{number}）",
                summary="会议部署重点工作。",
                created_by=author,
                created_at=moment,
                edited_at=moment,
            )
            for number, moment in zip(numbers, moments, strict=True)
        )
        revisions = Revision.objects.bulk_create(
            Revision(
                article=article,
                number=1,
                state="published",
                title=article.title,
                summary=article.summary,
                body=BODY,
                source="测试日报",
                author=author,
                is_standing_approval=True,
                created_at=moment,
                edited_at=moment,
                submitted_at=moment,
                published_at=moment,
            )
            for article, moment in zip(articles, moments, strict=True)
        )
        for article, revision, moment in zip(articles, revisions, moments, strict=True):
            article.live, article.state, article.published_at = revision, "published", moment
        Article.objects.bulk_update(articles, ["live", "state", "published_at"], batch_size=500)
