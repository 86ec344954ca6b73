"""Runs the whole product from one command: web server, Celery worker, Celery beat and the embedded broker.

`prepare()` brings data up to date (migrations, demo province, search index), `Supervisor` keeps the processes running.
Every child leads a process group of its own and is on a leash (see leash.py): nothing outlives the supervisor, however
it ends. Settings of its own: HOST, PORT, PORTAL_WEB_PROCESSES, PORTAL_WEB_THREADS.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TextIO

from portal.embedded import LEASH, EmbeddedBroker, answers, hand_back_tasks
from portal.environment import env_int, env_text
from portal.occupancy import Occupancy, Occupied, is_occupied

ROOT = Path(__file__).resolve().parent.parent
BACK_OFF = (1, 2, 5, 10, 30)  # seconds before the first, second … restart of a child that keeps crashing
STEADY_AFTER = 60  # seconds after which a child counts as healthy and its crashes are forgotten
CHILD_ENVIRONMENT = {
    "PYTHONUNBUFFERED": "1",
    "PYTHONUTF8": "1",
    # Said once by `doctor`, not four lines at each start.
    "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
}
HUSHED = ("overcommit_memory", "Hitting Ctrl+C again")  # lines that tell the operator nothing
TRIES_TO_START = 3  # crashes of the web server before its first answer after which we give up


class CannotStart(Exception):
    """The product cannot start; the text is a sentence for the operator."""


class Output:
    """Writes whole lines, one writer at a time, in colour on a terminal; a closed terminal is no reason to fail."""

    def __init__(self, stream: TextIO | None = None, colour: bool | None = None) -> None:
        self.stream = stream or sys.stdout
        self.colour = self.stream.isatty() and not os.environ.get("NO_COLOR") if colour is None else colour
        self.lock = threading.Lock()
        if hasattr(self.stream, "reconfigure"):
            self.stream.reconfigure(errors="replace")

    def line(self, label: str, text: str, colour: str = "") -> None:
        """Write one line under its label."""
        head = f"\x1b[{colour}m{label}\x1b[0m" if colour and self.colour else label
        self.plain(f"{head} │ {text}")

    def plain(self, text: str, end: str = "\n") -> None:
        """Write the text as it is."""
        with self.lock, contextlib.suppress(OSError, ValueError):
            self.stream.write(text + end)
            self.stream.flush()


@dataclass
class Child:
    """One process that we start, watch, restart with back-off and stop."""

    name: str
    label: str
    colour: str
    command: list[str]
    folder: Path = ROOT
    stop_signal: int = signal.SIGTERM
    leash_signal: int = signal.SIGTERM
    grace: float = 5
    before: Callable[[], None] | None = None
    is_ready: Callable[[], bool] | None = None
    process: subprocess.Popen | None = None
    crashes: int = 0
    started_at: float = 0
    restart_at: float | None = None

    def start(self, output: Output) -> None:
        """Start the process in a group of its own, on the leash, its lines going to the output."""
        self.restart_at = None
        self.started_at = time.monotonic()
        if self.before:
            self.before()
        self.process = subprocess.Popen(
            [sys.executable, "-S", str(LEASH), str(os.getpid()), str(int(self.leash_signal)), *self.command],
            cwd=self.folder,
            env={**os.environ, **CHILD_ENVIRONMENT},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        threading.Thread(target=self._pump, args=(self.process, output), daemon=True).start()

    def _pump(self, process: subprocess.Popen, output: Output) -> None:
        """Pass the process's lines on until it and its own children have closed their end."""
        for line in process.stdout:
            text = line.decode("utf-8", "replace").rstrip()
            if text and not any(part in text for part in HUSHED):
                output.line(self.label, text, self.colour)

    def is_alive(self) -> bool:
        """Is the process running?"""
        return self.process is not None and self.process.poll() is None

    def tell(self, number: int) -> None:
        """Send a signal to the process alone: it knows best how to stop its own children."""
        if self.is_alive():
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(number)

    def sweep(self) -> None:
        """Kill whatever is left of the process group."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Supervisor:
    """Keeps the children running until it is told to stop, then stops them in order."""

    def __init__(self, children: list[Child], output: Output) -> None:
        self.children = children
        self.output = output
        self.stopping = threading.Event()
        self.started_by = os.getppid() if os.environ.get("MAKELEVEL") else None

    def say(self, text: str) -> None:
        """Write a line of the supervisor's own."""
        self.output.line("运行  ", text, "1")

    def start(self, child: Child, timeout: float = 15) -> None:
        """Start a child and wait until it is ready, when it can tell; raise CannotStart when it is not in time."""
        child.start(self.output)
        ends = time.monotonic() + timeout
        while child.is_ready and not child.is_ready():
            if not child.is_alive() or time.monotonic() > ends:
                raise CannotStart(f"{child.name}没有能够启动，原因见上面的输出。")
            time.sleep(0.02)

    def tend(self) -> None:
        """Restart every child that has died, waiting longer each time."""
        now = time.monotonic()
        for child in self.children:
            if child.process is None:
                continue
            if child.is_alive():
                if child.crashes and now - child.started_at > STEADY_AFTER:
                    child.crashes = 0
            elif child.restart_at is None:
                pause = BACK_OFF[min(child.crashes, len(BACK_OFF) - 1)]
                child.crashes += 1
                child.restart_at = now + pause
                self.say(
                    f"{child.name}意外退出（{_how(child.process.returncode)}），{pause} 秒后第 {child.crashes} 次重新启动。"
                )
                child.sweep()
            elif now >= child.restart_at:
                child.start(self.output)

    def is_abandoned(self) -> bool:
        """Has the `make` that started us died? Then nobody could press Ctrl-C any more."""
        return self.started_by is not None and os.getppid() != self.started_by

    def wait_for(self, is_up: Callable[[], bool], timeout: float = 120) -> None:
        """Tend the children until the web answers; raise CannotStart when it keeps dying or takes too long."""
        ends = time.monotonic() + timeout
        while not self.stopping.is_set() and not is_up():
            if time.monotonic() > ends or any(child.crashes >= TRIES_TO_START for child in self.children):
                raise CannotStart("网站没有能够启动，原因见上面的输出。")
            self.tend()
            self.stopping.wait(0.1)

    def run(self) -> None:
        """Tend the children until told to stop."""
        while not self.stopping.wait(0.3):
            if self.is_abandoned():
                self.say("启动本程序的 make 已经结束，随之停止。")
                return
            self.tend()

    def stop(self) -> None:
        """Stop the children, the one started first (the broker) last; kill those that outstay their grace."""
        running = [child for child in self.children if child.process is not None]
        for group in (running[1:], running[:1]) if len(running) > 1 else (running,):
            for child in group:
                child.tell(child.stop_signal)
            began = time.monotonic()
            for child in group:
                self._see_out(child, began)

    def _see_out(self, child: Child, began: float) -> None:
        """Wait for one child until its grace has passed, then kill it, and whatever is left of its group."""
        try:
            child.process.wait(max(0, began + child.grace - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.say(f"{child.name}在 {child.grace:g} 秒内没有停止，强行结束。")
        child.sweep()


def _how(returncode: int) -> str:
    """Say how a process ended."""
    if returncode < 0:
        with contextlib.suppress(ValueError):
            return f"信号 {signal.Signals(-returncode).name}"
    return f"代码 {returncode}"


def number_of(host: str) -> str:
    """Return the address of a host that is named: the web server listens at numbers only. Raises CannotStart."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        return str(min(found, key=lambda each: each[0] != socket.AF_INET)[4][0])
    except (OSError, UnicodeError):
        raise CannotStart(f"无法识别监听地址“{host}”，请填写本机的 IP 地址，例如：HOST=0.0.0.0 make run") from None


def refuse_a_busy_port(host: str, port: int) -> None:
    """Raise CannotStart with one sentence when the address cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
            trial.listen(1)
        except PermissionError:
            raise CannotStart(f"没有权限使用端口 {port}，请换一个 1024 以上的端口，例如：PORT=9000 make run") from None
        except OverflowError:
            raise CannotStart(f"端口 {port} 无效，应在 1 到 65535 之间。") from None
        except OSError as error:
            if error.errno in {98, 48}:  # EADDRINUSE on Linux and macOS
                raise CannotStart(
                    f"端口 {port} 已被占用，请停止占用它的程序，或换一个端口，例如：PORT={_other(port)} make run"
                ) from None
            raise CannotStart(f"无法在 {host}:{port} 上监听：{error.strerror}。") from None


def _other(port: int) -> int:
    """Return a port to suggest instead."""
    return 9000 if port != 9000 else 9001


def answer_of(host: str, port: int) -> int | None:
    """Return the status with which the web server answers for its home page, None when it does not answer."""
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    target = f"[{target}]" if ":" in target else target
    request = urllib.request.Request(f"http://{target}:{port}/", headers={"Host": f"localhost:{port}"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=10) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


def children_of(host: str, port: int, broker: EmbeddedBroker | None) -> list[Child]:
    """Return the children in the order of their start: broker (when embedded), web, worker, beat."""
    python = sys.executable
    celery = [python, "-m", "celery", "--quiet", "--no-color", "-A", "portal"]
    level = env_text("PORTAL_LOG_LEVEL", "INFO")
    web = [python, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning", "--host", host]
    web += ["--port", str(port), "--workers", str(env_int("PORTAL_WEB_PROCESSES", 1, at_least=1, at_most=256))]
    web += ["--blocking-threads", str(env_int("PORTAL_WEB_THREADS", 4, at_least=1, at_most=256))]
    web += ["--workers-kill-timeout", "4", "--respawn-failed-workers", "portal.wsgi:application"]
    worker = [*celery, "worker", "--loglevel", level, "--without-gossip", "--without-mingle"]
    beat = [*celery, "beat", "--loglevel", level, "--pidfile="]
    children = [
        # A server that hears of the end while it starts forgets it now and then; its processes are on the leash too (wsgi.py).
        Child("网站服务", "网站  ", "36", web, leash_signal=signal.SIGKILL),
        # When the supervisor was killed the broker is gone too: a worker that tried to take leave of it would never end.
        # SIGQUIT lets running tasks end for a moment and hands the others back to the broker; SIGTERM would wait for all.
        Child("后台任务", "任务  ", "33", worker, stop_signal=signal.SIGQUIT, leash_signal=signal.SIGKILL, grace=8),
        Child("定时调度", "定时  ", "35", beat, grace=4),
    ]
    if broker is not None:
        children[1].before = partial(hand_back_tasks, broker.socket)
        server = Child("任务服务器", "队列  ", "32", broker.command(), broker.folder)
        server.is_ready = partial(answers, broker.socket)
        children.insert(0, server)
    return children


def note_of_public_port(var: Path) -> Path:
    """Where the running product notes the port in the public addresses of the sites."""
    return var / "run" / "public-port"


def public_port_beside(var: Path) -> str:
    """The port in the public addresses of the product that runs on the folder, '' where none does. Commands beside it write
    those addresses into pages and mails too, and know nothing of the port that it was started with."""
    note = note_of_public_port(var)
    return note.read_text("utf-8") if is_occupied(var / "run" / "serve.lock") and note.exists() else ""


class Product:
    """One run of the product on one VAR: `run()` returns the exit code."""

    def __init__(self, host: str, port: int, output: Output | None = None) -> None:
        self.host = host
        self.port = port
        self.output = output or Output()
        self.supervisor = Supervisor([], self.output)
        self.preparing = True

    def run(self, *, prepare: Callable[["Product"], None], welcome: Callable[["Product"], None]) -> int:
        """Check, prepare, start, welcome, tend, stop. Raises CannotStart or BrokerTrouble before anything runs."""
        from django.conf import settings

        self.host = number_of(self.host)
        refuse_a_busy_port(self.host, self.port)
        address = f"PID {os.getpid()}，http://localhost:{self.port}/"
        occupancy = Occupancy(settings.VAR / "run" / "serve.lock", address)
        try:
            occupancy.take()
        except Occupied as occupied:
            raise CannotStart(
                f"数据目录 {settings.VAR} 正在被另一个运行中的实例使用（{occupied.note}）。请先停止它，或用 PORTAL_VAR 另指定一个目录。"
            ) from None
        broker = EmbeddedBroker(settings.VAR, settings.BROKER_SOCKET) if settings.EMBEDDED_BROKER else None
        self._listen_to_signals()
        try:
            if broker is not None:
                broker.prepare()
            self._run(broker, prepare, welcome)
        except KeyboardInterrupt:
            self.supervisor.say("已中断，正在停止……")
        finally:
            self.preparing = False
            self.supervisor.stop()
            if broker is not None:
                broker.release()
            occupancy.leave()
        self.supervisor.say("已全部停止，数据保存在 " + str(settings.VAR) + "。")
        return 0

    def _run(self, broker: EmbeddedBroker | None, prepare: Callable, welcome: Callable) -> None:
        """Start the children one after the other and tend them until told to stop."""
        supervisor = self.supervisor
        from django.conf import settings

        if not settings.SECURE_HTTPS and self.port != 80:  # visitors come by this port, and stored pages name it
            os.environ.setdefault("PORTAL_PUBLIC_PORT", str(self.port))
        note_of_public_port(settings.VAR).write_text(os.environ.get("PORTAL_PUBLIC_PORT", ""), "utf-8")
        supervisor.children = children_of(self.host, self.port, broker)
        if broker is not None:
            supervisor.start(supervisor.children[0])
        prepare(self)
        self.preparing = False
        for child in supervisor.children:
            if child.process is None and not supervisor.stopping.is_set():
                supervisor.start(child)
        supervisor.wait_for(lambda: answer_of(self.host, self.port) is not None)
        if not supervisor.stopping.is_set():
            welcome(self)
            supervisor.run()
        supervisor.say("正在停止……")

    def _listen_to_signals(self) -> None:
        """Stop on Ctrl-C, SIGTERM and a closed terminal; a second signal while stopping kills what is left."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup ignores SIGHUP
                signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: object) -> None:
        """Interrupt the preparation, or ask the loop to end; when it is ending already, kill."""
        if self.preparing:
            raise KeyboardInterrupt
        if self.supervisor.stopping.is_set() and number == signal.SIGINT:
            for child in self.supervisor.children:
                child.tell(signal.SIGKILL)
        self.supervisor.stopping.set()
