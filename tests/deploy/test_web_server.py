"""The delivered web server: waiting requests stand in one line, whichever process becomes free."""

from __future__ import annotations

import http.client
import os
import signal
import socket
from http.client import parse_headers

import pytest

from tests.deploy.nginx import NGINX, running_nginx
from tests.deploy.web_server import delivered_command, running_web_server

APPLICATION = """
import os, time

def application(environ, start_response):
    began = time.monotonic()
    time.sleep(float(environ["QUERY_STRING"] or 0))
    told = {"X-Process": os.getpid(), "X-Began": began, "X-Ended": time.monotonic()}
    start_response("200 OK", [("Content-Type", "text/plain"), *((name, str(value)) for name, value in told.items())])
    return [environ.get("HTTP_X_FORWARDED_FOR", "").encode()]
"""
PROCESSES, THREADS = 2, 4


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Two processes of the delivered web server around an application that takes as long as its query says."""
    folder = tmp_path_factory.mktemp("web")
    (folder / "sleeper.py").write_text(APPLICATION, "utf-8")
    with running_web_server(
        folder / "web.sock",
        processes=PROCESSES,
        application="sleeper:application",
        folder=folder,
        environment={"PYTHONPATH": str(folder)},
    ) as path:
        yield path


def sent(path, seconds: float = 0) -> socket.socket:
    """Ask for something that takes so long, without waiting for the answer."""
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(60)
    line.connect(str(path))
    line.sendall(f"GET /?{seconds} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    return line


def received(line: socket.socket) -> dict[str, str]:
    """Wait for the answer until the line is closed; return its headers."""
    with line, line.makefile("rb") as answer:
        assert answer.readline().startswith(b"HTTP/1.1 200")
        headers = parse_headers(answer)
        answer.read()
    return {name.lower(): value for name, value in headers.items()}


def answering_processes(path) -> set[str]:
    """Give every thread something to do; return the processes that did it."""
    return {received(line)["x-process"] for line in [sent(path, 0.3) for _ in range(PROCESSES * THREADS)]}


def is_answered(line: socket.socket) -> bool:
    """Wait until the line is closed, with or without an answer."""
    with line:
        try:
            return line.makefile("rb").read().startswith(b"HTTP/1.1 200")
        except ConnectionError:
            return False


def test_a_process_takes_no_more_requests_than_it_has_threads(tmp_path):
    words = delivered_command(tmp_path / "web.sock", processes=PROCESSES)
    assert words[words.index("--backpressure") + 1] == words[words.index("--blocking-threads") + 1] == str(THREADS)
    assert "--no-http1-keep-alive" in words  # a line kept open would hold its place


def test_waiting_requests_begin_in_the_order_in_which_they_came(server):
    """With a line for each process, or with processes that take what they cannot begin, some of the last would overtake."""
    at_once = PROCESSES * THREADS
    lines = [sent(server, 0.3) for _ in range(3 * at_once)]
    began = [float(received(line)["x-began"]) for line in lines]
    assert max(began[:at_once]) < min(began[-at_once:])


def test_when_one_process_is_busy_the_other_answers(server):
    busy = [sent(server, 3) for _ in range(PROCESSES * THREADS - 1)]
    quick = [received(sent(server)) for _ in range(10)]
    assert len({answer["x-process"] for answer in quick}) == 1  # the one with a thread to spare, found each time
    assert max(float(answer["x-began"]) for answer in quick) < min(float(received(line)["x-ended"]) for line in busy)


def test_what_waits_in_line_is_not_lost_with_a_process(server):
    """Only what a killed process had begun is lost; the rest is answered by the others and by its successor."""
    killed = int(received(sent(server))["x-process"])
    lines = [sent(server, 1) for _ in range(3 * PROCESSES * THREADS)]
    os.kill(killed, signal.SIGKILL)
    assert sum(is_answered(line) for line in lines) >= len(lines) - THREADS
    assert any(len(answering_processes(server)) == PROCESSES for _ in range(30))


def test_a_line_on_which_nothing_more_is_asked_is_closed(server):
    assert received(sent(server))["connection"] == "close"


@pytest.mark.skipif(not NGINX, reason="needs nginx (apt-get install nginx; .ci/run does it)")
def test_nginx_passes_on_to_the_socket(server, tmp_path):
    (tmp_path / "var").mkdir()
    tmp_path.chmod(0o755)
    with running_nginx(tmp_path, tmp_path / "var", behind=server) as port:
        for _ in range(3):
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            line.request("GET", "/somewhere/?0", headers={"Host": "www.example.gov.cn"})
            answer = line.getresponse()
            assert (answer.status, answer.read()) == (200, b"127.0.0.1")
            line.close()
