"""Taking down and moving through the office's pages."""

import pytest
from django.urls import reverse

from content.models import Article
from tests.builders import an_article, the_office_of
from tests.cast import a_column


@pytest.fixture
def desk(client, news):
    """The column's issuer, signed in."""
    client.force_login(the_office_of(news)["signer"], backend="django.contrib.auth.backends.ModelBackend")
    return client


def withdraw(desk, article, **fields):
    return desk.post(reverse("content-office:withdraw", args=[article.pk]), fields)


def test_the_page_offers_the_reasons_of_people_only(desk, news):
    page = desk.get(reverse("content-office:withdraw", args=[an_article(news).pk])).content.decode()
    assert "公开有误" in page
    assert "到期下线" not in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "请选择撤下的原因"),
        ({"reason": "expired"}, "请选择撤下的原因"),
        ({"reason": "other"}, "请写明说明"),
        ({"reason": "merged"}, "并入的稿件"),
        ({"reason": "wrong", "address": "https://example.com/"}, "政府网站"),
        ({"reason": "merged", "target": "999999"}, "已公开的稿件"),
        ({"reason": "merged", "target": "x' OR 1"}, "已公开的稿件"),
    ],
)
def test_what_is_missing_is_said_and_the_article_stays(desk, news, fields, sentence):
    article = an_article(news)
    response = withdraw(desk, article, **fields)
    assert (response.status_code, sentence in response.content.decode()) == (422, True)
    assert Article.objects.get(pk=article.pk).state == "published"


def test_another_sites_article_is_no_target(desk, news, city_news):
    article, foreign = an_article(news), an_article(city_news)
    assert withdraw(desk, article, reason="merged", target=foreign.pk).status_code == 422


def test_the_picker_finds_public_articles_of_the_site_without_this_one(desk, news, city_news):
    article, other = an_article(news, title="春耕会议"), an_article(news, title="春耕汇总")
    an_article(city_news, title="春耕简讯")
    found = desk.get(reverse("content-office:successors", args=[article.pk]), {"q": "春耕\x00"}).json()["found"]
    assert [row["id"] for row in found] == [other.pk]


def test_a_second_click_is_told_that_it_is_done(desk, news):
    article = an_article(news)
    assert withdraw(desk, article, reason="outdated").status_code == 302
    response = withdraw(desk, article, reason="outdated")
    assert (response.status_code, "只有已发布" in response.content.decode()) == (422, True)


def test_no_version_of_what_was_taken_down_is_called_published(desk, news):
    article = an_article(news)
    assert "已发布" in desk.get(reverse("content-office:article", args=[article.pk])).content.decode()
    withdraw(desk, article, reason="outdated")
    assert "已发布" not in desk.get(reverse("content-office:article", args=[article.pk])).content.decode()


def test_an_article_is_moved_on_its_page(desk, news, province):
    notices = a_column(province, "notices")
    article = an_article(news)
    desk.post(reverse("content-office:move", args=[article.pk]), {"column": notices.pk})
    assert Article.objects.get(pk=article.pk).column == notices


def test_a_column_of_another_site_is_no_choice(desk, news, city_news):
    article = an_article(news)
    response = desk.post(reverse("content-office:move", args=[article.pk]), {"column": city_news.pk})
    assert response.status_code == 422
    assert Article.objects.get(pk=article.pk).column == news
