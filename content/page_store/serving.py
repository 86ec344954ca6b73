"""Serves stored pages in front of Django, where no web server does it: a WSGI application around the application.

Whatever is not the plain reading of a stored page (another method, a query, somebody's session, a path of another shape)
goes on to Django untouched. The headers are those that Django sends; portal/stored_headers.py asks it for them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from email.utils import formatdate, parsedate_to_datetime
from functools import lru_cache
from typing import Any

from content.page_store.addresses import file_of, type_of

Start = Callable[..., Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]
Headers = Sequence[tuple[str, str]]
CODINGS = (("br", ".br"), ("gzip", ".gz"))
AT_ONCE = 4 * 1024 * 1024


class StoredPages:
    """Answers with the stored page, if there is one that this request may have, else lets the application answer."""

    def __init__(
        self, application: Application, root: str | os.PathLike, *, headers: Headers, session_cookie: str,
        only_https: bool = False, trusts_proxy: bool = False,
    ) -> None:  # fmt: skip
        self.application = application
        self.root = os.fspath(root) + "/"
        self.headers = list(headers)
        self.session_cookie = session_cookie + "="
        self.only_https = only_https
        self.trusts_proxy = trusts_proxy

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        """Answer one request."""
        if self._is_plain(environ):
            file = _file_of(environ.get("HTTP_HOST", ""), environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", ""))
            if file:
                for coding, ending in _accepted(environ.get("HTTP_ACCEPT_ENCODING", "")):
                    answer = self._answer(environ, start_response, file, coding, ending)
                    if answer is not None:
                        return answer
        return self.application(environ, start_response)

    def _is_plain(self, environ: dict[str, Any]) -> bool:
        return (
            environ["REQUEST_METHOD"] in {"GET", "HEAD"}
            and not environ.get("QUERY_STRING")
            and self.session_cookie not in environ.get("HTTP_COOKIE", "")
            and (not self.only_https or self._is_secure(environ))
        )

    def _is_secure(self, environ: dict[str, Any]) -> bool:
        if self.trusts_proxy:
            return environ.get("HTTP_X_FORWARDED_PROTO") == "https"
        return environ.get("wsgi.url_scheme") == "https"

    def _answer(
        self, environ: dict[str, Any], start_response: Start, file: str, coding: str, ending: str
    ) -> list[bytes] | None:
        """Answer with this form of the page; None when there is no such file. The page itself must be there, too: of a page
        that is being dropped it goes first."""
        try:
            if ending:
                os.stat(self.root + file)  # noqa: PTH116 (the hottest line there is)
            handle = os.open(self.root + file + ending, os.O_RDONLY)
        except (OSError, ValueError):
            return None
        try:
            seen = os.fstat(handle)
            if not seen.st_size:
                return None
            tag = f'"{int(seen.st_mtime):x}-{seen.st_size:x}"'
            headers = [*self.headers, ("ETag", tag), ("Last-Modified", _date(int(seen.st_mtime)))]
            if is_unchanged(environ, tag, int(seen.st_mtime)):
                start_response("304 Not Modified", headers)
                return []
            headers += [("Content-Type", type_of(file)), ("Content-Length", str(seen.st_size))]
            if coding:
                headers.append(("Content-Encoding", coding))
            body = b"" if environ["REQUEST_METHOD"] == "HEAD" else _read(handle, seen.st_size)
        finally:
            os.close(handle)
        start_response("200 OK", headers)
        return [body]


@lru_cache(maxsize=4096)
def _file_of(host: str, path: str) -> str:
    return file_of(host, path)


@lru_cache(maxsize=4096)
def _date(seconds: int) -> str:
    return formatdate(seconds, usegmt=True)


def _read(handle: int, size: int) -> bytes:
    """Read the whole file; one call gives it all but for huge ones."""
    content = os.read(handle, size)
    while len(content) < size and (more := os.read(handle, min(AT_ONCE, size - len(content)))):
        content += more
    return content


@lru_cache(maxsize=512)
def _accepted(header: str) -> tuple[tuple[str, str], ...]:
    """The forms of a page that the browser takes, the smallest first, the plain page last."""
    offers: dict[str, bool] = {}
    for part in header.lower().split(","):
        name, _, parameters = part.partition(";")
        weight = parameters.replace(" ", "").removeprefix("q=")
        offers[name.strip()] = weight.strip("0.") != "" or not parameters
    takes = [pair for pair in CODINGS if offers.get(pair[0], offers.get("*", False))]
    return (*takes, ("", ""))


def is_unchanged(environ: dict[str, Any], tag: str, changed: int) -> bool:
    """True when the browser's copy is still the page: by its tag, or by its date when it sent none (RFC 9110, 13.2.2)."""
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if tags is not None:
        return tags.strip() == "*" or tag in [each.strip().removeprefix("W/") for each in tags.split(",")]
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    return since is not None and _moment(since) >= changed


@lru_cache(maxsize=1024)
def _moment(date: str) -> float:
    try:
        return parsedate_to_datetime(date).timestamp()
    except (ValueError, TypeError, OverflowError):
        return -1
