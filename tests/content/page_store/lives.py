"""What the child processes of test_killed.py do with their database and store, which their environment names."""

from __future__ import annotations

import os
import sys
import time

import django

COMMITTED = "committed"


def publish() -> None:
    """Fill the store, publish, and stand still where the pages would be dropped: the commit is done."""
    from django.utils import timezone

    from content.actions import publish_standing
    from content.page_store import folder
    from content.page_store.purging import open_store
    from sites.models import Column, Site, User

    pages = store()
    open_store(pages, at=timezone.now())
    for path in pages_to_ask(Site.objects.get()):
        answer(path)
    assert not stale(pages)

    def stand_still(*_args: object, **_options: object) -> None:
        print(COMMITTED, flush=True)
        time.sleep(600)

    folder.PageFolder.drop = stand_still
    publish_standing(
        Column.objects.get(path="news"), by=User.objects.robot(), at=timezone.now(), basis="测试", title="新的一条",
        body="<p>正文。</p>", source="测试报",
    )  # fmt: skip


def sweep() -> None:
    """Say which stored pages are stale before the sweep, after it, and when every page has been stored again."""
    from django.utils import timezone

    from content.page_store import purging
    from sites.models import Site

    pages = store()
    print(*stale(pages) or ["none"])
    purging.sweep(pages, at=timezone.now())
    print(*stale(pages) or ["none"])
    paths = pages_to_ask(Site.objects.get())
    for path in paths:
        answer(path)
    assert len(list(pages.pages())) == len(paths)
    print(*stale(pages) or ["none"])


def store():
    """The folder of stored pages."""
    from django.conf import settings

    from content.page_store.folder import PageFolder

    return PageFolder(settings.PAGE_STORE)


def pages_to_ask(site) -> list[str]:
    """Every public page of the site."""
    from django.utils import timezone

    from content.page_store.inventory import pages_of

    return list(pages_of(site, at=timezone.now()))


def answer(path: str) -> bytes:
    """What Django answers, storing the page on the way."""
    from django.core.handlers.wsgi import WSGIHandler

    from tests.content.page_store.conftest import ask

    found = ask(WSGIHandler(), path)
    assert found.status == 200, path
    return found.body


def stale(pages) -> list[str]:
    """The stored pages that are not what Django renders now; looking stores nothing."""
    wrong = []
    for page in sorted(pages.pages()):
        name = str(page.relative_to(pages.root))
        kept, path = page.read_bytes(), "/" + name.partition("/")[2].removesuffix("index.html")
        if answer(path) != kept:
            wrong.append(name)
        page.write_bytes(kept)
    return wrong


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    django.setup()
    from sites.scope import everything

    with everything("a child of the test"):
        {"publish": publish, "sweep": sweep}[sys.argv[1]]()
