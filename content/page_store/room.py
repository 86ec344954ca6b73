"""How much disk the stored pages take, and who goes first when it is too much: what nobody has read for longest."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from content.page_store.folder import ENDINGS, UNFINISHED, PageFolder

MEASURED = ".measured"
EVERY_SECONDS = 600  # a walk over a million files takes a while
ROOM_LEFT = 0.9
BLOCK = 4096
ABANDONED_SECONDS = 3600


@dataclass
class Measured:
    """What a walk over the folder found."""

    pages: int = 0
    bytes: int = 0
    at: float = 0


def last_measured(folder: PageFolder) -> Measured | None:
    """Return what the last walk found, None before the first."""
    try:
        return Measured(**json.loads((folder.root / MEASURED).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def keep_within(folder: PageFolder, limit: int, *, at: datetime) -> int:
    """Measure the folder when the last walk is old enough, drop the pages that were unread for longest until a tenth of the
    limit (in bytes) is free, and return how many went. Files that a killed process never finished go, too.

    A page that is dropped here is not stale, so nobody has to wait for it and no lock is needed.
    """
    known = last_measured(folder)
    if known and 0 <= at.timestamp() - known.at < EVERY_SECONDS:
        return 0
    seen = list(_sizes(folder, before=at.timestamp() - ABANDONED_SECONDS))
    total, dropped = sum(size for _read, size, _page in seen), 0
    if total > limit:
        for _read, size, page in sorted(seen):
            if total <= limit * ROOM_LEFT:
                break
            folder.forget(page)
            total, dropped = total - size, dropped + 1
    folder.root.mkdir(parents=True, exist_ok=True)
    (folder.root / MEASURED).write_text(json.dumps(asdict(Measured(len(seen) - dropped, total, at.timestamp()))))
    return dropped


def _sizes(folder: PageFolder, *, before: float) -> Iterator[tuple[float, int, Path]]:
    """Yield for each page when it was last read (or written), what it takes with its packed forms, and the page. Most file
    systems note a reading once a day, which is enough to tell the read from the unread."""
    for host in folder.hosts():
        for path, _folders, names in os.walk(host):
            for name in names:
                page = Path(path) / name
                with suppress(FileNotFoundError):
                    if name.startswith(UNFINISHED) and page.stat().st_mtime < before:
                        page.unlink()
                    elif not name.startswith(".") and not name.endswith(ENDINGS):
                        forms = [each.stat() for each in _forms(page)]
                        read = max(max(form.st_atime, form.st_mtime) for form in forms)
                        yield read, sum(-(-form.st_size // BLOCK) * BLOCK for form in forms), page


def _forms(page: Path) -> Iterator[Path]:
    yield page
    for ending in ENDINGS:
        packed = page.with_name(page.name + ending)
        if packed.exists():
            yield packed
