"""Lists by numbered pages: which page is asked for, and what components/_pagination.html draws below it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from sites.query_fields import number_in

MOST = 100_000
MOST_COUNTED = 10_000  # a list that is longer says “10000+”: nobody turns so many pages, and counting on costs seconds
AROUND = 2  # pages that are named on each side of the current one


@dataclass(frozen=True, slots=True)
class Numbered:
    """The page numbers below a list: the first, the last, those around the current one, and gaps between. A number is
    {number, url, is_current}, a gap has the number None."""

    number: int
    page_count: int
    total: int | str
    pages: list[dict[str, Any]]
    previous_url: str
    next_url: str


def numbered(number: int, page_count: int, *, total: int | str, address: Callable[[int], str]) -> Numbered:
    """Return the numbers around a page of so many; `address` names each page's address."""
    near = {1, page_count, *range(max(1, number - AROUND), min(page_count, number + AROUND) + 1)}
    pages, before = [], 0
    for each in sorted(near):
        if each - before > 1:
            pages.append({"number": None, "url": "", "is_current": False})
        pages.append({"number": each, "url": address(each), "is_current": each == number})
        before = each
    return Numbered(
        number=number,
        page_count=page_count,
        total=total,
        pages=pages,
        previous_url=address(number - 1) if number > 1 else "",
        next_url=address(number + 1) if number < page_count else "",
    )


def page_asked(query: Mapping[str, str]) -> int | None:
    """Return the page that a query string asks for, None when it asks for none that any list could have."""
    number = number_in(query.get("page", ""))
    return number if number and number <= MOST else None


def counted(rows: QuerySet, most: int = MOST_COUNTED) -> int:
    """Count the rows, but no further than one more than the most that is told."""
    return rows.order_by()[: most + 1].count()


class ShortCounting(Paginator):
    """Pages of a list that may be very long: the count, and with it the last page, ends at a limit."""

    def __init__(self, rows: QuerySet, size: int, *, known: int | None = None) -> None:
        super().__init__(rows, size)
        self.known = known

    @cached_property
    def count(self) -> int:
        """The number of rows, the limit at most."""
        return min(self.reckoned, MOST_COUNTED)

    @cached_property
    def reckoned(self) -> int:
        """The number of rows, one more than the limit when there are more."""
        return counted(self.object_list) if self.known is None else self.known


def short_page_of(rows: QuerySet, number: str, *, size: int, known: int | None = None) -> Page:
    """As page_of, for a list that may hold hundreds of thousands; `known` is the number of rows where it was counted."""
    return ShortCounting(rows, size, known=known).get_page(number)


def page_of(rows: Any, number: str, *, size: int) -> Page:
    """Return the page with the number, the nearest one for a number that does not exist, the first for nonsense."""
    return Paginator(rows, size).get_page(number)


def pagination(page: Page, *, url: str, **query: str) -> Numbered:
    """Return the numbers around a page of rows; `query` is what every link carries besides the page."""

    def address(number: int) -> str:
        pairs = {name: value for name, value in query.items() if value}
        if number > 1:
            pairs["page"] = str(number)
        return f"{url}?{urlencode(pairs)}" if pairs else url

    return numbered(page.number, page.paginator.num_pages, total=page.paginator.count, address=address)
