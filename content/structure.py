"""The columns of a site as the public pages need them: a small frozen tree, kept in the process until it changes.

Every action that changes a column raises the site's `structure_version`; the version comes with the site's row on each
request, so a stale tree is never used and an unchanged one costs no query.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from django.urls import get_script_prefix, reverse

from sites.calendar import CHINA
from sites.models import Column, ColumnType, Site
from sites.models.column import ColumnState
from sites.scope import everything

KEPT_SITES = 1000


@dataclass(slots=True, eq=False)
class Section:
    """One column with its place in the tree."""

    pk: int
    name: str
    path: str
    type: str
    purpose: str
    keywords: str
    in_navigation: bool
    state: str
    successor_pk: int | None
    is_gone: bool
    parent: Section | None = None
    children: list[Section] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The address of its page on the site being served."""
        prefix = get_script_prefix()
        return _column_shape(prefix).replace("COLUMN", self.path) if self.path else prefix

    @property
    def type_label(self) -> str:
        """The official word for its type, as the meta tag wants it."""
        return str(ColumnType(self.type).label)

    def trail(self) -> list[Section]:
        """From the column under the home page down to this one."""
        above = self.parent.trail() if self.parent and self.parent.path else []
        return [*above, self]

    def with_descendants(self) -> Iterator[Section]:
        """This column and everything shown under it."""
        yield self
        for child in self.children:
            yield from child.with_descendants()

    def article_url(self, published_at: datetime, pk: int) -> str:
        """The address of an article of this column on the site being served."""
        return article_url(self.path, published_at, pk)


@dataclass(slots=True)
class Structure:
    """All columns of one site; only active ones are linked into the tree."""

    by_pk: dict[int, Section]
    by_path: dict[str, Section]
    root: Section | None
    parents: list[tuple[str, str, str]]

    def navigation(self) -> list[Section]:
        """The columns of the main navigation, in order."""
        return [section for section in self.root.children if section.in_navigation] if self.root else []

    def of_type(self, *types: str) -> Section | None:
        """The first column, in reading order, of one of the types, tried in the given order."""
        for wanted in types:
            for section in self.by_path.values():
                if section.type == wanted and section.path and section.state == ColumnState.ACTIVE:
                    return section
        return None


_kept: OrderedDict[int, tuple[int, Structure]] = OrderedDict()


def structure_of(site: Site) -> Structure:
    """Return the site's columns, read once per structure version and process."""
    kept = _kept.get(site.pk)
    if kept and kept[0] == site.structure_version:
        return kept[1]
    structure = _read(site)
    _kept[site.pk] = (site.structure_version, structure)
    _kept.move_to_end(site.pk)
    if len(_kept) > KEPT_SITES:
        _kept.popitem(last=False)
    return structure


def forget_structures() -> None:
    """Drop what the process keeps, for tests, where versions start anew with each database."""
    _kept.clear()


def article_url(column_path: str, published_at: datetime, pk: int) -> str:
    """The address of an article on the site being served; the day in it is that of first publication, in Beijing."""
    day = published_at.astimezone(CHINA)
    month = f"{day.year}{day.month:02}"
    return _article_shape(get_script_prefix()).format(path=column_path, month=month, day=f"{month}{day.day:02}", pk=pk)


def article_path(column_path: str, published_at: datetime, pk: int) -> str:
    """The address of an article below the root of its own site, for links from one site to another."""
    day = published_at.astimezone(CHINA)
    return f"/{column_path}/{day:%Y%m}/t{day:%Y%m%d}_{pk}.html"


@lru_cache(maxsize=KEPT_SITES)
def _article_shape(prefix: str) -> str:
    """The route's address with places to fill in: a list reverses it once instead of once per row."""
    address = reverse("content:article", args=["COLUMN", "000000", "11111111", "2222"]).removeprefix(prefix)
    for sample, place in (("COLUMN", "path"), ("11111111", "day"), ("000000", "month"), ("2222", "pk")):
        address = address.replace(sample, f"{{{place}}}", 1)
    return prefix + address


@lru_cache(maxsize=KEPT_SITES)
def _column_shape(prefix: str) -> str:
    return prefix + reverse("content:column", args=["COLUMN"]).removeprefix(prefix)


def _read(site: Site) -> Structure:
    fields = (
        "pk",
        "name",
        "path",
        "type",
        "purpose",
        "keywords",
        "is_in_navigation",
        "state",
        "successor_id",
        "is_gone",
    )
    by_pk: dict[int, Section] = {}
    root = None
    with everything("the public structure of one site"):
        rows = list(Column.objects.for_site(site).in_tree_order().values_list(*fields, "parent_id"))
    for *values, parent_pk in rows:
        section = Section(*values)
        by_pk[section.pk] = section
        section.parent = by_pk.get(parent_pk)
        if section.parent is None:
            root = section
        elif section.state == ColumnState.ACTIVE:
            section.parent.children.append(section)
    above = site.get_ancestors() if site.parent_id else ()
    parents = [(each.name, each.host, each.address("/")) for each in above]
    return Structure(by_pk, _by_path(by_pk.values()), root, parents)


def _by_path(sections: Collection[Section]) -> dict[str, Section]:
    """Columns by path in reading order; one that is in use wins over those that had its path before."""
    found = {section.path: section for section in sections if section.state == ColumnState.ACTIVE}
    for section in sorted(sections, key=lambda each: -each.pk):
        found.setdefault(section.path, section)
    return found
