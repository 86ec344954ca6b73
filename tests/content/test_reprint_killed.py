"""A worker killed with SIGKILL in the middle of a fan-out, again and again: neither a copy is missing nor one is double.

Real processes: a worker and beat of the product, on the embedded broker and on a Redis of the machine.
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from django.conf import settings

from portal.embedded import EmbeddedBroker, find_server, hand_back_tasks
from tests.portal.test_runner import free_port

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="process groups are killed as Linux has them"),
]
SITES, KILLED_AT = 60, (4, 20, 40)
COPIES = "SELECT count(*) FROM content_article WHERE state = 'published'"


class Cluster:
    """The folder and database that worker and beat work on."""

    def __init__(self, var: Path, **environ: str) -> None:
        self.var = var
        self.socket: Path | None = None
        self.environ = os.environ | {
            "PORTAL_VAR": str(var), "DATABASE_URL": "", "REDIS_URL": "", "PORTAL_DEBUG": "true", "PORTAL_DEMO": "false",
            "PORTAL_WORKERS": "2", "DJANGO_SETTINGS_MODULE": "portal.settings", **environ,
        }  # fmt: skip

    def run(self, *words: str) -> str:
        """Run a command of the product to its end and return what it said."""
        done = subprocess.run(
            [sys.executable, *words],
            cwd=settings.BASE_DIR,
            env=self.environ,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def asked(self, sql: str) -> list[tuple]:
        """Rows of the database, read beside everybody else."""
        with closing(
            sqlite3.connect(f"file:{self.var / 'portal.sqlite3'}?mode=ro", uri=True, timeout=20)
        ) as connection:
            return connection.execute(sql).fetchall()

    @property
    def copies(self) -> int:
        return self.asked(COPIES)[0][0]

    @contextmanager
    def celery(self, *words: str) -> Iterator[subprocess.Popen]:
        """A Celery process in a group of its own, which is killed as a whole in the end."""
        command = [sys.executable, "-m", "celery", "-A", "tests.content.hurried", *words, "--loglevel", "warning"]
        with (self.var / "celery.log").open("ab") as log:
            process = subprocess.Popen(
                command, cwd=settings.BASE_DIR, env=self.environ, stdout=log, stderr=log, start_new_session=True
            )
        try:
            yield process
        finally:
            kill(process)


def kill(process: subprocess.Popen) -> None:
    """Kill the whole group without a warning, as an operator's kill -9 or the kernel would."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until(holds: Callable[[], bool], what: str, seconds: float = 400) -> None:
    ends = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > ends:
            pytest.fail(f"{what} did not come about")
        time.sleep(0.02)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory) -> Path:
    """A cluster of sites with one item to reprint, made once for both brokers."""
    var = tmp_path_factory.mktemp("k")
    cluster = Cluster(var)
    cluster.run("manage.py", "migrate", "--verbosity", "0")
    cluster.run("-m", "tests.content.spread_cluster", str(SITES))
    return var


@contextmanager
def embedded(var: Path) -> Iterator[Cluster]:
    """The broker of the product's own, where the product itself looks for it."""
    cluster = Cluster(var)
    place = cluster.run(
        "-c", "import django; django.setup(); from django.conf import settings as s; print(s.BROKER_SOCKET)"
    )
    cluster.socket = Path(place.strip())
    with EmbeddedBroker(var, cluster.socket):
        yield cluster


@contextmanager
def redis(var: Path) -> Iterator[Cluster]:
    """A Redis server on a port, as in production."""
    port = free_port()
    server = subprocess.Popen(
        [shutil.which("redis-server") or find_server(), "--port", str(port), "--save", "", "--dir", str(var)],
        stdout=subprocess.DEVNULL,
    )
    try:
        yield Cluster(var, REDIS_URL=f"redis://127.0.0.1:{port}/0")
    finally:
        server.terminate()
        server.wait()


@pytest.mark.parametrize("broker", [embedded, redis], ids=["embedded broker", "redis"])
def test_neither_a_missing_nor_a_double_copy(prepared, tmp_path_factory, broker):
    var = tmp_path_factory.mktemp("v") / "k"
    shutil.copytree(prepared, var)
    with broker(var) as cluster, cluster.celery("beat", "--pidfile=", "--schedule", str(var / "beat")):
        for number in KILLED_AT:
            with cluster.celery("worker", "--without-gossip", "--without-mingle") as worker:
                wait_until(lambda number=number: cluster.copies >= number, f"the copy number {number}")
                kill(worker)
            assert number <= cluster.copies < SITES, "the worker was to be killed in the middle"
            if broker is embedded:
                hand_back_tasks(cluster.socket)
        with cluster.celery("worker", "--without-gossip", "--without-mingle"):
            done = "SELECT count(*) FROM content_reprint WHERE state = 'done'"
            wait_until(lambda: cluster.asked(done)[0][0] == SITES, "the last receipt")
            time.sleep(3)  # another sweep or two, which find nothing to do
    assert cluster.asked("SELECT count(*) FROM content_reprint") == [(SITES,)]
    per_site = "SELECT count(*), count(DISTINCT site_id) FROM content_article"
    assert cluster.asked(per_site) == [(SITES, SITES)]
    assert cluster.asked("SELECT count(*), count(DISTINCT site_id) FROM content_homeslot") == [(SITES, SITES)]
    assert cluster.asked("SELECT count(*) FROM content_upstreamtext") == [(1,)]
    twice = "SELECT count(*) FROM content_revision GROUP BY article_id HAVING count(*) > 1"
    assert cluster.asked(twice) == []
    receipts = "SELECT count(*), count(DISTINCT object_id) FROM sites_auditentry WHERE event = 'content.reprint.done'"
    assert cluster.asked(receipts) == [(SITES, SITES)]
    cluster.run("manage.py", "verify_audit")
