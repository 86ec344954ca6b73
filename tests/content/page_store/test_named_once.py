"""What many articles show on together is named once, and nothing is left out for it."""

from datetime import timedelta

import pytest

from content.affected import affected_by, named_once
from tests.builders import an_article
from tests.cast import NOW, a_column

LATER = NOW + timedelta(days=45)


@pytest.mark.django_db
def test_all_that_each_alone_names_is_named(province, news, city_news, django_assert_num_queries):
    notices = a_column(province, "notices", name="通知")
    places = ((news, NOW), (news, NOW), (news, LATER), (notices, NOW), (city_news, NOW))
    articles = [an_article(column, at=at) for column, at in places]

    def named() -> set[str]:
        every = (affected_by("content.Article", each.site, each.pk, at=LATER) for each in articles)
        return set().union(*every)

    alone = named()
    with named_once():
        together = named()
    assert together == alone
    months = {address for address in alone if "sitemap-2" in address}
    assert len({address.split("/")[0] for address in months}) == 2 and len(months) >= 6
    with named_once():
        affected_by("content.Article", province, articles[0].pk, at=LATER)
        first = affected_by("content.Article", province, articles[1].pk, at=LATER)
    assert first < affected_by("content.Article", province, articles[1].pk, at=LATER)
