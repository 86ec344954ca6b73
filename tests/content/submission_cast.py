"""Two sites that send and take: the city offers upwards, the province's news take what comes from below."""

from __future__ import annotations

import pytest

from content.actions import offer_article
from content.models import Article, Submission
from sites.models import Column
from tests.builders import an_article, the_office_of
from tests.cast import NOW


@pytest.fixture
def taking(news) -> Column:
    """The province's news, which take submissions."""
    news.takes_submissions = True
    news.save()
    return news


@pytest.fixture
def original(city_news) -> Article:
    """A public article of the city."""
    return an_article(city_news, title="测试市新增公交专线方便学生上学", body="<p>十二条专线今日开通。</p>")


def offered(original: Article, column: Column, *, at=NOW, **fields) -> Submission:
    """The original, offered to the column by the city's contributor."""
    return offer_article(original, column, by=the_office_of(original.column)["writer"], at=at, **fields)
