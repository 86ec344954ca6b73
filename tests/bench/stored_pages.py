"""Stored pages: through nginx against the same bytes as a plain file, through the Python server alone, and how fast they
are written. All servers run two processes on the same machine and are asked by turns.

The plain file lies under the same path in a folder of its own, and an nginx that knows nothing of a page store sends it as nginx sends
files by itself: with the headers of our pages, so that the same bytes go over the line, and without. The bar holds for both. What our
settings alone are worth is seen beside a plain file that nginx keeps open and sends in one piece as it does our pages."""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

from tests.bench.registry import Figure, NotYet, measurement
from tests.bench.workshop import ROOT, Workshop, server_environment

TURNS, SECONDS = 25, 1
PYTHON_EVERY = 3  # of the turns: its bar is far away
PAGES_WRITTEN, WRITING_TURNS = 600, 8
PLAIN = "server {{ listen 127.0.0.1:{port}; root {root}; etag on; charset utf-8; default_type text/html; {headers} }}\n"
KEPT = "open_file_cache max=200 inactive=60s; open_file_cache_valid 0; output_buffers 1 256k;"
BARE = "server {{ listen 127.0.0.1:{port}; root {root}; etag on; default_type text/html; }}\n"


@measurement
def stored_pages(workshop: Workshop) -> Iterator[Figure]:
    """Write many pages; then serve the home page, a list and an article in three ways."""
    from django.utils import timezone

    from content.models import Article

    site = workshop.province
    yield from _writing(site)
    yield Figure("  where making an empty file takes", _making_a_file(workshop.var / "made") * 1e6, "µs")
    article = Article.objects.filter(site=site).public(at=timezone.now()).latest("pk")
    yield from _serving(workshop, site, {"home": "/", "column": f"/{article.column.path}/", "article": article.path})


def _writing(site) -> Iterator[Figure]:
    """Write a site's pages again and again; the fastest turn says what one core does, the others how much of it was ours:
    where two guests share a core, each is given between all and little more than half of it (docs/decisions/0047)."""
    from django.conf import settings
    from django.utils import timezone

    from content.page_store.addresses import EVERYTHING
    from content.page_store.folder import PageFolder
    from content.page_store.inventory import pages_of
    from content.page_store.purging import open_store
    from content.page_store.rendering import render_all

    folder = PageFolder(settings.PAGE_STORE)
    open_store(folder, at=timezone.now())
    paths = list(pages_of(site, at=timezone.now()))
    some = paths[:: max(1, len(paths) // PAGES_WRITTEN)]  # of every kind as many as the site has, and no more
    addresses = [(site.host, path) for path in some]
    list(render_all(iter(addresses[:20])))
    rates = []
    for _ in range(WRITING_TURNS):
        folder.drop_now([f"{site.host}/{EVERYTHING}"])
        began = time.process_time()
        chunks = list(render_all(iter(addresses)))
        rates.append(len(addresses) / (time.process_time() - began))
        assert all(status == 200 for chunk in chunks for _host, _path, status in chunk)
        written = sum(1 for _page in folder.pages())
        assert written >= len(addresses), written
    yield Figure("stored pages written", max(rates), "/s of one core", 150, at_least=True)
    yield Figure("  in the middle turn, whatever else the core did", statistics.median(rates), "/s")


def _making_a_file(folder: Path) -> float:
    """The seconds of one core for an empty file: a page has three, and where many were deleted lately each takes as long as a tenth
    of a page. None is deleted here."""
    folder.mkdir()
    began = time.process_time()
    for number in range(200):
        (folder / str(number)).touch(exist_ok=False)
    return (time.process_time() - began) / 200


def _serving(workshop: Workshop, site, pages: dict[str, str]) -> Iterator[Figure]:
    from tests.deploy.nginx import NGINX, free_port, running_nginx

    if not NGINX or not shutil.which("wrk"):
        raise NotYet("serving needs nginx and wrk")
    with tempfile.TemporaryDirectory(prefix="portal-nginx-") as name:
        folder, plain, kept, bare = Path(name), free_port(), free_port(), free_port()
        folder.chmod(0o755)
        root = folder / "plain" / site.host
        headers = _headers_of_pages()
        extra = (
            PLAIN.format(port=plain, root=root, headers=headers)
            + PLAIN.format(port=kept, root=root, headers=headers + KEPT)
            + BARE.format(port=bare, root=root)
        )
        with (
            _granian(workshop.var) as python,
            running_nginx(folder, workshop.var, behind=python, extra=extra) as nginx,
        ):
            for page, path in pages.items():
                file = path + "index.html" if path.endswith("/") else path
                (root / file.lstrip("/")).parent.mkdir(parents=True, exist_ok=True)
                (root / file.lstrip("/")).write_bytes(_stored(python, site.host, path))
                ways = {"plain": (plain, file), "nginx": (nginx, path), "bare": (bare, file), "kept": (kept, file)}
                ways |= {"python": (python, path)}
                yield from _compare(page, site.host, ways)


def _headers_of_pages() -> str:
    """The lines with which the delivered nginx sends stored pages."""
    text = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    return " ".join(re.findall(r"(?m)^ +(add_header .+;)$", text.partition("location / {")[2].partition("}\n\n")[0]))


def _compare(page: str, host: str, ways: dict[str, tuple[int, str]]) -> Iterator[Figure]:
    """Ask each way for a second, by turns, forwards and backwards; what counts is the ratio within a turn, the middle one of
    all turns: a machine that swings between turns, or grows slower in the course of one, then says nothing."""
    turns = []
    for number in range(TURNS):
        order = [way for way in ways if way != "python" or number % PYTHON_EVERY == 0]
        turns.append({way: _rate(ways[way][0], ways[way][1], host) for way in order[:: (-1) ** number]})

    def against(plain: str, way: str) -> float:
        return statistics.median(turn[way] / turn[plain] for turn in turns if way in turn)

    yield Figure(f"stored {page} page through nginx against a plain file", against("plain", "nginx"), "×", 0.95, at_least=True)  # fmt: skip
    yield Figure(f"stored {page} page through Python alone against a plain file", against("plain", "python"), "×", 0.4, at_least=True)  # fmt: skip
    yield Figure(f"stored {page} page through nginx against one without headers", against("bare", "nginx"), "×", 0.95, at_least=True)  # fmt: skip
    yield Figure(f"  stored {page} page against a plain file with our settings", against("kept", "nginx"), "×")
    for way, said in (("plain", "plain {} file"), ("nginx", "stored {} page through nginx")):
        yield Figure(f"  {said.format(page)}", statistics.median(turn[way] for turn in turns), "/s")


def _rate(port: int, path: str, host: str) -> float:
    command = ["wrk", "-t1", "-c16", f"-d{SECONDS}s", "-H", f"Host: {host}", f"http://127.0.0.1:{port}{path}"]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in out, out
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])


def _stored(port: int, host: str, path: str) -> bytes:
    """Ask twice: the first reader's page is rendered, the second's comes from the store."""
    for _ in range(2):
        with urlopen(Request(f"http://127.0.0.1:{port}{path}", headers={"Host": host})) as answer:
            body = answer.read()
            tag = answer.headers["ETag"]
    assert tag, "the page was not stored"
    return body


@contextmanager
def _granian(var: Path) -> Iterator[int]:
    from tests.deploy.nginx import free_port

    port = free_port()
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--no-ws",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    command += ["--workers", "2", "--blocking-threads", "1", "--log-level", "error", "portal.wsgi:application"]
    environment = server_environment(var) | {"PORTAL_PUBLIC_PORT": ""}
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            urlopen(f"http://127.0.0.1:{port}/")
        except OSError as error:
            if hasattr(error, "code"):
                return
            time.sleep(0.1)
        else:
            return
    raise NotYet("the Python server did not start")
