"""The site map for search engines: an index of small maps, one for the columns and one for each month of publication.

A month is found from the one after it by one step in the index of public articles, so the index of two million articles is
as cheap as its months are many; a map reads the articles of its own month and no others. A month with more than PART
articles has several maps; one without articles has none.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import timezone as fixed_zone
from functools import cache
from itertools import chain

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from content.models import Article, Revision
from content.querysets import ArticleQuerySet
from content.structure import Structure, article_url
from content.together import counts_of
from content.workflow import State
from sites.models import Site
from sites.models.column import ColumnState
from sites.prepared import BLANKS, Prepared, prepared
from sites.scope import everything

PART = 50_000  # sitemaps.org: the most addresses of one map
MOST_MONTHS = 1200
SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
Entry = tuple[str, datetime | None]
BEIJING = fixed_zone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month in Beijing."""

    year: int
    number: int

    @classmethod
    def of(cls, moment: datetime) -> Month:
        """The month in which the moment lies."""
        local = timezone.localtime(moment)
        return cls(local.year, local.month)

    @classmethod
    def read(cls, text: str) -> Month | None:
        """Read it from six digits; None for what is no month."""
        year, number = int(text[:4]), int(text[4:])
        return cls(year, number) if 1 <= number <= 12 and 1900 <= year <= 9000 else None

    def __str__(self) -> str:
        return f"{self.year:04}{self.number:02}"

    @property
    def begins(self) -> datetime:
        """Its first moment."""
        return datetime(self.year, self.number, 1, tzinfo=timezone.get_default_timezone())

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        year, number = self.year + self.number // 12, self.number % 12 + 1
        return datetime(year, number, 1, tzinfo=timezone.get_default_timezone())


def index_xml(site: Site, *, at: datetime) -> bytes:
    """The index of all maps of the site, the newest month first."""
    corrected = _corrections(site)
    maps: list[Entry] = [(reverse("content:sitemap_columns"), None)]
    for month, newest in months_of(site, at=at):
        changed = max(newest, corrected.get(month, newest))
        for part in range(1, parts_of(site, month, at=at) + 1):
            maps.append((_map_url(month, part), changed))
    return _xml("sitemapindex", "sitemap", ((site.origin + url, changed) for url, changed in maps))


Addresses = Callable[[Site], Iterable[Entry]]
_more: list[Addresses] = []


def adds_addresses(source: Addresses) -> Addresses:
    """Let an app above name further pages for the map of standing pages: a function from the site to paths with their last
    change. What it names must drop that map when it changes (content/affected.py)."""
    if source not in _more:
        _more.append(source)
    return source


def columns_xml(site: Site, structure: Structure) -> bytes:
    """The map of the home page, of every column that is in use, and of what other apps show."""
    urls = [reverse("content:home"), reverse("content:site_map")]
    urls += [each.url for each in structure.by_path.values() if each.path and each.state == ColumnState.ACTIVE]
    entries = chain(((url, None) for url in urls), *(source(site) for source in _more))
    return _xml("urlset", "url", ((site.origin + url, changed) for url, changed in entries))


def month_xml(site: Site, structure: Structure, month: Month, part: int, *, at: datetime) -> bytes | None:
    """The map of what was first published in the month, None when there is nothing; `part` counts from one."""
    start = (part - 1) * PART
    rows = (
        _public(site, at=at)
        .filter(published_at__gte=month.begins, published_at__lt=month.ends)
        .newest_first()
        .values_list("pk", "column_id", "published_at", "live__published_at")[start : start + PART]
    )
    entries = _articles(site, structure, rows.iterator(chunk_size=5000))
    first = next(entries, None)
    return None if first is None else _xml("urlset", "url", chain([first], entries))


def months_of(site: Site, *, at: datetime) -> Iterator[tuple[Month, datetime]]:
    """Every month in which something public was published, with its newest publication, the newest month first."""
    before = at + timedelta(seconds=1)
    for _step in range(MOST_MONTHS):
        newest = (
            _public(site, at=at)
            .filter(published_at__lt=before)
            .newest_first()
            .values_list("published_at", flat=True)
            .first()
        )
        if newest is None:
            return
        month = Month.of(newest)
        yield month, newest
        before = month.begins


def _public(site: Site | int, *, at: datetime) -> ArticleQuerySet:
    return Article.objects.public(at=at).for_site(site)


def parts_of(site: Site, month: Month, *, at: datetime) -> int:
    """The number of maps that the month needs."""
    count = counts_of([_of_month().about(site=site.pk, now=at, since=month.begins, until=month.ends)])[0]
    return max(1, -(-count // PART))


@cache
def _of_month() -> Prepared:
    """The public articles of a site that were published between two moments; counted at every change of an article."""
    with everything("a list to be filled in with the site"):
        rows = _public(BLANKS["site"], at=BLANKS["now"])
        return prepared(
            rows.filter(published_at__gte=BLANKS["since"], published_at__lt=BLANKS["until"]).values_list("pk")
        )


def _corrections(site: Site) -> dict[Month, datetime]:
    """For each month the newest change of an article that was published in it and corrected later."""
    later = Revision.objects.filter(article__site=site, state=State.PUBLISHED, number__gt=1)
    found: dict[Month, datetime] = {}
    days = later.values_list("article__published_at__date").annotate(Max("published_at")).order_by()
    for day, changed in days:
        if day and changed:
            month = Month(day.year, day.month)
            found[month] = max(changed, found.get(month, changed))
    return found


def _articles(site: Site, structure: Structure, rows: Iterable[tuple]) -> Iterator[Entry]:
    origin, by_pk = site.origin, structure.by_pk
    for pk, column_pk, published_at, changed in rows:
        section = by_pk.get(column_pk)
        if section:
            yield origin + article_url(section.path, published_at, pk), max(published_at, changed or published_at)


def _map_url(month: Month, part: int) -> str:
    return reverse("content:sitemap_month", args=[month] if part == 1 else [month, part])


def _xml(root: str, each: str, entries: Iterable[Entry]) -> bytes:
    out = io.BytesIO()
    with etree.xmlfile(out, encoding="utf-8") as file:
        file.write_declaration()
        with file.element(f"{{{SCHEMA}}}{root}", nsmap={None: SCHEMA}):
            for address, changed in entries:
                entry = etree.Element(f"{{{SCHEMA}}}{each}", nsmap={None: SCHEMA})
                etree.SubElement(entry, f"{{{SCHEMA}}}loc").text = address
                if changed:
                    moment = changed.astimezone(BEIJING).isoformat(timespec="seconds")
                    etree.SubElement(entry, f"{{{SCHEMA}}}lastmod").text = moment
                file.write(entry)
    return out.getvalue()
