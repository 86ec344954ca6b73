"""Tables whose indexes are counted are vacuumed by the platform itself, so that figures stay fast after a restore."""

import pytest
from django.db import connection

from interaction.models import EarlierRound, Letter, Rating, Reply
from sites import upkeep
from sites.models import JobRun
from sites.tasks import vacuum_counted_tables
from tests.cast import NOW

TABLE = JobRun._meta.db_table
on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="only PostgreSQL needs it")


@pytest.fixture
def watched(monkeypatch):
    """A small table is looked after, whatever changed in it."""
    monkeypatch.setattr(upkeep, "_counted", [JobRun])
    monkeypatch.setattr(upkeep, "FEW", 5)


def write(rows: int) -> None:
    JobRun.objects.bulk_create(
        JobRun(name=f"job {number}", started_at=NOW, interval_seconds=60) for number in range(rows)
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")


def seen_by_all() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relallvisible > 0 FROM pg_class WHERE relname = %s", [TABLE])
        return cursor.fetchone()[0]


def test_the_tables_that_figures_count_are_looked_after():
    assert {Letter, Reply, EarlierRound, Rating} <= set(upkeep._counted)


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_table_is_vacuumed_once_enough_of_it_changed_and_then_left_alone(watched):
    write(6)
    assert upkeep.tables_due() == [TABLE] and not seen_by_all()
    assert list(upkeep.vacuum_due()) == [TABLE]
    assert seen_by_all() and upkeep.tables_due() == []


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_few_changes_are_not_worth_it(watched):
    write(4)
    assert upkeep.tables_due() == []


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_the_job_says_what_it_did(watched):
    write(6)
    assert vacuum_counted_tables() == TABLE


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor == 'postgresql'", reason="of the other databases")
def test_other_databases_need_nothing(watched):
    assert upkeep.tables_due() == [] and list(upkeep.vacuum_due()) == []
