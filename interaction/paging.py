"""Numbered pages of a list: any page number clamps to one that exists."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator


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
