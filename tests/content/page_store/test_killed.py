"""A real process, killed by SIGKILL after its commit and before it dropped a page: the next sweep leaves nothing stale."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connection

from tests.builders import an_article
from tests.content.page_store.lives import COMMITTED

pytestmark = [pytest.mark.server, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def surroundings(news, tmp_path) -> dict[str, str]:
    """What the children find: a database in a file with an article in it, an empty store."""
    if connection.vendor != "sqlite":
        pytest.skip("the children share a database in a file; what they do is the same on PostgreSQL")
    an_article(news)
    connection.ensure_connection()
    with closing(sqlite3.connect(tmp_path / "portal.sqlite3")) as file:
        connection.connection.backup(file)
    return {
        **os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'portal.sqlite3'}", "PORTAL_VAR": str(tmp_path),
        "PAGE_STORE": "", "PYTHONUTF8": "1", "PYTHONWARNINGS": "ignore",
    }  # fmt: skip


def child(life: str, surroundings: dict[str, str]) -> subprocess.Popen:
    """A process that leads one of the lives of lives.py."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.content.page_store.lives", life], cwd=settings.BASE_DIR, env=surroundings,
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_a_process_killed_between_commit_and_drop_leaves_no_stale_page_after_the_next_sweep(surroundings):
    publisher = child("publish", surroundings)
    try:
        assert publisher.stdout.readline().strip() == COMMITTED
    finally:
        publisher.kill()
    assert publisher.wait(30) == -signal.SIGKILL
    successor = child("sweep", surroundings)
    said, _nothing = successor.communicate(timeout=120)
    assert successor.returncode == 0
    before, after, again = (line.split() for line in said.splitlines())
    assert "testserver/index.html" in before and "testserver/news/index.html" in before  # the crash was one
    assert (after, again) == (["none"], ["none"])
