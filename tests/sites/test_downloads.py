"""Files to take away keep their names and types."""

import pytest

from sites.downloads import download


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.csv", "text/csv; charset=utf-8"), ("b.pdf", "application/pdf"), ("c.v2.xlsx", "spreadsheetml.sheet")],
)
def test_the_ending_says_the_type(name, kind):
    assert kind in download(b"x", name).headers["Content-Type"]


def test_a_chinese_name_with_anything_in_it_is_one_header():
    name = '办理"统计"/2026\r\nX: y.csv'
    said = download(b"x", name).headers["Content-Disposition"]
    assert said.startswith("attachment; filename*=UTF-8''%E5%8A%9E%E7%90%86%22")
    assert not set(' "/\r\n') & set(said.partition("''")[2])


def test_what_is_shown_keeps_its_name_as_well():
    assert download(b"x", "表.pdf", is_shown=True).headers["Content-Disposition"].startswith("inline; filename*=")
