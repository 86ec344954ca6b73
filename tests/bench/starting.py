"""From `make run` in a fresh copy to the first page, and the second start. Packages come from pip's cache if it is warm."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.bench.registry import Figure, NotYet, measurement
from tests.bench.workshop import ROOT, Workshop

PATIENCE = 600


@measurement
def starting(workshop: Workshop) -> Iterator[Figure]:
    """Copy what git knows into an empty folder, run `make run` twice, stop it by a signal each time."""
    if shutil.which("make") is None or not (ROOT / ".git").exists():
        raise NotYet("needs make and a git checkout")
    with tempfile.TemporaryDirectory(prefix="portal-fresh-") as folder:
        copy = Path(folder) / "portal"
        _copy_tracked_files(copy)
        first, steps = _seconds_to_first_page(copy)
        second, _ = _seconds_to_first_page(copy)
    yield Figure("fresh `make run` to the first page", first, "s", 120)
    if steps:
        yield Figure("  of which load_demo", steps, "s", 45)
    yield Figure("second `make run` to the first page", second, "s", 10)


def _copy_tracked_files(target: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.decode().split("\0"):
        source = ROOT / name
        if name and source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)


def _seconds_to_first_page(folder: Path) -> tuple[float, float]:
    """Run `make run` until the home page answers, then stop it; return the seconds, and those that load_demo took."""
    port = _free_port()
    log = folder / "run.log"
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PORTAL_", "DJANGO_", "MAKE"))}
    environment |= {"PORT": str(port), "DATABASE_URL": "", "REDIS_URL": ""}
    began = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(["make", "run"], cwd=folder, env=environment, stdout=output, stderr=output)
        try:
            while not _answers(port):
                if process.poll() is not None or time.monotonic() - began > PATIENCE:
                    raise NotYet("make run did not come up:\n" + log.read_text("utf-8", "replace")[-2000:])
                time.sleep(0.1)
            return time.monotonic() - began, _step(log, "载入演示数据")
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def _step(log: Path, name: str) -> float:
    for line in log.read_text("utf-8", "replace").splitlines():
        if f"{name}：完成（" in line:
            return float(line.split("（")[1].split(" ")[0])
    return 0.0


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/", timeout=30) as response:
            return response.status == 200
    except (OSError, urllib.error.HTTPError):
        return False


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]
