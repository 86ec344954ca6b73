"""Numbered pages of a list; they live on the ground floor, where every app finds them."""

from sites.paging import MOST_COUNTED, ShortCounting, counted, page_of, pagination, short_page_of

__all__ = ["MOST_COUNTED", "ShortCounting", "counted", "page_of", "pagination", "short_page_of"]
