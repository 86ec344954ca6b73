"""How long something took, in words."""

from datetime import timedelta

import pytest

from sites.durations import lasted, time_since
from tests.cast import NOW


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "不足 1 分钟"),
        (1, "1 分钟"),
        (119, "119 分钟"),
        (120, "2 小时"),
        (47 * 60 + 59, "47 小时"),
        (48 * 60, "2 天"),
    ],
)
def test_short_times_are_said_exactly_and_long_ones_roughly(minutes, words):
    assert lasted(minutes) == words


def test_what_lies_ahead_has_not_begun():
    assert time_since(NOW, at=NOW - timedelta(hours=3)) == "不足 1 分钟"
    assert time_since(NOW, at=NOW + timedelta(hours=3)) == "3 小时"
