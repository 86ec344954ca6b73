"""The list of articles answers what is mine, and keeps to what is chosen when it is turned, narrowed or asked for nonsense."""

import pytest
from django.urls import reverse

from content.actions import create_article, save_draft
from sites.policy import Role
from tests.builders import a_draft, an_article, the_office_of
from tests.cast import NOW, a_column, a_person


@pytest.fixture
def second(news):
    """Another contributor of the column."""
    return a_person("second", (Role.CONTRIBUTOR, news))


def test_mine_is_what_i_began_and_what_i_am_rewriting(client, news, second):
    rewritten, other = an_article(news, title="别人发的稿"), a_draft(news, title="别人的草稿").article
    save_draft(rewritten, by=second, at=NOW, title="我在改的稿", body="<p>新的内容。</p>")
    begun = create_article(news, by=second, at=NOW, title="我起草的稿", body="<p>内容。</p>")
    client.force_login(second, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("admin:content_article_changelist"), {"mine": "1"}).content.decode()
    assert begun.live is None and "我起草的稿" in page and "我在改的稿" in page
    assert "别人的草稿" not in page and other.created_by == the_office_of(news)["writer"]


@pytest.fixture
def narrowed(client, root):
    """The list for someone who sees every site, narrowed by a query: response and page."""
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")

    def ask(**query):
        response = client.get(reverse("admin:content_article_changelist"), query)
        return response, response.content.decode()

    return ask


def test_a_page_that_the_list_no_longer_has_is_its_last_one(narrowed, news, city_news):
    for number in range(32):
        a_draft(news, title=f"稿件之{number:02}")
    a_draft(city_news, title="别的网站的稿件")
    response, page = narrowed(site__id__exact=news.site_id, p=9)
    assert response.status_code == 200 and response.context["cl"].page_num == 2
    assert page.count('class="office-title"') == 2 and "别的网站的稿件" not in page


@pytest.mark.parametrize("number", ["0", "-3", "abc", "9" * 40])
def test_a_page_of_nonsense_is_shown_as_one_there_is(narrowed, news, number):
    a_draft(news, title="唯一的稿件")
    response, page = narrowed(progress="draft", p=number)
    assert response.status_code == 200 and "唯一的稿件" in page


def test_another_site_is_chosen_without_the_column_of_this_one(narrowed, news, city_news):
    a_draft(news), a_draft(city_news)
    _, page = narrowed(site__id__exact=news.site_id, column__id__exact=news.pk, progress="draft")
    assert f'href="?progress=draft&amp;site__id__exact={city_news.site_id}"' in page


def test_of_a_list_that_nothing_narrows_no_one_is_offered_the_whole(narrowed, news):
    a_draft(news, title="唯一的稿件")
    assert "显示全部" not in narrowed()[1]
    assert "1 条结果（<a" in narrowed(q="唯一")[1]
    assert "0 条结果（<a" in narrowed(column__id__exact=a_column(news.site, "empty").pk)[1]


def test_mine_that_makes_no_sense_is_everybodys(narrowed, news):
    a_draft(news, title="别人的草稿")
    assert "别人的草稿" in narrowed(mine="x")[1]


def test_filters_are_headed_in_chinese(narrowed, news):
    a_draft(news)
    assert "按进展" in narrowed()[1]
