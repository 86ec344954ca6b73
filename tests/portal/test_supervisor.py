"""The supervisor: restarts what crashes, waits longer each time, stops everything, leaves nothing behind."""

import io
import os
import signal
import socket
import sys
import time
from pathlib import Path

import pytest

from portal import runner
from portal.runner import CannotStart, Child, Output, Supervisor, number_of, refuse_a_busy_port


def a_child(code: str, name: str = "工人", **details) -> Child:
    return Child(name, "工人", "33", [sys.executable, "-c", code], **details)


@pytest.fixture
def output():
    return Output(io.StringIO())


@pytest.fixture
def supervisor(output):
    supervisor = Supervisor([], output)
    yield supervisor
    for child in supervisor.children:
        child.sweep()


def eventually(condition, seconds=5):
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if condition():
            return True
        time.sleep(0.02)
    return False


def text_of(supervisor) -> str:
    return supervisor.output.stream.getvalue()


def test_the_lines_of_a_child_carry_its_label(supervisor):
    child = a_child("print('你好')")
    supervisor.children = [child]
    supervisor.start(child)
    assert eventually(lambda: "工人 │ 你好\n" in text_of(supervisor))


def test_a_crashed_child_is_restarted_after_a_growing_pause(supervisor, monkeypatch):
    monkeypatch.setattr(runner, "BACK_OFF", (0, 3600))
    child = a_child("raise SystemExit(7)")
    supervisor.children = [child]
    supervisor.start(child)
    first = child.process
    assert eventually(lambda: supervisor.tend() or child.crashes == 2)
    assert child.process is not first
    assert "工人意外退出（代码 7），0 秒后第 1 次重新启动" in text_of(supervisor)
    assert "工人意外退出（代码 7），3600 秒后第 2 次重新启动" in text_of(supervisor)


def test_a_child_that_stayed_up_has_its_crashes_forgiven(supervisor, monkeypatch):
    monkeypatch.setattr(runner, "STEADY_AFTER", 0)
    child = a_child("import time; time.sleep(60)", crashes=3)
    supervisor.children = [child]
    supervisor.start(child)
    assert eventually(lambda: supervisor.tend() or child.crashes == 0)


def test_a_web_server_that_keeps_dying_is_given_up_with_a_sentence(supervisor, monkeypatch):
    monkeypatch.setattr(runner, "BACK_OFF", (0,))
    child = a_child("raise SystemExit(1)")
    supervisor.children = [child]
    supervisor.start(child)
    with pytest.raises(CannotStart, match="没有能够启动"):
        supervisor.wait_for(lambda: False, timeout=10)


def test_stopping_leaves_no_child_and_no_grandchild(supervisor):
    grandchild = "import subprocess, sys, time; p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); print(p.pid, flush=True); time.sleep(60)"
    child = a_child(grandchild)
    supervisor.children = [child]
    supervisor.start(child)
    assert eventually(lambda: "│" in text_of(supervisor))
    pid = int(text_of(supervisor).split("│")[1])
    supervisor.stop()
    assert not child.is_alive()
    assert eventually(lambda: is_gone(pid))


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    try:
        with Path(f"/proc/{pid}/stat").open() as file:
            return file.read().rsplit(")", 1)[1].split()[0] == "Z"  # dead, not yet collected by init
    except OSError:
        return True


def test_a_child_that_ignores_the_signal_is_killed_after_its_grace(supervisor):
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    child = a_child(code, grace=0.3)
    supervisor.children = [child]
    supervisor.start(child)
    assert eventually(lambda: "up" in text_of(supervisor))
    supervisor.stop()
    assert child.process.returncode == -signal.SIGKILL
    assert "强行结束" in text_of(supervisor)


def test_the_one_started_first_is_stopped_last(supervisor):
    code = "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *a: (print('end', flush=True), sys.exit())); print('up', flush=True); time.sleep(60)"
    first, second = a_child(code), a_child(code)
    first.label, second.label = "甲", "乙"
    supervisor.children = [first, second]
    for child in supervisor.children:
        supervisor.start(child)
    assert eventually(lambda: text_of(supervisor).count("up") == 2)
    supervisor.stop()
    assert eventually(lambda: text_of(supervisor).count("end") == 2)
    assert text_of(supervisor).index("乙 │ end") < text_of(supervisor).index("甲 │ end")


def test_a_closed_terminal_does_not_disturb(supervisor):
    supervisor.output.stream.close()
    supervisor.say("没有人在看")


def test_a_busy_port_is_one_sentence():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CannotStart, match=f"端口 {port} 已被占用.*PORT=9000 make run"):
            refuse_a_busy_port("127.0.0.1", port)


def test_an_address_of_another_machine_is_one_sentence():
    with pytest.raises(CannotStart, match="无法在"):
        refuse_a_busy_port("203.0.113.1", 8000)


@pytest.mark.parametrize(
    ("host", "number"), [("localhost", "127.0.0.1"), ("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "0.0.0.0"), ("::", "::")]
)
def test_a_host_may_be_named(host, number):
    assert number_of(host) == number


@pytest.mark.parametrize("host", ["no such host", "a" * 300, "nowhere.invalid"])
def test_a_host_that_nobody_knows_is_one_sentence(host):
    with pytest.raises(CannotStart, match="无法识别监听地址"):
        number_of(host)
