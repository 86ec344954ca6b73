"""Titles in sentences: one pair of marks around them, the marks within made single."""

import pytest

from sites.titles import in_marks


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("测试办法", "《测试办法》"),
        ("关于《测试办法》的补充通知", "《关于〈测试办法〉的补充通知》"),
        ("《测试办法》政策解读", "《〈测试办法〉政策解读》"),
        ("《测试办法》", "《测试办法》"),
        ("《甲》《乙》", "《〈甲〉〈乙〉》"),
    ],
)
def test_marks_within_marks_are_single(title, shown):
    assert in_marks(title) == shown
