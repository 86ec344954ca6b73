"""The test database's schema, made by the real migrations once and copied from then on.

Running all migrations takes eleven seconds of CPU, and every xdist worker has a database of its own. So the first worker
that comes keeps an image of what the migrations made: a file for SQLite, a template database for PostgreSQL. The name of the
image carries a hash of everything that decides on the schema; any change makes another image.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import django
from django.apps import apps
from django.conf import settings
from django.core import management
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

DECIDING = ("apps.py", "models.py", "models/*.py", "migrations/*.py", "scope.py", "policy.py")
PREFIX = "portal_schema_"


def image_name() -> str:
    """The name of the image of the schema as the code is now."""
    seen = hashlib.sha256(f"{django.get_version()} {sqlite3.sqlite_version} {settings.LANGUAGE_CODE}".encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for pattern in DECIDING:
            for file in sorted(Path(app.path).glob(pattern)):
                seen.update(f"{app.label}/{file.relative_to(app.path)}".encode() + file.read_bytes())
    return PREFIX + seen.hexdigest()[:16]


def copying(folder: Path) -> Any:
    """A patch under which creating a test database copies the image instead of running migrations; makes it when missing."""
    migrate = management.call_command

    def call_command(name: Any, *args: Any, **options: Any) -> Any:
        if name != "migrate":
            return migrate(name, *args, **options)
        with _alone(folder):
            return _fill(connections[options["database"]], folder, lambda: migrate(name, *args, **options))

    return mock.patch.object(management, "call_command", call_command)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fill(connection: BaseDatabaseWrapper, folder: Path, migrate: Callable[[], Any]) -> None:
    copy = {"sqlite": _copy_sqlite, "postgresql": _copy_postgres}.get(connection.vendor)
    if copy is None:
        migrate()
    else:
        copy(connection, folder, image_name(), migrate)


def _copy_sqlite(connection: BaseDatabaseWrapper, folder: Path, name: str, migrate: Callable[[], Any]) -> None:
    image = folder / f"{name}.sqlite3"
    connection.ensure_connection()
    if image.exists():
        with closing(sqlite3.connect(image)) as source:
            source.backup(connection.connection)
        return
    migrate()
    for old in folder.glob(f"{PREFIX}*.sqlite3"):
        old.unlink()
    half = folder / f".half-{os.getpid()}"
    with closing(sqlite3.connect(half)) as target:
        connection.connection.backup(target)
    half.replace(image)


def _copy_postgres(connection: BaseDatabaseWrapper, folder: Path, name: str, migrate: Callable[[], Any]) -> None:
    """Replace the empty test database by a copy of the template; both take no other session."""
    database, quote = connection.settings_dict["NAME"], connection.ops.quote_name
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"])
        known = {row[0] for row in cursor.fetchall()}
    if name not in known:
        migrate()
    connection.close()
    with connection._nodb_cursor() as cursor:
        if name in known:
            cursor.execute(f"DROP DATABASE {quote(database)}")
            cursor.execute(f"CREATE DATABASE {quote(database)} TEMPLATE {quote(name)}")
            return
        cursor.execute(f"CREATE DATABASE {quote(name)} TEMPLATE {quote(database)}")
        last = folder / "template"
        if last.exists() and last.read_text() in known:  # the one of this checkout before; others may be in use
            cursor.execute(f"DROP DATABASE IF EXISTS {quote(last.read_text())}")
        last.write_text(name)
