"""The web server as the delivered unit starts it, with other folders and as many processes as asked for."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

UNIT = settings.BASE_DIR / "deploy" / "systemd" / "portal-web.service"
PATIENCE = 60  # seconds for a start on a busy machine


def delivered_command(path: Path, *, processes: int, application: str = "portal.wsgi:application") -> list[str]:
    """Return the unit's ExecStart with our interpreter, socket, number of processes and application."""
    words = shlex.split(re.search(r"(?m)^ExecStart=(.+)$", UNIT.read_text("utf-8"))[1])
    words[0] = sys.executable
    words[words.index("--uds") + 1] = str(path)
    words[words.index("--workers") + 1] = str(processes)
    words[-1] = application
    return [*words[:-1], "--log-level", "error", application]


@contextmanager
def running_web_server(
    path: Path,
    *,
    processes: int,
    application: str = "portal.wsgi:application",
    folder: Path = settings.BASE_DIR,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Path]:
    """Run the web server at the socket until the end of the block."""
    command = delivered_command(path, processes=processes, application=application)
    process = subprocess.Popen(command, cwd=folder, env={**os.environ, **(environment or {})}, stdin=subprocess.DEVNULL)
    try:
        _wait_for(path, process)
        yield path
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:  # one that is told while it starts forgets it now and then
            process.kill()


def ask_socket(path: Path, request: bytes) -> bytes:
    """Send one request to the socket and return the whole answer."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(PATIENCE)
        line.connect(str(path))
        line.sendall(request)
        answer = b""
        while part := line.recv(65536):
            answer += part
    return answer


def _wait_for(path: Path, process: subprocess.Popen) -> None:
    for _ in range(PATIENCE * 10):
        if process.poll() is not None:
            raise RuntimeError(f"the web server ended with {process.returncode}")
        with contextlib.suppress(OSError):  # no socket yet, or nobody listening at it
            ask_socket(path, b"HEAD / HTTP/1.1\r\nHost: nobody.invalid\r\n\r\n")
            return
        time.sleep(0.1)
    raise RuntimeError("the web server did not start")
