"""Several counts with one query: whole sets and parts of one, of different models, empty ones too."""

import pytest
from django.db.models import Q

from content.models import Article
from portal.todo.counting import counted_at_once
from sites.models import Column, Organization
from tests.builders import a_draft

pytestmark = pytest.mark.django_db


def test_sets_and_parts_of_different_models_are_counted_with_one_query(news, city_news, django_assert_num_queries):
    for column in (news, news, city_news):
        a_draft(column)
    articles = Article.objects.order_by("title")
    here = {"of one": Q(column=news), "of both": Q(), "of none": Q(pk__in=())}
    with django_assert_num_queries(1):
        counts = counted_at_once(
            {"in the city": articles.filter(column=city_news), "nothing": Column.objects.none()},
            (articles, here),
            (Organization.objects.none(), {"never": Q()}),
        )
    assert counts == {"in the city": 1, "nothing": 0, "of one": 2, "of both": 3, "of none": 0, "never": 0}


def test_nothing_asked_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert counted_at_once({}) == {}
