"""Queries that are compiled once answer as the querysets they were made of, for every site and every moment."""

from datetime import timedelta

import pytest
from django.db.models import Model

from content.article_pages import public_article
from content.models import Article
from tests.builders import a_document, an_article
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def test_an_article_comes_with_all_that_is_joined_to_it(news, django_assert_num_queries):
    article = an_article(news, title="全省春耕备耕工作会议召开", source="测试日报")
    with django_assert_num_queries(1):
        found = public_article(news.site, article.pk, at=NOW + timedelta(days=1))
        assert (found.live.title, found.live.source) == ("全省春耕备耕工作会议召开", "测试日报")
        assert found.picture is None
    assert fields_of(found) == fields_of(Article.objects.get(pk=article.pk))
    assert fields_of(found.live) == fields_of(article.live)


def test_a_document_comes_with_its_data_and_its_issuer(news, django_assert_num_queries):
    article = a_document(news)
    document, issuer = article.policy_document, article.policy_document.issuer.name
    with django_assert_num_queries(1):
        found = public_article(news.site, article.pk, at=NOW + timedelta(days=1))
        assert found.policy_document.issuer.name == issuer
    assert fields_of(found.policy_document) == fields_of(document)


def test_the_same_query_serves_other_articles_sites_and_moments(news, city_news):
    here, there = an_article(news, title="省里的"), an_article(city_news, title="市里的")
    later = NOW + timedelta(days=1)
    assert public_article(news.site, here.pk, at=later).title == "省里的"
    assert public_article(city_news.site, there.pk, at=later).title == "市里的"
    assert public_article(news.site, there.pk, at=later) is None
    assert public_article(news.site, here.pk, at=here.published_at - timedelta(seconds=1)) is None


def fields_of(obj: Model) -> dict[str, object]:
    """The values of all its own columns, read from the database."""
    obj = type(obj)._base_manager.get(pk=obj.pk) if obj.get_deferred_fields() else obj
    return {field.attname: getattr(obj, field.attname) for field in obj._meta.concrete_fields}
