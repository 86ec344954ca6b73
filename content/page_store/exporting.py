"""A whole site as files that any web server can serve: pages, pictures, attachments, static files, feeds, a page for 404."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

from content.page_store.addresses import INDEX
from content.page_store.inventory import pages_of
from content.page_store.rendering import absent_page, render_page
from sites.models import Site

LINKED = re.compile(rb"""(?:src|href|poster|content)=["']([^"'#?]+)|([^\s,"']+)\s+\d+w""")
FILES = ("/media/", "/qr/")
NOWHERE = "404.html"
Progress = Callable[[int], None]


@dataclass
class Exported:
    """What was written, and which addresses answered with something else than a page."""

    pages: int = 0
    files: int = 0
    failed: list[tuple[str, int]] = field(default_factory=list)


def export_site(site: Site, target: Path, *, at: datetime, progress: Progress | None = None) -> Exported:
    """Write the site into the folder as it lies below its host: a sub-site under its prefix. What needs the application
    (search, letters) stays with the site itself."""
    done, linked = Exported(), set()
    for path in pages_of(site, at=at):
        page = render_page(site.host, path)
        if page.status != 200:
            done.failed.append((path, page.status))
            continue
        _write(target, path, page.body)
        done.pages += 1
        linked |= _linked_files(page.body, site)
        if progress:
            progress(done.pages)
    for path in sorted(linked):
        _export_file(site, path, target, done)
    _write(target, f"{site.base_path}/{NOWHERE}", absent_page(site.host, f"{site.base_path}/{NOWHERE}").body)
    copy_static(target / settings.STATIC_URL.strip("/"))
    return done


def _linked_files(body: bytes, site: Site) -> set[str]:
    """The paths of pictures and attachments that the page shows, on its own host."""
    found = set()
    for match in LINKED.finditer(body):
        seen = urlsplit(unquote((match[1] or match[2]).decode("utf-8", "replace")))
        inside = seen.path.removeprefix(site.base_path)
        if seen.hostname in {None, site.host} and inside.startswith(FILES) and ".." not in seen.path:
            found.add(seen.path)
    return found


def _export_file(site: Site, path: str, target: Path, done: Exported) -> None:
    answer = render_page(site.host, path)
    if answer.status == 200:
        _write(target, path, answer.body)
        done.files += 1
    else:
        done.failed.append((path, answer.status))


def _write(target: Path, path: str, body: bytes) -> None:
    file = target / (path + INDEX if path.endswith("/") else path).lstrip("/")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(body)


def copy_static(target: Path) -> None:
    """Copy the static files: the collected ones with their hashed names in production, else those of the public pages."""
    if not settings.DEBUG and Path(settings.STATIC_ROOT).is_dir():
        shutil.copytree(settings.STATIC_ROOT, target, dirs_exist_ok=True)
        return
    for finder in get_finders():
        for name, storage in finder.list([]):
            if not name.startswith(("admin/", "unfold/", "guardian/")):
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(storage.path(name), target / name)
