"""What a column's page shows, assembled; breadcrumbs for every page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from content import page_meta
from content.page_head import head_of_column
from content.rows import Row, Wanted, count_in, newest, page_of
from content.structure import Section, Structure
from sites.models import Site
from sites.paging import Numbered, numbered

PER_PAGE = 20
MOST_PAGES = 1000
GROUP_ROWS = 6


@dataclass(frozen=True, slots=True)
class Step:
    """A name that leads somewhere: breadcrumb, tree of columns, ways on."""

    name: str
    url: str
    is_current: bool = False
    children: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A list under a heading of its own."""

    name: str
    url: str
    rows: list[Row]


def trail_of(section: Section, *last: str) -> list[Step]:
    """The breadcrumb of a column, or of a page in it."""
    steps = [Step(_("首页"), reverse("content:home"))]
    steps += [Step(each.name, each.url) for each in section.trail()]
    return steps + [Step(name, "") for name in last]


def column_page(site: Site, structure: Structure, section: Section, *, number: int, at: datetime) -> dict[str, object]:
    """The context of a column's page: its own articles by pages, or a group for each column under it."""
    counted = count_in(section, most=PER_PAGE * MOST_PAGES + 1, at=at)
    groups = _groups(section, structure, at=at) if section.children and not counted.all else []
    pagination = numbers_below(section, number, counted.all)
    start = (pagination.number - 1) * PER_PAGE
    rows = page_of(section, structure, counted, start=start, count=PER_PAGE, at=at)
    return {
        "column": section,
        "head": head_of_column(site, section),
        "trail": trail_of(section),
        "tree": _tree(section),
        "tree_title": section.trail()[0].name,
        "rows": rows,
        "groups": groups if any(group.rows for group in groups) else [],
        "pagination": pagination,
        "empty_ways": _ways_on(structure, section),
        "page_meta": page_meta.site_tags(site) + page_meta.column_tags(section),
    }


def pages_of(section: Section, *, at: datetime) -> int:
    """The number of pages of the column's list, at least one."""
    return max(1, -(-count_in(section, most=PER_PAGE * MOST_PAGES, at=at).all // PER_PAGE))


def _groups(section: Section, structure: Structure, *, at: datetime) -> list[Group]:
    wanted = [Wanted(tuple(child.with_descendants()), GROUP_ROWS) for child in section.children]
    lists = newest(wanted, structure, at=at)
    return [Group(child.name, child.url, rows) for child, rows in zip(section.children, lists, strict=True)]


def _tree(current: Section) -> tuple[Step, ...]:
    top = current.trail()[0]

    def step(section: Section, depth: int) -> Step:
        children = section.children if depth and section in current.trail() else ()
        return Step(section.name, section.url, section is current, tuple(step(each, depth - 1) for each in children))

    return tuple(step(each, 1) for each in top.children) or (step(top, 0),)


def _ways_on(structure: Structure, section: Section) -> list[Step]:
    others = section.parent.children if section.parent else structure.navigation()
    near = [each for each in others if each is not section][:4]
    return [Step(each.name, each.url) for each in near] + [Step(_("站点地图"), reverse("content:site_map"))]


def page_url(section: Section, number: int) -> str:
    """The address of one page of a column's list."""
    return section.url if number == 1 else reverse("content:column_page", args=[section.path, number])


def numbers_below(section: Section, asked: int, counted: int) -> Numbered:
    """The page numbers below the column's list; the total stops at MOST_PAGES pages, so that counting never depends on
    size."""
    page_count = max(1, min(MOST_PAGES, -(-counted // PER_PAGE)))
    total = str(counted) if counted <= PER_PAGE * MOST_PAGES else _("超过 %s") % (PER_PAGE * MOST_PAGES)
    number = min(max(1, asked), page_count)
    return numbered(number, page_count, total=total, address=lambda each: page_url(section, each))
