"""Many articles are asked together: what they show on is named once, and nothing is left out for it."""

from datetime import timedelta

import pytest

from content.affected import affected_by, asked_together
from sites.scope import everything
from tests.builders import an_article
from tests.cast import NOW, a_column

LATER = NOW + timedelta(days=45)


@pytest.mark.django_db
def test_all_that_each_alone_names_is_named(province, news, city_news):
    notices = a_column(province, "notices", name="通知")
    places = ((news, NOW), (news, NOW), (news, LATER), (notices, NOW), (city_news, NOW))
    articles = [an_article(column, at=at) for column, at in places]

    def named() -> set[str]:
        every = (affected_by("content.Article", each.site, each.pk, at=LATER) for each in articles)
        return set().union(*every)

    alone = named()
    pks = [article.pk for article in articles]
    with asked_together([*pks, 999_999]):
        together = named()
    assert together == alone
    months = {address for address in alone if "sitemap-2" in address}
    assert len({address.split("/")[0] for address in months}) == 2 and len(months) >= 6
    with asked_together(pks):
        affected_by("content.Article", province, articles[0].pk, at=LATER)
        first = affected_by("content.Article", province, articles[1].pk, at=LATER)
    assert first < affected_by("content.Article", province, articles[1].pk, at=LATER)


@pytest.mark.django_db
def test_many_articles_are_read_at_once(province, news, django_assert_max_num_queries):
    articles = [an_article(news) for _ in range(40)]
    reading, maps, structure = 2, 1, 1  # thirty and ten; how many maps the month needs; the columns of the site
    with (
        everything("whoever follows the table"),
        django_assert_max_num_queries(reading + maps + structure + len(articles)),  # and of each what it links to
        asked_together(article.pk for article in articles),
    ):
        for article in articles:
            affected_by("content.Article", province, article.pk, at=LATER)
