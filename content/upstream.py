"""Fetching one upstream source: an address on the web or a file below VAR, as bytes, and nothing a bad source can abuse.

Limits hold for the whole fetch: seconds, bytes after unpacking, redirects. Addresses inside our own network are refused
when the connection is made, so neither a redirect nor a name that resolves differently the second time gets around it.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpcore
import httpx
from django.conf import settings
from django.utils.translation import gettext as _

MOST_BYTES = 5 * 1024 * 1024
MOST_REDIRECTS = 3
CONNECT_SECONDS = 5
SILENT_SECONDS = 10
WHOLE_SECONDS = 15
NAT64 = ipaddress.ip_network("64:ff9b::/96")
GZIP_OR_ZLIB = 47
FEEDS = "application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.1"


class FetchFailed(Exception):
    """The source could not be fetched; the message is a sentence for the ledger, `status` what the other side answered."""

    def __init__(self, message: str, *, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Fetched:
    """What a source answered: its bytes, or nothing when it has not changed since the given marks."""

    body: bytes | None
    etag: str = ""
    last_modified: str = ""
    charset: str = ""

    @property
    def is_unchanged(self) -> bool:
        """True when the source said that nothing is new."""
        return self.body is None


def fetch(
    address: str, *, etag: str = "", last_modified: str = "", ends_at: float | None = None, accept: str = FEEDS
) -> Fetched:
    """Return what lies at the address, by the moment on the monotonic clock if one is given. Raises FetchFailed with a
    sentence for everything that can go wrong."""
    scheme = address.partition(":")[0].lower() if ":" in address else "file"
    if scheme in {"http", "https"}:
        asked = {"Accept": accept}
        asked |= {"If-None-Match": etag} if etag else {}
        asked |= {"If-Modified-Since": last_modified} if last_modified else {}
        return _from_web(address, asked, ends_at=ends_at or in_time())
    if scheme == "file":
        return _from_file(address, etag=etag)
    raise FetchFailed(_("转载源地址须以 http://、https:// 开头，或为平台 var 目录下的文件。"))


def in_time() -> float:
    """The moment on the monotonic clock by which a fetch that begins now has to end."""
    return time.monotonic() + WHOLE_SECONDS


# --- files below VAR -------------------------------------------------------------------------------------------------


def _from_file(address: str, *, etag: str) -> Fetched:
    path = file_below_var(address)
    try:
        size, mark = path.stat().st_size, f"{path.stat().st_mtime_ns}-{path.stat().st_size}"
        if mark == etag:
            return Fetched(None, etag=mark)
        if size > MOST_BYTES:
            raise FetchFailed(_too_large())
        return Fetched(path.read_bytes(), etag=mark)
    except OSError:
        raise FetchFailed(_("转载源文件不存在或无法读取。")) from None


def file_below_var(address: str) -> Path:
    """Return the regular file that the address names. Raises FetchFailed for everything outside VAR, links included."""
    name = unquote(address.removeprefix("file:"))
    name = f"/{name.lstrip('/')}" if name.startswith("//") else name
    root = Path(settings.VAR).resolve()
    try:
        path = (root / name).resolve()
        is_file = path.is_file()
    except (OSError, ValueError):
        raise FetchFailed(_("转载源文件不存在或无法读取。")) from None
    if not path.is_relative_to(root):
        raise FetchFailed(_("转载源文件须位于平台 var 目录之内。"))
    if not is_file:
        raise FetchFailed(_("转载源文件不存在或无法读取。"))
    return path


# --- the web -----------------------------------------------------------------------------------------------------------


def _from_web(address: str, asked: dict[str, str], *, ends_at: float) -> Fetched:
    headers = {**asked, "Accept-Encoding": "gzip", "User-Agent": "provincial-portal reprint"}
    try:
        with _client(ends_at) as client, client.stream("GET", address, headers=headers) as answer:
            return _read(answer)
    except httpx.TimeoutException:
        raise FetchFailed(_("上级网站未在规定时间内答复。")) from None
    except httpx.TooManyRedirects:
        raise FetchFailed(_("转载源跳转超过 %s 次。") % MOST_REDIRECTS) from None
    except (httpx.UnsupportedProtocol, httpx.InvalidURL, UnicodeError, ValueError):
        raise FetchFailed(_("转载源地址有误，或跳转到了不支持的地址。")) from None
    except httpx.HTTPError as error:
        raise FetchFailed(_("无法连接转载源（%s）。") % type(error).__name__) from None


def _client(ends_at: float) -> httpx.Client:
    limits = httpx.Timeout(SILENT_SECONDS, connect=CONNECT_SECONDS)
    transport = _GuardedTransport(ends_at=ends_at)
    # No proxy from the environment: the guard below must see the address that is really connected to.
    return httpx.Client(
        transport=transport, timeout=limits, follow_redirects=True, max_redirects=MOST_REDIRECTS, trust_env=False
    )


def _read(answer: httpx.Response) -> Fetched:
    etag = answer.headers.get("etag", "")[:200]
    last_modified = answer.headers.get("last-modified", "")[:100]
    if answer.status_code == httpx.codes.NOT_MODIFIED:
        return Fetched(None, etag=etag, last_modified=last_modified)
    if answer.status_code != httpx.codes.OK:
        raise FetchFailed(_("转载源返回 HTTP %s。") % answer.status_code, status=answer.status_code)
    packing = answer.headers.get("content-encoding", "identity").strip().lower()
    if packing not in {"identity", "gzip", "deflate", ""}:
        raise FetchFailed(_("转载源使用了不支持的压缩方式。"))
    body = _unpacked(answer.iter_raw(), is_packed=packing in {"gzip", "deflate"})
    return Fetched(body, etag=etag, last_modified=last_modified, charset=answer.charset_encoding or "")


def _unpacked(pieces: Iterable[bytes], *, is_packed: bool) -> bytes:
    """Join the pieces, unpacking never more than the limit: a small packed bomb stays small."""
    unpacker = zlib.decompressobj(GZIP_OR_ZLIB) if is_packed else None
    body = bytearray()
    try:
        for piece in pieces:
            body += unpacker.decompress(piece, MOST_BYTES + 1 - len(body)) if unpacker else piece
            if len(body) > MOST_BYTES:
                raise FetchFailed(_too_large())
    except zlib.error:
        raise FetchFailed(_("转载源的压缩内容已损坏。")) from None
    if unpacker and not unpacker.eof:
        raise FetchFailed(_("转载源的内容不完整。"))
    return bytes(body)


def _too_large() -> str:
    return _("转载源超过 %s MB 的上限。") % (MOST_BYTES // 1024 // 1024)


class _GuardedTransport(httpx.HTTPTransport):
    """httpx's own transport over a network that checks every address it connects to and ends in time."""

    def __init__(self, *, ends_at: float) -> None:
        super().__init__(verify=_trusted(), trust_env=False)
        network = _GuardedNetwork(ends_at=ends_at)
        self._pool = httpcore.ConnectionPool(ssl_context=_trusted(), network_backend=network)


@cache
def _trusted() -> ssl.SSLContext:
    """Whose certificates are believed; reading them takes longer than most fetches, so it is done once."""
    return httpx.create_ssl_context(trust_env=False)


class _GuardedNetwork(httpcore.NetworkBackend):
    """Connects to public addresses, and to private ones only for hosts named in UPSTREAM_ALLOWED_HOSTS."""

    def __init__(self, *, ends_at: float) -> None:
        self._network = httpcore.SyncBackend()
        self._ends_at = ends_at

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the very address that was checked, so that the name cannot resolve differently in between."""
        address = checked_address(host, port)
        left = _left(self._ends_at, timeout, httpcore.ConnectTimeout)
        stream = self._network.connect_tcp(address, port, left, local_address, socket_options)
        return _TimedStream(stream, ends_at=self._ends_at)


class _TimedStream(httpcore.NetworkStream):
    """A connection on which a source that trickles its bytes cannot outlast the whole fetch."""

    def __init__(self, stream: httpcore.NetworkStream, *, ends_at: float) -> None:
        self._stream = stream
        self._ends_at = ends_at

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read, for as long as the fetch has left."""
        return self._stream.read(max_bytes, _left(self._ends_at, timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write, for as long as the fetch has left."""
        self._stream.write(buffer, _left(self._ends_at, timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Go over to TLS under the same end."""
        left = _left(self._ends_at, timeout, httpcore.ConnectTimeout)
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, left), ends_at=self._ends_at)

    def get_extra_info(self, info: str) -> Any:
        """What httpcore wants to know about the connection."""
        return self._stream.get_extra_info(info)


def _left(ends_at: float, timeout: float | None, raises: type[Exception]) -> float:
    left = ends_at - time.monotonic()
    if left <= 0:
        raise raises("the whole fetch took too long")
    return left if timeout is None else min(left, timeout)


def checked_address(host: str, port: int) -> str:
    """Return an address of the host that may be connected to. Raises FetchFailed when one of them is not public."""
    try:
        found = [entry[4][0] for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError:
        raise FetchFailed(_("找不到转载源的域名“%s”。") % host[:100]) from None
    if host.lower() not in settings.UPSTREAM_ALLOWED_HOSTS and not all(is_public(address) for address in found):
        raise FetchFailed(_("转载源“%s”位于内部网络，未经允许不能抓取。") % host[:100])
    return found[0]


def is_public(address: str) -> bool:
    """True for addresses of the open internet; addresses that only wrap another are judged by that one."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = (
            ip.ipv4_mapped or ip.sixtofour or (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in NAT64 else None)
        )
        if wrapped:
            return is_public(str(wrapped))
    return ip.is_global and not ip.is_multicast
