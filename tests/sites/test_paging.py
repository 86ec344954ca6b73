"""The numbers below a list."""

import pytest

from sites.paging import numbered, page_asked, page_of, pagination


def strip(number: int, count: int) -> str:
    """The numbers as the component draws them."""
    pages = numbered(number, count, total=0, address=str).pages
    return " ".join("…" if page["number"] is None else f"[{page['number']}]" if page["is_current"] else str(page["number"])
                    for page in pages)  # fmt: skip


@pytest.mark.parametrize(
    ("number", "count", "shown"),
    [
        (1, 1, "[1]"),
        (1, 3, "[1] 2 3"),
        (1, 9, "[1] 2 3 … 9"),
        (4, 9, "1 2 3 [4] 5 6 … 9"),
        (5, 9, "1 … 3 4 [5] 6 7 … 9"),
        (9, 9, "1 … 7 8 [9]"),
    ],
)
def test_the_first_the_last_and_those_around_the_current_page_are_named(number, count, shown):
    assert strip(number, count) == shown


def test_the_first_page_has_none_before_it_and_the_last_none_after():
    first, last = (numbered(each, 2, total=20, address=lambda number: f"/{number}/") for each in (1, 2))
    assert (first.previous_url, first.next_url) == ("", "/2/")
    assert (last.previous_url, last.next_url) == ("/1/", "")


@pytest.mark.parametrize(
    ("asked", "number"), [("3", 3), ("0", None), ("-1", None), ("²", None), ("9" * 30, None), ("", None)]
)
def test_a_page_is_asked_for_by_a_number_that_some_list_could_have(asked, number):
    assert page_asked({"page": asked}) == number


@pytest.mark.parametrize(("asked", "number"), [("2", 2), ("99", 3), ("x", 1), ("-1", 3)])
def test_a_page_that_does_not_exist_is_the_nearest_one(asked, number):
    assert page_of(range(25), asked, size=10).number == number


def test_links_carry_what_was_chosen_and_name_no_first_page():
    found = pagination(page_of(range(25), "2", size=10), url="/list/", q="公积金", box="")
    assert [page["url"] for page in found.pages] == [
        "/list/?q=%E5%85%AC%E7%A7%AF%E9%87%91",
        "/list/?q=%E5%85%AC%E7%A7%AF%E9%87%91&page=2",
        "/list/?q=%E5%85%AC%E7%A7%AF%E9%87%91&page=3",
    ]
    assert (found.total, found.page_count) == (25, 3)
