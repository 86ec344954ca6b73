"""Articles in bulk: rows as publishing leaves them, written without publishing, for measurements at scale."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

BATCH = 5000
BODY = "<p>全省上下要认真贯彻落实会议精神，结合实际抓好各项任务落实，确保取得实效。</p>" * 3


def crowd(column: Any, count: int, *, author: Any, at: Any) -> None:
    """Add so many published articles to the column, one a minute, the newest a minute before `at`."""
    from django.db import connection, transaction

    from content.models import Article, Revision

    few = min(count, BATCH)
    with transaction.atomic():
        # The keys are given out here, so that article and live revision name each other without a second writing.
        first = {model: _next_pk(model) for model in (Article, Revision)}
        rows = [
            (n, first[Article] + n - 1, first[Revision] + n - 1, at - timedelta(minutes=n)) for n in range(1, few + 1)
        ]
        Article.objects.bulk_create(_article(column, author, *row) for row in rows)
        Revision.objects.bulk_create(_revision(author, *row) for row in rows)
        for done in range(few, count, few):
            for model in (Article, Revision):
                _repeat(model, first, min(few, count - done), by=done)
        _go_on_after(Article, Revision)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself after a while


def _repeat(model: Any, first: dict[Any, int], count: int, *, by: int) -> None:
    """Write the first rows once more, their keys so much higher, their moments so many minutes earlier."""
    from django.db import connection
    from django.db.models import DateTimeField

    columns = {field.column: field for field in model._meta.concrete_fields}
    earlier = {
        "postgresql": f"{{0}} - interval '{by} minutes'",
        "sqlite": f"strftime('%%Y-%%m-%%d %%H:%%M:%%f', {{0}}, '-{by} minutes')",
    }[connection.vendor]

    def value(name: str) -> str:
        quoted = connection.ops.quote_name(name)
        if name in {"id", "live_id", "article_id"}:
            return f"{quoted} + {by}"
        return earlier.format(quoted) if isinstance(columns[name], DateTimeField) else quoted

    names = ", ".join(map(connection.ops.quote_name, columns))
    values = ", ".join(map(value, columns))
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE id >= %s AND id < %s",
            [first[model], first[model] + count],
        )


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
