"""Which release of the program filled the store: pages of other templates are not the pages of this one."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

from django.conf import settings

BESIDES = ("templates", "locale")  # what pages say that is in none of the apps


@cache
def release() -> str:
    """A mark of the program's files, of the addresses that it writes into pages, and of the machine's start: after a power
    cut, files may be there whose content never reached the disk. The same for the life of a process."""
    mark = hashlib.sha256(f"{settings.PUBLIC_SCHEME} {settings.PUBLIC_PORT} {settings.DEBUG}".encode())
    for name in shown_folders():
        for folder, folders, files in os.walk(settings.BASE_DIR / name):
            folders[:] = sorted(each for each in folders if each != "__pycache__")
            for file in sorted(files):
                _add(mark, Path(folder) / file)
    _add(mark, Path(settings.STATIC_ROOT) / "staticfiles.json")
    start = Path("/proc/sys/kernel/random/boot_id")
    mark.update(start.read_bytes() if start.exists() else b"")
    return mark.hexdigest()[:16]


def shown_folders() -> list[str]:
    """Return the folders of the program whose files make the pages: every app of ours, so that a new one is never forgotten."""
    apps = {name.partition(".")[0] for name in settings.INSTALLED_APPS}
    return sorted(name for name in apps.union(BESIDES) if (settings.BASE_DIR / name).is_dir())


def _add(mark: hashlib._Hash, file: Path) -> None:
    if file.exists():
        seen = file.stat()
        mark.update(f"{file} {seen.st_size} {seen.st_mtime_ns}".encode())
