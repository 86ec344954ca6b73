"""The office's list of articles stays quick and true however long it is: its filters, its count, its cost."""

import re

import pytest
from django.urls import reverse

from content.actions import upload_asset
from sites import paging
from sites.actions import grant_role
from sites.policy import Role
from tests.builders import a_draft, an_article, the_office_of
from tests.cast import NOW, a_column, a_person
from tests.content.files import a_picture

LIST = reverse("admin:content_article_changelist")


def opened(client, person, **query):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(LIST, query)
    assert response.status_code == 200
    return response


def offered(response, title: str) -> list[str]:
    """What the filter of this title offers besides everything; nothing when it is not there."""
    change_list = response.context["cl"]
    spec = next((each for each in change_list.filter_specs if str(each.title) == title), None)
    return [str(choice["display"]) for choice in spec.choices(change_list)][1:] if spec else []


def titles(response) -> set[str]:
    return {article.title for article in response.context["cl"].result_list}


@pytest.fixture
def of_two_sites(news, city_news):
    """Somebody who supervises both sites, in each of which there is an article."""
    an_article(news, title="省里的稿")
    an_article(city_news, title="市里的稿")
    return a_person("both", (Role.SUPERVISOR, news.site), (Role.SUPERVISOR, city_news.site))


def test_columns_are_offered_once_there_is_one_site(client, of_two_sites, news, city_news):
    a_column(city_news.site, "empty", name="没有稿件的栏目")
    everywhere = opened(client, of_two_sites)
    assert offered(everywhere, "栏目") == []
    assert set(offered(everywhere, "网站")) == {str(news.site), str(city_news.site)}
    second = a_column(city_news.site, "notices", name="通知")
    an_article(second, title="市里的通知")
    here = opened(client, of_two_sites, site__id__exact=city_news.site_id)
    assert set(offered(here, "栏目")) == {str(city_news), str(second)}
    assert titles(here) == {"市里的稿", "市里的通知"}


def test_a_column_in_the_address_is_applied_and_can_be_taken_away(client, of_two_sites, city_news):
    page = opened(client, of_two_sites, column__id__exact=city_news.pk)
    assert titles(page) == {"市里的稿"}
    assert offered(page, "栏目") == [str(city_news)]


def test_a_column_out_of_reach_is_no_column(client, news, city_news):
    an_article(news, title="省里的稿")
    an_article(city_news, title="市里的稿")
    page = opened(client, the_office_of(news)["writer"], column__id__exact=city_news.pk)
    assert titles(page) == set() and "市里的稿" not in page.content.decode()
    assert offered(page, "栏目") == [str(news)]


@pytest.mark.parametrize("nonsense", ["x", "", "0", "9" * 40, "-1", "1,2"])
def test_nonsense_in_the_address_is_no_error(client, of_two_sites, nonsense):
    client.force_login(of_two_sites, backend="django.contrib.auth.backends.ModelBackend")
    for name in ("site__id__exact", "column__id__exact"):
        assert client.get(LIST, {name: nonsense}, follow=True).status_code == 200


def test_a_long_list_is_counted_up_to_a_limit(client, news, monkeypatch):
    for number in range(4):
        a_draft(news, title=f"第{number}篇")
    writer = the_office_of(news)["writer"]
    assert "共 4 条" in opened(client, writer).content.decode()
    monkeypatch.setattr(paging, "MOST_COUNTED", 3)
    assert re.search(r"共 3\+ 条", opened(client, writer).content.decode())


def test_the_form_costs_the_same_whatever_hangs_on_the_article(client, news, django_assert_num_queries):
    writer = the_office_of(news)["writer"]
    picture = upload_asset(news.site, a_picture(), by=writer, at=NOW, alt="会场")
    bare, full = a_draft(news), a_draft(news, attachments=[(picture, "附表"), (picture, "附图")])
    client.force_login(writer, backend="django.contrib.auth.backends.ModelBackend")
    for draft, queries in ((bare, 18), (full, 19)):  # one more for the files to keep
        address = reverse("admin:content_article_change", args=[draft.article_id])
        client.get(address)
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200


def test_whose_only_articles_are_of_one_site_chooses_among_its_columns(client, news, city_news, root):
    an_article(news, title="省里的稿")
    notices = a_column(news.site, "notices", name="通知")
    an_article(notices, title="省里的通知")
    both = a_person("both", (Role.SUPERVISOR, news.site), (Role.SUPERVISOR, city_news.site))
    for person in (both, root):  # two sites in reach, and all of them
        page = opened(client, person)
        assert set(offered(page, "栏目")) == {str(news), str(notices)}


def test_an_administrator_with_a_grant_of_one_site_still_sees_them_all(client, of_two_sites, city_news, root):
    grant_role(root, Role.SITE_ADMIN, city_news.site, by=None, at=NOW)
    assert offered(opened(client, root), "栏目") == []
    assert len(offered(opened(client, root), "网站")) == 2
