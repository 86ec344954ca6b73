"""`manage.py serve` for real: one command brings everything up, a signal takes everything down, nothing is left."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

from portal.runner import public_port_beside

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are counted in /proc"),
]


def environment_of(var: Path, port: int) -> dict[str, str]:
    ours = {"PORTAL_VAR": str(var), "PORT": str(port), "HOST": "127.0.0.1", "PORTAL_DEBUG": "true"}
    return os.environ | ours | {"PORTAL_DEMO": "false", "DATABASE_URL": "", "REDIS_URL": "", "NO_COLOR": "1"}


class Run:
    """One `manage.py serve` in a process of its own, on its own folder and port."""

    def __init__(self, var: Path, port: int | None = None) -> None:
        self.var = var
        self.port = port or free_port()
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=settings.BASE_DIR,
            env=environment_of(var, self.port),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self.lines.append(line.rstrip())

    def wait_for_line(self, text: str, seconds: float = 180) -> None:
        """Wait until a line contains the text; fail with the whole output otherwise."""
        ends = time.monotonic() + seconds
        while not any(text in line for line in self.lines):
            if time.monotonic() > ends or not self._reader.is_alive():
                pytest.fail(f"no line with {text!r}:\n" + "\n".join(self.lines))
            time.sleep(0.05)

    def wait_for_end(self, seconds: float = 30) -> int:
        """Wait for the end and return the exit code."""
        code = self.process.wait(seconds)
        self._reader.join(5)
        return code

    def processes(self) -> dict[int, str]:
        """Every process on this machine that was started for our folder."""
        mark = f"PORTAL_VAR={self.var}".encode()
        found = {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                is_ours = mark in (entry / "environ").read_bytes().split(b"\0")
                # The broker writes its title over its environment; it is known by the folder that it works in.
                if is_ours or (entry / "cwd").readlink().is_relative_to(self.var):
                    found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
        return found

    def wait_until_nothing_is_left(self, seconds: float = 10) -> None:
        """Fail when a process of ours is still there."""
        ends = time.monotonic() + seconds
        while self.processes() and time.monotonic() < ends:
            time.sleep(0.05)
        assert self.processes() == {}


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def status_of(port: int) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.fixture
def var(tmp_path_factory):
    return tmp_path_factory.mktemp("中文 目录")


@pytest.fixture
def start():
    runs = []

    def start(var: Path, port: int | None = None) -> Run:
        runs.append(Run(var, port))
        return runs[-1]

    yield start
    for run in runs:
        if run.process.poll() is None:
            run.process.kill()
            run.process.wait()


def test_one_command_starts_everything_once_and_neither_signal_nor_kill_leaves_anything(var, start):
    run = start(var)
    run.wait_for_line("按 Ctrl-C 停止")
    assert f"http://localhost:{run.port}/" in "\n".join(run.lines)
    assert status_of(run.port) < 600
    run.wait_for_line("ready.")
    commands = "\n".join(run.processes().values())
    assert "granian" in commands
    assert "celery" in commands and " worker " in commands and " beat " in commands
    assert "valkey-server" in commands or "redis-server" in commands

    busy = start(var, run.port)
    assert busy.wait_for_end() == 1
    assert [line for line in busy.lines if line] == [
        f"端口 {run.port} 已被占用，请停止占用它的程序，或换一个端口，例如：PORT=9000 make run"
    ]

    said = [
        sys.executable,
        "manage.py",
        "shell",
        "-v",
        "0",
        "-c",
        "from django.conf import settings; print(settings.PUBLIC_PORT)",
    ]
    beside = subprocess.run(
        said, cwd=settings.BASE_DIR, env=environment_of(var, run.port), capture_output=True, text=True
    )
    assert beside.stdout.split()[-1] == str(run.port)

    second = start(var)
    assert second.wait_for_end() == 1
    assert "正在被另一个运行中的实例使用" in second.lines[-1]

    run.process.send_signal(signal.SIGINT)
    assert run.wait_for_end(20) == 0
    run.wait_until_nothing_is_left()

    again = start(var)
    again.wait_for_line("按 Ctrl-C 停止")
    assert "更新数据库结构" not in "\n".join(again.lines)
    again.process.kill()
    again.process.wait()
    assert public_port_beside(var) == ""
    again.wait_until_nothing_is_left()
