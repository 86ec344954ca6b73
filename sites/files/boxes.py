"""The containers of recordings, read far enough to know what is in them: MP4 boxes (ISO 14496-12), WebM elements (EBML)."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

MOST_BOXES = 20_000


class Malformed(ValueError):
    """The container does not hold together."""


@dataclass(frozen=True)
class Box:
    """One box or element: its type, where it begins, where its content begins and ends."""

    type: bytes
    at: int
    start: int
    end: int


def mp4_boxes(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    """Yield the boxes that lie side by side between two places. Raises Malformed."""
    seen = 0
    while start + 8 <= end:
        file.seek(start)
        size, kind = struct.unpack(">I4s", _read(file, 8))
        content = start + 8
        if size == 1:
            size = struct.unpack(">Q", _read(file, 8))[0]
            content += 8
        elif size == 0:
            size = end - start
        seen += 1
        if size < content - start or start + size > end or seen > MOST_BOXES:
            raise Malformed
        yield Box(kind, start, content, start + size)
        start += size


def mp4_box(file: BinaryIO, parent: Box, *path: bytes) -> Box | None:
    """Return the first box below the parent along the path of types."""
    for kind in path:
        parent = next((box for box in mp4_boxes(file, parent.start, parent.end) if box.type == kind), None)
        if parent is None:
            return None
    return parent


def content_of(file: BinaryIO, box: Box, most: int = 4096) -> bytes:
    """Return the first bytes of a box's content."""
    file.seek(box.start)
    return file.read(min(most, box.end - box.start))


def webm_elements(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    """Yield the elements that lie side by side between two places; one of unknown size reaches to the end."""
    seen = 0
    while start + 2 <= end:
        file.seek(start)
        kind, length = _vint(file, keeps_marker=True)
        size, size_length = _vint(file, keeps_marker=False)
        content = start + length + size_length
        unknown = size == (1 << (7 * size_length)) - 1
        stop = end if unknown else content + size
        seen += 1
        if stop > end or seen > MOST_BOXES:
            raise Malformed
        yield Box(kind.to_bytes(length, "big"), start, content, stop)
        start = stop


def size_of(file: BinaryIO) -> int:
    """Return the number of bytes of the file."""
    return file.seek(0, os.SEEK_END)


def _vint(file: BinaryIO, *, keeps_marker: bool) -> tuple[int, int]:
    first = _read(file, 1)[0]
    length = 9 - first.bit_length()
    if length > 8:
        raise Malformed
    value = first if keeps_marker else first & ((1 << (8 - length)) - 1)
    for byte in _read(file, length - 1):
        value = value << 8 | byte
    return value, length


def _read(file: BinaryIO, count: int) -> bytes:
    data = file.read(count)
    if len(data) != count:
        raise Malformed
    return data
