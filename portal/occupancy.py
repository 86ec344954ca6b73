"""Who is using a folder: a lock file that the kernel frees when its holder dies, so it can never be stale."""

import fcntl
import os
from pathlib import Path


class Occupied(Exception):
    """Another process holds the lock; `note` is what it wrote about itself."""

    def __init__(self, note: str) -> None:
        super().__init__(note)
        self.note = note


def is_occupied(file: Path) -> bool:
    """True while a process holds the lock."""
    try:
        descriptor = os.open(file, os.O_RDONLY)
    except OSError:
        return False
    try:
        if not os.read(descriptor, 1):  # nobody's: the lock is not even tried, for whoever is about to take it
            return False
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


class Occupancy:
    """The exclusive use of something, marked by a lock file; `with Occupancy(file, note):` or take() and leave()."""

    def __init__(self, file: Path, note: str = "") -> None:
        self.file = file
        self.note = note or f"PID {os.getpid()}"
        self._descriptor: int | None = None

    def take(self) -> None:
        """Take the lock or raise Occupied with the note of its holder."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.file, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            note = os.read(descriptor, 1000).decode("utf-8", "replace").strip()
            os.close(descriptor)
            raise Occupied(note) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, self.note.encode(), 0)
        self._descriptor = descriptor

    def leave(self) -> None:
        """Give the lock back; the empty file stays, because removing it would let two holders in."""
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> "Occupancy":
        self.take()
        return self

    def __exit__(self, *exception: object) -> None:
        self.leave()
