"""The place where measurements are made: a data folder of its own, with the demo province loaded by the real command."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sites.models import Site

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Workshop:
    """A set-up Django on a fresh database; the province is loaded when a measurement first asks for it."""

    var: Path
    durations: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Keep how long something took, in seconds."""
        began = time.perf_counter()
        yield
        self.durations[name] = time.perf_counter() - began

    @cached_property
    def province(self) -> Site:
        """The portal of the demo province, which is loaded when it is first asked for."""
        from django.core.management import call_command
        from django.test import override_settings

        from sites.models import Site

        with self.timed("load_demo"), override_settings(DEBUG=True):
            call_command("load_demo", verbosity=0)
        with self.timed("rebuild_search"):
            call_command("rebuild_search", verbosity=0)
        return Site.objects.get(slug="lanjiang")


@contextmanager
def open_workshop() -> Iterator[Workshop]:
    """Set Django up on a temporary data folder and an empty, migrated database, in production's way of working.

    The folder lies where the data folder lies by default, not among the temporary files: for minutes after many files were
    deleted, ext4 takes up to half a millisecond to make a new one near them (docs/decisions/0047), and tests delete many."""
    (ROOT / "var").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=ROOT / "var") as folder:
        os.environ.update(PORTAL_VAR=folder, PORTAL_DEBUG="true", PORTAL_DEMO="true")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
        os.environ.setdefault("PORTAL_LOG_LEVEL", "ERROR")
        import django
        from django.conf import settings

        settings.DEBUG = False
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
        settings.CELERY_BROKER_URL = "memory://"
        settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        django.setup()
        from django.db import connection

        from sites.scope import everything

        workshop = Workshop(Path(folder))
        is_file = connection.vendor == "sqlite"
        with workshop.timed("migrate"):
            if is_file:
                from django.core.management import call_command

                call_command("migrate", verbosity=0)
            else:
                connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            with everything("bench"):
                yield workshop
        finally:
            if not is_file:
                connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
            connection.close()


def server_environment(var: Path) -> dict[str, str]:
    """The environment for a server of ours on the workshop's folder and database."""
    from django.db import connection

    environment, database = {**os.environ, "PORTAL_VAR": str(var)}, connection.settings_dict
    if connection.vendor == "postgresql":
        who = f"{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT'] or 5432}"
        environment["DATABASE_URL"] = f"postgres://{who}/{database['NAME']}"
    return environment
