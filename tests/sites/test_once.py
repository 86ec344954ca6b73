"""A double click is done once; what was killed on its way can be done again."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache

from sites import once
from tests.cast import NOW


@pytest.fixture(autouse=True)
def _nothing_claimed():
    cache.clear()
    yield
    cache.clear()


def test_the_second_request_finds_what_came_of_the_first_for_an_hour():
    with time_machine.travel(NOW, tick=False) as clock:
        assert once.claim("a") and not once.claim("a") and once.kept("a") == once.RUNNING
        once.keep("a", {"done": 3})
        clock.shift(timedelta(minutes=59))
        assert not once.claim("a") and once.kept("a") == {"done": 3}
        clock.shift(timedelta(minutes=2))
        assert once.claim("a")


def test_what_was_claimed_by_a_process_that_died_is_free_again_after_minutes():
    with time_machine.travel(NOW, tick=False) as clock:
        assert once.claim("a")
        clock.shift(timedelta(seconds=once.LONGEST_REQUEST - 1))
        assert not once.claim("a")
        clock.shift(timedelta(seconds=2))
        assert once.kept("a") is None and once.claim("a")
