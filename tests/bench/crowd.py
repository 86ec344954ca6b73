"""Articles in bulk: rows as publishing leaves them, written without publishing, for measurements at scale."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

BATCH = 5000
BODY = "<p>全省上下要认真贯彻落实会议精神，结合实际抓好各项任务落实，确保取得实效。</p>" * 3


def crowd(column: Any, count: int, *, author: Any, at: Any) -> None:
    """Add so many published articles to the column, one a minute, the newest a minute before `at`."""
    from django.db import transaction

    from content.models import Article, Revision

    for first in range(1, count + 1, BATCH):
        numbers = range(first, min(first + BATCH, count + 1))
        with transaction.atomic():
            # The keys are given out here, so that article and live revision name each other without a second writing.
            article_pk, revision_pk = (_next_pk(model) for model in (Article, Revision))
            rows = [(n, article_pk + n - first, revision_pk + n - first, at - timedelta(minutes=n)) for n in numbers]
            Article.objects.bulk_create(_article(column, author, *row) for row in rows)
            Revision.objects.bulk_create(_revision(author, *row) for row in rows)
            _go_on_after(Article, Revision)


def _next_pk(model: Any) -> int:
    from django.db.models import Max

    return (model.objects.aggregate(last=Max("pk"))["last"] or 0) + 1


def _go_on_after(*models: Any) -> None:
    from django.core.management.color import no_style
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _title(number: int) -> str:
    return f"全省重点工作推进会议召开（{number}）"


def _article(column: Any, author: Any, number: int, pk: int, live: int, moment: Any) -> Any:
    from content.models import Article

    return Article(
        pk=pk, site_id=column.site_id, column=column, title=_title(number), summary="会议部署重点工作。", live_id=live,
        state="published", published_at=moment, created_by=author, created_at=moment, edited_at=moment,
    )  # fmt: skip


def _revision(author: Any, number: int, article: int, pk: int, moment: Any) -> Any:
    from content.models import Revision

    return Revision(
        pk=pk, article_id=article, number=1, state="published", title=_title(number), summary="会议部署重点工作。", body=BODY,
        source="测试日报", author=author, is_standing_approval=True, created_at=moment, edited_at=moment,
        submitted_at=moment, published_at=moment,
    )  # fmt: skip
