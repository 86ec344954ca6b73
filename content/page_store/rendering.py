"""Asking the application for pages without a server: for warming the store and for exporting a site."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from io import BytesIO
from itertools import islice
from multiprocessing import get_context

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections

AT_ONCE = 50


@dataclass(frozen=True)
class Rendered:
    """What the application answered."""

    host: str
    path: str
    status: int
    content_type: str = ""
    body: bytes = b""


@cache
def _application() -> WSGIHandler:
    return WSGIHandler()


def absent_page(host: str, path: str) -> Rendered:
    """Ask for a page that is not there, for what a reader is told then: no fault, so nothing is logged."""
    with _expected(HTTPStatus.NOT_FOUND):
        return render_page(host, path)


def render_page(host: str, path: str) -> Rendered:
    """Ask for a page as a reader would, by the public scheme and port; a page that may be stored is stored on the way."""
    for connection in connections.all(initialized_only=True):
        connection.close_at = None  # a server closes the connection after each page; here thousands follow
    seen: list = []
    with _connection_kept():
        response = _application()(
            _environ(host, path), lambda status, headers, exc_info=None: seen.extend([status, headers])
        )
        try:
            body = b"".join(response)
        finally:
            response.close()
    return Rendered(host, path, int(seen[0][:3]), dict(seen[1]).get("Content-Type", ""), body)


@contextmanager
def _expected(status: HTTPStatus) -> Iterator[None]:
    def is_fault(record: logging.LogRecord) -> bool:
        return getattr(record, "status_code", None) != status

    logger = logging.getLogger("django.request")
    logger.addFilter(is_fault)
    try:
        yield
    finally:
        logger.removeFilter(is_fault)


@contextmanager
def _connection_kept() -> Iterator[None]:
    """Inside a transaction, such as the loading of the demo, the end of the request must not close the connection under it."""
    if not any(connection.in_atomic_block for connection in connections.all(initialized_only=True)):
        yield
        return
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def _environ(host: str, path: str) -> dict[str, object]:
    port = settings.PUBLIC_PORT or {"https": "443"}.get(settings.PUBLIC_SCHEME, "80")
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": "",
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": f"{host}:{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else host,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": settings.PUBLIC_SCHEME,
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if settings.SECURE_PROXY_SSL_HEADER:
        environ[settings.SECURE_PROXY_SSL_HEADER[0]] = settings.PUBLIC_SCHEME
    return environ


def render_all(addresses: Iterator[tuple[str, str]], *, jobs: int = 1) -> Iterator[list[tuple[str, str, int]]]:
    """Render every (host, path), some at a time in so many processes; yields what came of each chunk: host, path, status."""
    chunks = iter(lambda: list(islice(addresses, AT_ONCE)), [])
    if jobs == 1:
        yield from map(_render_chunk, chunks)
        return
    connections.close_all()
    with get_context("fork").Pool(jobs, initializer=connections.close_all) as pool:
        yield from pool.imap_unordered(_render_chunk, chunks)


def _render_chunk(chunk: list[tuple[str, str]]) -> list[tuple[str, str, int]]:
    for connection in connections.all(initialized_only=True):
        connection.health_check_enabled = False  # a server asks before each page whether the connection is alive
    return [(host, path, render_page(host, path).status) for host, path in chunk]
