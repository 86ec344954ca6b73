"""What comes out of looking at a file: what it is, and the bytes to keep."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

CHUNK = 1024 * 1024


class FileRefused(ValueError):
    """The file is not one that we keep; the message is a sentence for the person."""


@dataclass(frozen=True)
class KeptPart:
    """The part of a large file that is kept, read when it is needed: recordings are not held in memory. `blanked` gives
    bytes that replace those at a place of the file, as (place, bytes)."""

    file: BinaryIO
    start: int
    end: int
    blanked: tuple[tuple[int, bytes], ...] = ()

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes to keep."""
        self.file.seek(self.start)
        place = self.start
        while place < self.end:
            chunk = self.file.read(min(CHUNK, self.end - place))
            if not chunk:
                return
            yield self._blanked(chunk, place)
            place += len(chunk)

    def _blanked(self, chunk: bytes, place: int) -> bytes:
        kept = None
        for at, blank in self.blanked:
            first, last = max(at, place), min(at + len(blank), place + len(chunk))
            if first < last:
                kept = kept or bytearray(chunk)
                kept[first - place : last - place] = blank[first - at : last - at]
        return bytes(kept) if kept is not None else chunk


@dataclass(frozen=True)
class RecognisedFile:
    """A file that we keep: what it is, and the bytes to keep, in `content` or, of a recording, in `part`.
    `duration` is in whole seconds."""

    kind: str
    name: str
    extension: str
    content_type: str
    content: bytes = b""
    width: int | None = None
    height: int | None = None
    duration: int | None = None
    part: KeptPart | None = field(default=None, compare=False)

    @property
    def size(self) -> int:
        """The number of bytes to keep."""
        return self.part.end - self.part.start if self.part else len(self.content)

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes to keep."""
        if self.part:
            yield from self.part.chunks()
        else:
            stream = io.BytesIO(self.content)
            while chunk := stream.read(CHUNK):
                yield chunk
