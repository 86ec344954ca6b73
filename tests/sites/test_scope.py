"""The net: without a scope a site-owned model answers nothing; within one it answers for those sites only."""

from threading import Thread

import pytest
from django.apps import apps
from django.db.models import Count

from content.models import Article, PolicyDocument, Revision
from interaction.models import Letter
from sites.models import Column
from sites.scope import NoScope, TenantManager, current_scope, everything, no_scope, reach_scope, site_scope
from tests.builders import an_article
from tests.interaction.letters import a_letter, a_mailbox

QUESTIONS = {
    "all": lambda m: list(m.all()),
    "filter": lambda m: list(m.filter(pk=1)),
    "exclude": lambda m: m.exclude(pk=1).exists(),
    "get": lambda m: m.get(pk=1),
    "first": lambda m: m.first(),
    "exists": lambda m: m.exists(),
    "count": lambda m: m.count(),
    "aggregate": lambda m: m.aggregate(Count("pk")),
    "annotate": lambda m: list(m.annotate(n=Count("pk"))),
    "values": lambda m: list(m.values("pk")),
    "values_list": lambda m: list(m.values_list("pk")),
    "in_bulk": lambda m: m.in_bulk([1]),
    "iterator": lambda m: list(m.iterator()),
    "none": lambda m: list(m.none()),
    "create": lambda m: m.create(),
    "bulk_create": lambda m: m.bulk_create([]),
    "bulk_update": lambda m: m.bulk_update([], ["id"]),
    "get_or_create": lambda m: m.get_or_create(pk=1),
    "update_or_create": lambda m: m.update_or_create(pk=1),
    "update": lambda m: m.update(pk=1),
    "select_for_update": lambda m: list(m.select_for_update()),
    "raw-ish": lambda m: list(m.extra(where=["1=1"])),
    "dates": lambda m: list(m.only("pk")),
    "union": lambda m: list(m.all().union(m.all())),
    "for_site": lambda m: list(m.for_site(1)),
}
TENANT_MODELS = [model for model in apps.get_models() if isinstance(model._meta.default_manager, TenantManager)]


def test_the_models_of_a_site_are_behind_the_net():
    assert {Column, Article, Revision, PolicyDocument, Letter} <= set(TENANT_MODELS)


@pytest.mark.parametrize("question", QUESTIONS)
def test_without_a_scope_every_question_raises(db, question):
    for model in TENANT_MODELS:
        with no_scope(), pytest.raises(NoScope, match=model.__name__):
            QUESTIONS[question](model.objects)


def test_without_a_scope_the_default_manager_raises_too(db):
    with no_scope(), pytest.raises(NoScope):
        Article._default_manager.exists()


def test_without_a_scope_related_managers_raise(province, news):
    article = an_article(news)
    for ask in (
        lambda: province.articles.exists(),
        lambda: province.articles.count(),
        lambda: list(province.columns.all()),
        lambda: news.articles.first(),
        lambda: article.revisions.get(),
        lambda: province.articles.bulk_create([]),
    ):
        with no_scope(), pytest.raises(NoScope):
            ask()


def test_the_scope_of_a_site_hides_the_others(province, city, news, city_news):
    ours, theirs = an_article(news), an_article(city_news)
    with site_scope(province):
        assert list(Article.objects.all()) == [ours]
        assert Article.objects.count() == 1
        assert not Article.objects.filter(pk=theirs.pk).exists()
        assert list(Article.objects.for_site(city)) == []
        assert list(Revision.objects.values_list("article", flat=True)) == [ours.pk]
        assert not city.articles.exists()
        with pytest.raises(Article.DoesNotExist):
            Article.objects.get(pk=theirs.pk)
        assert Article.objects.filter(pk=theirs.pk).update(title="改过的标题") == 0


def test_the_scope_of_a_site_holds_for_letters(province, city):
    letter = a_letter(a_mailbox(city, "citymayor"))
    with site_scope(province):
        assert not Letter.objects.filter(pk=letter.pk).exists()
    with site_scope(city):
        assert Letter.objects.filter(pk=letter.pk).exists()


def test_letters_handed_to_an_organization_are_within_its_peoples_reach(city, bureau):
    letter = a_letter(a_mailbox(city, "citymayor"))
    Letter.objects.filter(pk=letter.pk).update(organization=bureau)
    with reach_scope((), {bureau.pk}):
        assert Letter.objects.filter(pk=letter.pk).exists()
    with reach_scope(()):
        assert not Letter.objects.exists()


def test_a_reach_of_several_sites_lets_just_those_through(province, city, subsite, news, city_news):
    an_article(news), an_article(city_news)
    with reach_scope({province.pk, city.pk}):
        assert Article.objects.count() == 2
    with reach_scope({subsite.pk}):
        assert Article.objects.count() == 0


def test_a_reach_of_nothing_lets_nothing_through(news):
    an_article(news)
    with reach_scope(()):
        assert not Article.objects.exists()
        assert not Column.objects.exists()


def test_everything_is_explicit_and_says_why(news, city_news):
    an_article(news), an_article(city_news)
    with no_scope():
        with everything("integrity check"):
            assert Article.objects.count() == 2
            assert current_scope().reason == "integrity check"
        with pytest.raises(NoScope):
            Article.objects.count()


def test_scopes_nest_and_are_left_on_errors(province, city, news, city_news):
    an_article(news), an_article(city_news)
    with site_scope(province):
        with pytest.raises(RuntimeError), site_scope(city):
            raise RuntimeError
        assert Article.objects.get().site == province


def test_a_scope_does_not_reach_into_another_thread(province, news):
    seen = []
    with site_scope(province):
        thread = Thread(target=lambda: seen.append(current_scope()))
        thread.start()
        thread.join()
    assert seen == [None]


def test_a_lazy_queryset_keeps_the_scope_in_which_it_was_made(province, city, news, city_news):
    an_article(news), an_article(city_news)
    with site_scope(province):
        lazy = Article.objects.all()
    with no_scope():
        assert [article.site_id for article in lazy] == [province.pk]
