"""Letters from 32 citizens at once: a real server, a form sent as a browser sends it, and every accepted letter there afterwards.

SUBMISSION_SECONDS says for how long (15 by default). On PostgreSQL when DATABASE_URL names one; with SQLite the figure is for
orientation only. They come through the delivered nginx to the delivered web server with two processes; each letter comes from
a network of its own, and whoever has an answer writes the next letter at once.
"""

from __future__ import annotations

import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from tests.bench.registry import Figure, NotYet, measurement
from tests.bench.workshop import ROOT, Workshop, server_environment
from tests.deploy.nginx import NGINX, running_nginx
from tests.deploy.web_server import running_web_server

CITIZENS = 32
PROCESSES = 2
SECONDS = int(os.environ.get("SUBMISSION_SECONDS", "15"))
LETTERS = 20 * SECONDS  # as many as one citizen could send
BAR = 300  # milliseconds
MATTERS = [
    "路灯不亮",
    "垃圾清运",
    "公交改线",
    "施工噪声",
    "物业收费",
    "社保补办",
    "入学报名",
    "欠薪投诉",
    "水质浑浊",
    "道路坑洼",
    "停车困难",
    "电梯故障",
]
PLACES = ["东风路", "望岚街", "听澜路", "书院街", "滨江大道", "松涛路", "荷风路", "渔歌街", "文汇路", "茶市路"]


@dataclass
class Tally:
    """What the citizens met: how long each letter took, how many were taken, and what else was answered."""

    milliseconds: list[float] = field(default_factory=list)
    taken: int = 0
    others: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    ready: threading.Barrier = field(default_factory=lambda: threading.Barrier(CITIZENS))

    def add(self, seconds: float, status: int, place: str) -> None:
        """Note one answer."""
        with self.lock:
            self.milliseconds.append(seconds * 1000)
            if status == 302 and place.endswith("/huizhi/"):
                self.taken += 1
            else:
                self.others.append(f"{status} {place}")


@measurement
def submission(workshop: Workshop) -> Iterator[Figure]:
    """Send letters for a while; count what is there."""
    from django.db import connection
    from django.db.models import Count

    from interaction.models import Letter, Mailbox

    if not NGINX:
        raise NotYet("letters come in through nginx")
    box = Mailbox.objects.filter(site=workshop.province, is_open=True, is_public=True).select_related("site").first()
    before = Letter.objects.count()
    with _server(workshop) as port:
        tally = _crowd(port, box)
    there = Letter.objects.count() - before
    repeated = Letter.objects.values("number").annotate(many=Count("pk")).filter(many__gt=1).count()
    durations = sorted(tally.milliseconds)
    if not durations:
        raise NotYet("the server answered nothing")
    if tally.others:
        print(f"other answers: {tally.others[:3]}", end=" ")
    bar = BAR if connection.vendor == "postgresql" else None
    yield Figure(
        "letter submitted, 95 of 100, 32 citizens at once", statistics.quantiles(durations, n=20)[-1], "ms", bar
    )
    yield Figure("  letter submitted, half of them", statistics.median(durations), "ms")
    yield Figure("  letters taken in", tally.taken / SECONDS, "/s")
    yield Figure("accepted letters that are missing", abs(tally.taken - there), "", 0)
    yield Figure("numbers given twice", repeated, "", 0)


def _crowd(port: int, box) -> Tally:
    tally = Tally()
    people = [threading.Thread(target=_citizen, args=(port, box, tally, number)) for number in range(CITIZENS)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    return tally


def _citizen(port: int, box, tally: Tally, number: int) -> None:
    """Send letter after letter, each from another network and telephone; they were written before the clock began to run."""
    chance = random.Random(number)
    letters = [_letter(box, chance) for _ in range(LETTERS)]
    tally.ready.wait()
    until = time.monotonic() + SECONDS
    for letter in letters:
        if time.monotonic() >= until:
            return
        began = time.perf_counter()
        network = f"127.{chance.randrange(1, 255)}.{chance.randrange(256)}.{number + 1}"
        with socket.create_connection(("127.0.0.1", port), timeout=60, source_address=(network, 0)) as line:
            line.sendall(letter)
            answer = b""
            while part := line.recv(65536):
                answer += part
        head = answer.partition(b"\r\n\r\n")[0].decode("latin-1")
        place = re.search(r"(?im)^location: (\S+)", head)
        tally.add(time.perf_counter() - began, int(head.split(" ", 2)[1]), place[1] if place else "")


def _letter(box, chance: random.Random) -> bytes:
    """The request as it goes over the line."""
    from django.urls import reverse

    form = urlencode(_words(box, chance)).encode()
    lines = [
        f"POST {reverse('interaction:write', args=[box.slug])} HTTP/1.1",
        f"Host: {box.site.host}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(form)}",
        "Connection: close",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + form


def _words(box, chance: random.Random) -> dict[str, str]:
    from django.utils import timezone

    from interaction.codes import new_token

    matters = chance.sample(MATTERS, 4)
    said = "，".join(
        f"{chance.choice(PLACES)}{chance.randrange(200)}号附近{matter}已经{chance.randrange(30)}天"
        for matter in matters
    )
    return {
        "step": "send", "title": f"反映{chance.choice(PLACES)}{matters[0]}", "body": f"{said}，请有关部门核实处理。",
        "writer_name": "张晓明", "writer_phone": f"139{chance.randrange(10**8):08d}", "wants_public": "yes", "website": "",
        "token": new_token(box.pk, at=timezone.now() - timedelta(seconds=30)).signed(),
    }  # fmt: skip


@contextmanager
def _server(workshop: Workshop) -> Iterator[int]:
    """The product as it is delivered: nginx, and behind its socket two processes on the workshop's data, with a Redis where one
    is named."""
    from django.conf import settings

    environment = server_environment(workshop.var) | {"PORTAL_BEHIND_PROXY": "true", "PORTAL_LOG_LEVEL": "ERROR"}
    environment |= {"PORTAL_SECRET_KEY": settings.SECRET_KEY, "PORTAL_DEBUG": "false", "PORTAL_PUBLIC_PORT": ""}
    environment |= {"REDIS_URL": os.environ.get("TEST_REDIS_URL", os.environ.get("REDIS_URL", ""))}
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(collect, cwd=ROOT, env=environment, check=True)
    with (
        tempfile.TemporaryDirectory(prefix="portal-web-") as name,
        running_web_server(Path(name) / "web.sock", processes=PROCESSES, environment=environment) as line,
    ):
        Path(name).chmod(0o755)
        with running_nginx(Path(name), workshop.var, behind=line) as port:
            yield port
