"""Going through many rows a few at a time."""

import pytest

from sites.chunks import in_chunks
from sites.models import Organization
from tests.cast import an_organization


@pytest.mark.parametrize(("size", "sizes", "queries"), [(2, [2, 2, 1], 3), (5, [5], 2), (6, [5], 1), (500, [5], 1)])
def test_a_chunk_that_is_not_full_is_the_last(db, django_assert_num_queries, size, sizes, queries):
    made = [an_organization(f"第{number}局").pk for number in range(5)]
    with django_assert_num_queries(queries):
        chunks = list(in_chunks(Organization.objects.filter(pk__in=made), size))
    assert [len(chunk) for chunk in chunks] == sizes
    assert [each.pk for chunk in chunks for each in chunk] == sorted(made)


def test_rows_may_leave_the_set_on_the_way(db):
    for number in range(5):
        an_organization(f"第{number}局")
    rows = Organization.objects.filter(short_name__startswith="第")
    for chunk in in_chunks(rows, 2):
        rows.filter(pk__in=[each.pk for each in chunk]).update(short_name="改名")
    assert not rows.exists()
