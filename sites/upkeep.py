"""Tables that must be vacuumed soon after they were written to, because what counts their rows reads indexes alone.

PostgreSQL reads an index alone only where its visibility map says that a page holds nothing but rows that everybody sees, and only
VACUUM writes that map. Autovacuum waits until a fifth of a table changed: after a restore, or in a table of a million letters, that
leaves figures slow for weeks. Other databases need nothing of the kind.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.db.models import Model

SHARE = 0.02  # of its rows that may have changed before a table is vacuumed
FEW = 1000  # changed rows that are never worth it
_counted: list[type[Model]] = []


def keep_vacuumed(*models: type[Model]) -> None:
    """Have the tables of these models vacuumed when enough of their rows changed. Called from AppConfig.ready()."""
    _counted.extend(model for model in models if model not in _counted)


def tables_due() -> list[str]:
    """Return the tables of which enough rows changed since they were last vacuumed."""
    if connection.vendor != "postgresql":
        return []
    known = [model._meta.db_table for model in _counted]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_stat_user_tables WHERE schemaname = current_schema() AND relname = ANY(%s)"
            " AND n_dead_tup + n_ins_since_vacuum > greatest(%s, %s * n_live_tup) ORDER BY relname",
            [known, FEW, SHARE],
        )
        return [name for (name,) in cursor.fetchall()]


def vacuum_due() -> Iterator[str]:
    """Vacuum what is due, and yield the name of each table when it is done. It blocks neither readers nor writers; it must
    not be called in a transaction."""
    for table in tables_due():
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM (ANALYZE) {connection.ops.quote_name(table)}")
        yield table
