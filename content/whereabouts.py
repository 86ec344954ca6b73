"""Where an address leads now. Whatever was public once answers: with its page, with one redirect to it, or that it is gone.

A path belongs to the column in use that has it; else to the last one that left it; else to one that ended there. A column
that was merged leads to its heir. Everything is settled before the reader is sent anywhere, so nobody is sent twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import resolve, reverse

from content.models import Article
from content.pages import page_url, pages_of
from content.structure import Section, Structure, structure_of
from sites.models import Column, FormerPath, Site
from sites.models.column import ColumnState
from sites.paging import page_asked

ARTICLE = re.compile(r"/[0-9]{6}/t[0-9]{8}_([0-9]{1,18})\.html$", re.IGNORECASE)
LIST_PAGE = re.compile(r"^/(?P<path>[A-Za-z0-9_/-]+?)/(?:index(?:_(?P<number>[0-9]{1,6}))?\.html?)?$", re.IGNORECASE)


def column_at(site: Site, structure: Structure, path: str) -> Section:
    """The column that the path leads to, heirs of merged ones included; the home page is none. Raises Http404."""
    for spelt in (path, path.lower()):
        section = holder_of(structure, spelt, lambda spelt=spelt: _left_by(site, spelt))
        if section:
            return section
    raise Http404


def _left_by(site: Site, path: str) -> int | None:
    return FormerPath.objects.for_site(site).filter(path=path).values_list("column", flat=True).first()


def holder_of(structure: Structure, path: str, left_by: Callable[[], int | None]) -> Section | None:
    """The column that the path leads to, None for the home page and for a path that never was one. `left_by` says which
    column left the path last; it is asked only where no column in use has the path."""
    section = structure.by_path.get(path)
    if section is None or section.state != ColumnState.ACTIVE:
        section = structure.by_pk.get(left_by()) or section
    if section is None or not section.path:
        return None
    seen = {section.pk}
    while section.state == ColumnState.MERGED and section.successor_pk not in seen:
        seen.add(section.successor_pk)
        section = structure.by_pk[section.successor_pk]
    return section


def meant_place(site: Site, path: str, query: dict[str, str], *, at: datetime) -> str:
    """The address that an unknown path on the site was meant for: a slash forgotten, capital letters, a column's list under
    a former path. '' when nothing of ours is meant; `path` begins with a slash and lies below the site's prefix."""
    structure = structure_of(site)
    found = ARTICLE.search(path)
    if found:
        return article_place(structure, int(found[1]), at=at)
    page = LIST_PAGE.match(path if path.endswith("/") or path.lower().endswith((".html", ".htm")) else f"{path}/")
    if page is None:
        return ""
    try:
        section = column_at(site, structure, page["path"])
    except Http404:
        return ""
    return list_place(section, page_asked(query) or int(page["number"] or 1), at=at) if _has_page(section) else ""


def _has_page(section: Section) -> bool:
    return section.state in {ColumnState.ACTIVE, ColumnState.CLOSED}


def article_place(structure: Structure, pk: int, *, at: datetime) -> str:
    """The address of an article, '' when the public may not read it."""
    row = Article.objects.public(at=at).filter(pk=pk).values_list("column", "published_at").first()
    section = structure.by_pk.get(row[0]) if row else None
    return section.article_url(row[1], pk) if section else ""


def list_place(section: Section, number: int, *, at: datetime) -> str:
    """The address of a page of the column's list, of its last one when it has fewer."""
    if number <= 1:
        return section.url
    return page_url(section, min(number, pages_of(section, at=at)))


@dataclass(frozen=True, slots=True)
class Ending:
    """What the page of a closed column says."""

    on: datetime | None
    note: str
    is_gone: bool
    heir: Section | None


def ending_of(section: Section, structure: Structure) -> Ending | None:
    """How and when the column was closed, None for one in use."""
    if section.state == ColumnState.ACTIVE:
        return None
    closed = Column.objects.get(pk=section.pk)
    heir = structure.by_pk.get(closed.successor_id)
    note = closed.closing_note.strip()
    note += "。" if note and note[-1] not in "。！？." else ""
    return Ending(closed.ended_at, note, closed.is_gone, heir if heir and heir.url else None)


def lead_on(url: str, *, is_permanent: bool = True) -> HttpResponse:
    """Send the reader to the address. Browsers may remember it for an hour only: a new column may take the old address."""
    response = (HttpResponsePermanentRedirect if is_permanent else HttpResponseRedirect)(url)
    response.headers["Cache-Control"] = "max-age=3600" if is_permanent else "no-cache"
    return response


def slash_place(path: str) -> str:
    """The path with the slash at its end that it lacks, when a page of another app is there; else ''. What ends as files do
    lacks none."""
    if path.endswith("/") or "." in path.rpartition("/")[2]:
        return ""
    match = resolve(f"{path}/")
    known = match.namespace and match.namespace != "content"
    return reverse("content:home").rstrip("/") + f"{path}/" if known else ""
