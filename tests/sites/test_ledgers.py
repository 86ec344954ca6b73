"""What is asked of a ledger: the query string is read once, and repeated by every tab and page."""

import pytest
from django.http import QueryDict

from sites.ledgers import asked_of
from sites.models import Site
from sites.query_fields import each_word_in, words_in
from tests.cast import a_column

TABS = {"open": "待办", "done": "办结"}


def asked(query: str, **more):
    return asked_of(QueryDict(query), tabs=TABS, sites=Site.objects.all(), **more)


@pytest.mark.django_db
def test_what_was_chosen_is_shown_and_repeated(province, city):
    found = asked(f"tab=done&site={city.pk}&q=公积金 提取&item=7&page=3", more=("item",))
    assert (found.tab, found.site, found.words) == ("done", city, ["公积金", "提取"])
    assert found.context()["q"] == "公积金 提取"
    assert QueryDict(found.query[1:]).dict() == {"site": str(city.pk), "item": "7", "q": "公积金 提取"}


@pytest.mark.django_db
def test_what_makes_no_sense_is_left_out_of_account(province):
    found = asked("tab=nothing&site=999&q=%00")
    assert (found.tab, found.site, found.words) == ("open", None, [])
    assert asked("").query == ""


@pytest.mark.django_db
def test_a_site_that_is_not_offered_cannot_be_chosen(province, city):
    found = asked_of(QueryDict(f"site={city.pk}"), tabs=TABS, sites=Site.objects.filter(pk=province.pk))
    assert found.site is None


def test_only_the_first_words_of_a_long_text_are_looked_for():
    assert words_in("一 二\x00 三 四 五 六") == ["一", "二", "三", "四", "五"]


@pytest.mark.django_db
def test_every_word_must_stand_in_one_of_the_fields(province):
    column = a_column(province, "notices", name="通知公告")
    rows = type(column).objects.for_site(province).exclude(parent=None)
    assert list(rows.filter(each_word_in(["通知", "notic"], "name", "path"))) == [column]
    assert not rows.filter(each_word_in(["通知", "无"], "name", "path"))
    assert list(rows.filter(each_word_in([], "name"))) == [column]
