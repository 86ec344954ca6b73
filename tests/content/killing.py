"""Real processes of the product that a test may kill with SIGKILL: a worker and beat on a database in a file, and the two
brokers that they may have."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path

import pytest
from django.conf import settings

from portal.embedded import EmbeddedBroker, find_server, hand_back_tasks
from tests.portal.test_runner import free_port


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

    def count(self, sql: str) -> int:
        """The single number that a query answers with."""
        return self.asked(sql)[0][0]

    def worker(self) -> AbstractContextManager[subprocess.Popen]:
        """A worker of the product."""
        return self.celery("worker", "--without-gossip", "--without-mingle")

    def beat(self) -> AbstractContextManager[subprocess.Popen]:
        """Beat, with the timetable of hurried.py."""
        return self.celery("beat", "--pidfile=", "--schedule", str(self.var / "beat"))

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


def folder_with(tmp_path_factory: pytest.TempPathFactory, module: str, count: int) -> Path:
    """A migrated folder of data in which the module has made so many things to do."""
    var = tmp_path_factory.mktemp("k")
    cluster = Cluster(var)
    cluster.run("manage.py", "migrate", "--verbosity", "0")
    cluster.run("-m", module, str(count))
    return var


def kill(process: subprocess.Popen) -> None:
    """Kill the whole group without a warning, as an operator's kill -9 or the kernel would."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def killed_at(cluster: Cluster, number: int, counting: str, *, most: int) -> None:
    """Let a worker work until the query counts the number, then kill it in the middle of its task, which is handed out again."""
    with cluster.worker() as worker:
        wait_until(lambda: cluster.count(counting) >= number, f"the number {number}")
        kill(worker)
    assert number <= cluster.count(counting) < most, "the worker was to be killed in the middle"
    if cluster.socket:
        hand_back_tasks(cluster.socket)


def wait_until(holds: Callable[[], bool], what: str, seconds: float = 400) -> None:
    ends = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > ends:
            pytest.fail(f"{what} did not come about")
        time.sleep(0.02)


@contextmanager
def embedded(var: Path, **environ: str) -> Iterator[Cluster]:
    """The broker of the product's own, where the product itself looks for it."""
    cluster = Cluster(var, **environ)
    place = cluster.run(
        "-c", "import django; django.setup(); from django.conf import settings as s; print(s.BROKER_SOCKET)"
    )
    cluster.socket = Path(place.strip())
    with EmbeddedBroker(var, cluster.socket):
        yield cluster


@contextmanager
def redis(var: Path, **environ: str) -> Iterator[Cluster]:
    """A Redis server on a port, as in production."""
    port = free_port()
    server = subprocess.Popen(
        [shutil.which("redis-server") or find_server(), "--port", str(port), "--save", "", "--dir", str(var)],
        stdout=subprocess.DEVNULL,
    )
    try:
        yield Cluster(var, REDIS_URL=f"redis://127.0.0.1:{port}/0", **environ)
    finally:
        server.terminate()
        server.wait()


LINUX = pytest.mark.skipif(
    not Path("/proc/self/environ").exists(), reason="process groups are killed as Linux has them"
)
BROKERS = pytest.mark.parametrize("broker", [embedded, redis], ids=["embedded broker", "redis"])
