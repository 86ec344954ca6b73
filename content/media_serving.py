"""Sending a file of the media folders: whole or in part, so that a reader can jump in a video, and never guessed at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date

TYPES = {
    "jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "avif": "image/avif",
    "mp4": "video/mp4", "webm": "video/webm", "mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg",
    "vtt": "text/vtt; charset=utf-8", "pdf": "application/pdf",
}  # fmt: skip
RANGE = re.compile(r"^bytes=(\d{0,18})-(\d{0,18})$")
CHUNK = 256 * 1024


def send_file(request: HttpRequest, place: Path, *, name: str, content_type: str, is_open: bool) -> HttpResponse:
    """Answer with the file, or with the part of it that was asked for. What is not open is kept by no cache. `name` is what
    a reader saves it as."""
    ending = place.name.rpartition(".")[2]
    kind = TYPES.get(ending, content_type)
    if settings.MEDIA_ACCEL:
        response = HttpResponse(content_type=kind)
        response.headers["X-Accel-Redirect"] = _internal_address(place)
    else:
        response = _answer(request, place, kind)
    response.headers["Content-Disposition"] = content_disposition_header(ending not in TYPES, name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "public, max-age=86400" if is_open else "private, no-store"
    return response


def _internal_address(place: Path) -> str:
    """The address below the internal location of the web server in front, which reaches PORTAL_VAR."""
    held = place.is_relative_to(settings.MEDIA_HELD)
    folder = Path(settings.MEDIA_HELD if held else settings.MEDIA_ROOT)
    return f"{settings.MEDIA_ACCEL.rstrip('/')}/{folder.name}/{quote(str(place.relative_to(folder)))}"


def _answer(request: HttpRequest, place: Path, kind: str) -> HttpResponse:
    file = place.open("rb")
    stat = place.stat()
    etag = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'
    unchanged = get_conditional_response(request, etag=etag, last_modified=int(stat.st_mtime))
    if unchanged is not None and unchanged.status_code == 304:
        file.close()
        unchanged.headers["ETag"] = etag
        return unchanged
    first, last = _asked_part(request, stat.st_size, etag, http_date(stat.st_mtime))
    if first is None:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{stat.st_size}"})
    is_part = (first, last) != (0, stat.st_size - 1)
    if is_part and request.method != "HEAD":
        response = StreamingHttpResponse(_part(file, first, last), status=206, content_type=kind)
        response._resource_closers.append(file.close)
    else:
        response = FileResponse(file, status=206 if is_part else 200, content_type=kind)
    if is_part:
        response.headers["Content-Range"] = f"bytes {first}-{last}/{stat.st_size}"
    response.headers["Content-Length"] = str(last - first + 1)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(stat.st_mtime)
    return response


def _asked_part(request: HttpRequest, size: int, etag: str, modified: str) -> tuple[int | None, int | None]:
    """Return the first and the last byte that are asked for, the whole file without a usable range, (None, None) for one
    that lies beyond the end (RFC 9110, 14.2)."""
    whole = 0, size - 1
    condition = request.headers.get("If-Range")
    match = RANGE.match(request.headers.get("Range", "").replace(" ", ""))
    if match is None or match[0] == "bytes=-" or (condition and condition not in {etag, modified}):
        return whole
    if not match[1]:
        length = int(match[2])
        return (max(0, size - length), size - 1) if length else (None, None)
    first = int(match[1])
    last = min(int(match[2]) if match[2] else size - 1, size - 1)
    if match[2] and int(match[2]) < first:
        return whole
    return (first, last) if first < size else (None, None)


def _part(file: BinaryIO, first: int, last: int) -> Iterator[bytes]:
    file.seek(first)
    left = last - first + 1
    while left > 0 and (chunk := file.read(min(CHUNK, left))):
        left -= len(chunk)
        yield chunk
