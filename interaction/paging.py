"""Numbered pages of a list: any page number clamps to one that exists."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

MOST_COUNTED = 10_000  # a list that is longer says “10000+”: nobody turns so many pages, and counting on costs seconds


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


def pagination(page: Page, *, url: str, **query: str) -> dict[str, Any]:
    """Return what the pagination component draws; `query` is what every link carries besides the page."""

    def address(number: int) -> str:
        pairs = {name: value for name, value in query.items() if value}
        if number > 1:
            pairs["page"] = str(number)
        return f"{url}?{urlencode(pairs)}" if pairs else url

    shown = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {
        "pages": [
            {"number": number, "url": address(number), "is_current": number == page.number}
            if isinstance(number, int)
            else {"number": None}
            for number in shown
        ],
        "previous_url": address(page.previous_page_number()) if page.has_previous() else "",
        "next_url": address(page.next_page_number()) if page.has_next() else "",
        "page_count": page.paginator.num_pages,
        "total": page.paginator.count,
    }
