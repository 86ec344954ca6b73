"""A real upstream site on a local port: what it answers at each path is set by the test."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler], None]


def an_item(number: int = 1, **fields: str) -> str:
    """One RSS item of the State Council's site."""
    said = {
        "title": f"国务院关于第{number}项工作的意见",
        "link": f"https://www.gov.cn/zhengce/{number}.htm",
        "guid": f"gov-{number}",
        "pubDate": "Wed, 18 Nov 2026 09:40:00 +0800",
        "description": f"<![CDATA[<p>第{number}项工作的要求如下。</p>]]>",
        **fields,
    }
    return "<item>" + "".join(f"<{name}>{text}</{name}>" for name, text in said.items() if text) + "</item>"


def a_feed(*items: str, declaration: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    """An RSS feed of the items."""
    channel = f"<title>最新政策</title><link>https://www.gov.cn/</link>{''.join(items)}"
    return f'{declaration}<rss version="2.0"><channel>{channel}</channel></rss>'


class Upstream:
    """The answers by path, and the requests that came."""

    def __init__(self, port: int) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.answers: dict[str, Answer] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []

    def address(self, path: str = "/feed.xml") -> str:
        return self.base + path

    def says(self, body: str | bytes, *, path: str = "/feed.xml", status: int = 200, **headers: str) -> str:
        """Answer at the path with the body; returns the address."""
        content = body.encode() if isinstance(body, str) else body

        def answer(request: BaseHTTPRequestHandler) -> None:
            etag = headers.get("ETag")
            if etag and request.headers.get("If-None-Match") == etag:
                request.send_response(304)
                request.end_headers()
                return
            request.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                request.send_header(name.replace("_", "-"), value)
            request.end_headers()
            request.wfile.write(content)

        self.answers[path] = answer
        return self.address(path)

    def trickles(self, *, path: str = "/slow.xml", seconds: float = 5) -> str:
        """Send one byte at a time: never silent, never finished."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(200)
            request.send_header("Content-Length", "100000")
            request.end_headers()
            ends_at = time.monotonic() + seconds
            while time.monotonic() < ends_at:
                request.wfile.write(b" ")
                time.sleep(0.05)

        self.answers[path] = answer
        return self.address(path)


@contextmanager
def running() -> Iterator[Upstream]:
    """Serve on a free local port until the test is over."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            upstream.requests.append((self.path, dict(self.headers)))
            with suppress(BrokenPipeError, ConnectionResetError):
                upstream.answers[self.path](self)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    upstream = Upstream(server.server_port)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield upstream
    finally:
        server.shutdown()
        server.server_close()
