"""The migrations themselves, run from nothing: the tests' own schema is a copy of what they made (tests/schema.py)."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tests import schema


@pytest.mark.server
def test_the_migrations_make_the_schema_that_the_tests_run_on(db, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("from nothing on SQLite; on PostgreSQL the template is made by the same migrations")
    file = tmp_path / "portal.sqlite3"
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{file}", "PORTAL_VAR": str(tmp_path), "PYTHONUTF8": "1"}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity", "0"],
        cwd=settings.BASE_DIR, env=environment, check=True, timeout=300,
    )  # fmt: skip
    with closing(sqlite3.connect(file)) as made:
        tables = [row[0] for row in made.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        fresh = {table: {row[1] for row in made.execute(f'PRAGMA table_info("{table}")')} for table in tables}
    for model in apps.get_models(include_auto_created=True):
        expected = {field.column for field in model._meta.local_concrete_fields}
        if model._meta.managed and not model._meta.proxy:
            assert fresh[model._meta.db_table] == expected == _columns(model._meta.db_table)


def _columns(table: str) -> set[str]:
    with connection.cursor() as cursor:
        return {each.name for each in connection.introspection.get_table_description(cursor, table)}


def test_models_and_migrations_are_in_step(db):
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


def test_any_change_of_a_model_or_a_migration_makes_another_image(monkeypatch):
    before = schema.image_name()
    read = Path.read_bytes
    for name in ("0001_initial.py", "article.py"):
        monkeypatch.setattr(Path, "read_bytes", lambda self, name=name: read(self) + b" " * (self.name == name))
        assert schema.image_name() != before
    monkeypatch.setattr(Path, "read_bytes", read)
    assert schema.image_name() == before
