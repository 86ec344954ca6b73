"""Where files lie: what anybody may fetch in one folder, which any web server may serve as it is; the rest in another.

A file moves between the two when articles are published or taken down (content/actions/standing.py). Names are the same
in both, so whoever opens a file through the storage need not know where it is.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils._os import safe_join


class MediaStorage(FileSystemStorage):
    """The two folders as one storage; what is saved begins among the open ones."""

    def path(self, name: str) -> str:
        """Return where the file is now."""
        place = super().path(name)
        held = self.held_path(name)
        return str(held) if not Path(place).exists() and held.exists() else place

    def held_path(self, name: str) -> Path:
        """Return where the file lies while it is not open."""
        return Path(safe_join(settings.MEDIA_HELD, name))

    def open_path(self, name: str) -> Path:
        """Return where the file lies while it is open."""
        return Path(super().path(name))

    def move(self, name: str, *, is_open: bool) -> None:
        """Put the file into the right folder; nothing happens when it is there already, or nowhere."""
        source, target = self.held_path(name), self.open_path(name)
        if not is_open:
            source, target = target, source
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileNotFoundError):  # another process was faster
                source.replace(target)

    def write(self, name: str, content: bytes, *, is_open: bool) -> None:
        """Keep the bytes under exactly this name; whoever reads it sees the old file or the new one, never half of it."""
        target = self.open_path(name) if is_open else self.held_path(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        half = target.with_name(f".{target.name}.{os.getpid()}")
        half.write_bytes(content)
        half.replace(target)

    def delete(self, name: str) -> None:
        """Remove the file wherever it is, in both folders if a fault left it in both."""
        for place in (self.open_path(name), self.held_path(name)):
            place.unlink(missing_ok=True)


def place_of(name: str) -> Path | None:
    """Return where a file is now, None when it is nowhere or the name leads out of the folders."""
    try:
        place = Path(default_storage.path(name))
    except (SuspiciousFileOperation, ValueError, OSError):
        return None
    return place if place.is_file() else None
