"""Asking a source and the pages it leads to, without the database, so that many sources are asked at the same time."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from content.syndication.entries import Dropped, Entry, Unreadable, reading_of
from content.syndication.feeds import read_feed
from content.syndication.json_feeds import read_json_feed
from content.syndication.pages import Listed, Selectors, read_list, read_page
from content.syndication.sitemaps import read_sitemap
from content.upstream import Fetched, FetchFailed, fetch, in_time

if TYPE_CHECKING:
    from content.models import UpstreamSource

PAGES_AT_ONCE = 20
CONNECTIONS = 4  # to one site, which serves its readers meanwhile
LEAST_SECONDS = 1
LINKED = {"list", "sitemap"}
GONE = (404, 410)


@dataclass(frozen=True)
class Asking:
    """What has to be known to ask a source: nothing here needs the database any more. Pages in `known` are not asked again;
    those in `again` are looked at once more, whether the source still names them or not."""

    kind: str
    address: str
    etag: str = ""
    last_modified: str = ""
    selectors: Selectors = field(default_factory=Selectors)
    known: frozenset[str] = frozenset()
    again: tuple[str, ...] = ()
    most_pages: int = PAGES_AT_ONCE

    @classmethod
    def of(cls, source: UpstreamSource, **fields: object) -> Asking:
        """What the source's row says."""
        places = ("item", "link", "title", "date", "body")
        selectors = Selectors(**{name: getattr(source, f"{name}_selector") for name in places})
        return cls(kind=source.kind, address=source.address, selectors=selectors, **fields)


@dataclass
class Gathered:
    """What came of asking: entries, what cannot be used, and the marks to answer "unchanged" by. Pages that there was no
    time for are left for the next time; it is whole when none was left and none failed. Known pages that the other side says
    are not there are `gone`, each with the status of the answer."""

    entries: list[Entry] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    etag: str = ""
    last_modified: str = ""
    is_whole: bool = True
    left: int = 0
    gone: dict[str, int] = field(default_factory=dict)


def gather(asking: Asking, *, at: datetime) -> Gathered:
    """Ask the source. Raises FetchFailed or Unreadable with a sentence; a single page that fails is only left out."""
    ends_at = in_time()
    fetched = fetch(asking.address, etag=asking.etag, last_modified=asking.last_modified, ends_at=ends_at)
    gathered = Gathered(etag=fetched.etag, last_modified=fetched.last_modified)
    if asking.kind in LINKED:
        _gather_pages(asking, fetched, gathered, ends_at=ends_at, at=at)
    elif not fetched.is_unchanged:
        read = {"feed": read_feed, "json": read_json_feed}[asking.kind]
        reading = read(fetched.body, address=asking.address, charset=fetched.charset, at=at)
        gathered.entries, gathered.dropped = reading
    return gathered


def _gather_pages(asking: Asking, fetched: Fetched, gathered: Gathered, *, ends_at: float, at: datetime) -> None:
    """Ask the pages that are new, and those to be looked at again, as many as there is time for."""
    listed = [] if fetched.is_unchanged else _listed(asking, fetched, gathered, ends_at=ends_at)
    by_link = {page.link: page for page in listed if page.link}
    wanted = [page for page in by_link.values() if page.link not in asking.known]
    wanted += [by_link.get(link) or Listed("", link) for link in asking.again]
    now, gathered.left = wanted[: asking.most_pages], len(wanted[asking.most_pages :])
    with ThreadPoolExecutor(CONNECTIONS, thread_name_prefix="pages") as pool:
        asked = list(pool.map(lambda page: _page(asking, page, gathered, ends_at=ends_at, at=at), now))
    read = [each for each in asked if each is not None]
    gathered.left += len(asked) - len(read)
    gathered.is_whole = not gathered.left and not any(isinstance(each, Dropped) and each.is_for_now for each in read)
    entries, dropped = reading_of(read)
    gathered.entries, gathered.dropped = entries, gathered.dropped + dropped


def _page(asking: Asking, page: Listed, gathered: Gathered, *, ends_at: float, at: datetime) -> Entry | Dropped | None:
    """Ask one page and read it; None when there is no time left for it."""
    if ends_at - time.monotonic() < LEAST_SECONDS:
        return None
    try:
        answer = fetch(page.link, ends_at=ends_at)
        return read_page(answer.body or b"", page, charset=answer.charset, selector=asking.selectors.body, at=at)
    except FetchFailed as error:
        if error.status in GONE and page.link in asking.again:
            gathered.gone[page.link] = error.status
        return Dropped(page.title or page.link, str(error), is_for_now=True)
    except Unreadable as error:
        return Dropped(page.title or page.link, str(error), is_for_now=True)


def _listed(asking: Asking, fetched: Fetched, gathered: Gathered, *, ends_at: float) -> list[Listed]:
    place = {"address": asking.address, "charset": fetched.charset}
    if asking.kind == "list":
        listed, dropped = read_list(fetched.body, **place, selectors=asking.selectors)
        gathered.dropped += dropped
        return listed
    found = read_sitemap(fetched.body, **place)
    pages = found.pages
    for address in found.maps:
        answer = fetch(address, ends_at=ends_at)
        pages += read_sitemap(answer.body or b"", address=address, charset=answer.charset).pages
    return pages
