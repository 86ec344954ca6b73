"""What stands in query strings: the fields find a sense in it or fall back, and never fail."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sites.query_fields import Number, OneOf, Words, number_in, numbers_in


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("007", 7),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, None),
        ("-1", None),
        ("", None),
        ("²", None),
        ("١", None),
    ],
)
def test_a_number_is_plain_digits_that_a_database_counts_to(text, number):
    assert number_in(text) == number


def test_of_many_texts_the_numbers_are_kept():
    assert numbers_in(["1", "²", "x", "3"]) == [1, 3]


@given(some.text() | some.none() | some.lists(some.text()))
def test_no_field_fails_whatever_it_is_given(value):
    assert Number(1, 10, 1).clean(value) in range(1, 11)
    assert OneOf(["", "date"], "date").clean(value) in {"", "date"}
    assert len(Words(required=False).clean(value)) <= 100
