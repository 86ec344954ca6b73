"""A page store that is open, an application around it, and the rendering of a page as it would be now."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from content.page_store.folder import PageFolder
from content.page_store.purging import open_store
from content.page_store.serving import StoredPages
from portal.stored_headers import stored_headers
from tests.cast import NOW


class Answer:
    """What a WSGI application answered."""

    def __init__(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status = int(status.partition(" ")[0])
        self.headers = {name.lower(): value for name, value in headers}
        self.body = body


def ask(application, path: str = "/", *, host: str = "testserver", method: str = "GET", query: str = "", **headers):
    """Ask the application as a server would."""
    environ = {
        "REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": path.encode().decode("latin-1"), "QUERY_STRING": query, "HTTP_HOST": host,
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(), "wsgi.errors": BytesIO(), "wsgi.version": (1, 0), "REMOTE_ADDR": "127.0.0.1",
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }  # fmt: skip
    seen: list = []
    body = b"".join(application(environ, lambda status, headers, exc_info=None: seen.extend([status, headers])))
    return Answer(seen[0], seen[1], body)


@pytest.fixture(autouse=True)
def _asking_the_handler(connection_stays) -> None:
    """Every test here renders pages through the handler, inside its own transaction."""


@pytest.fixture
def folder(db, settings) -> PageFolder:
    """The open store of the test."""
    folder = PageFolder(settings.PAGE_STORE)
    open_store(folder, at=NOW)
    return folder


@pytest.fixture
def django_asked() -> list[str]:
    """The paths for which Django was asked."""
    return []


@pytest.fixture
def application(folder, django_asked) -> Callable:
    """The whole application: the store in front, Django behind it."""
    handler = WSGIHandler()

    def django(environ, start_response):
        django_asked.append(environ["PATH_INFO"])
        return handler(environ, start_response)

    return StoredPages(
        django, settings.PAGE_STORE, headers=stored_headers(), session_cookie=settings.SESSION_COOKIE_NAME
    )
