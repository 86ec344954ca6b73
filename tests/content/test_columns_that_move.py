"""Renaming and moving columns: every old address leads on with one redirect, to the page it meant."""

from datetime import timedelta

import pytest
import time_machine

from sites.actions import create_column, move_column, rename_column
from sites.models import AuditEntry, Column, FormerPath, Site
from sites.refusals import Refused
from tests.builders import an_article
from tests.cast import NOW, a_column


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        yield


@pytest.fixture
def tree(province, news):
    """要闻 with 市州 and 县区 under it, the last with an article."""
    cities = a_column(province, "cities", name="市州", parent=news)
    counties = a_column(province, "counties", name="县区", parent=cities)
    return news, cities, counties


def leads_to(client, address: str, host: str = "testserver") -> str:
    """Where the one redirect goes; it must end at a page."""
    response = client.get(address, headers={"host": host})
    assert response.status_code == 301, (address, response.status_code)
    assert client.get(response.url, headers={"host": host}).status_code == 200, response.url
    return response.url


def test_a_renamed_column_takes_its_sub_columns_along(client, tree, root):
    news, _cities, counties = tree
    article = an_article(counties)
    old = article.path
    rename_column(news, slug="yaowen", by=root, at=NOW)
    assert leads_to(client, "/news/") == "/yaowen/"
    assert leads_to(client, "/news/cities/counties/") == "/yaowen/cities/counties/"
    assert leads_to(client, old) == old.replace("/news/", "/yaowen/")
    assert leads_to(client, "/feeds/news/cities.xml") == "/feeds/yaowen/cities.xml"


def test_a_moved_column_leads_to_its_new_place(client, tree, root, province):
    _news, cities, counties = tree
    elsewhere = a_column(province, "open", name="公开")
    move_column(cities, parent=elsewhere, by=root, at=NOW)
    assert leads_to(client, "/news/cities/") == "/open/cities/"
    assert leads_to(client, "/news/cities/counties/") == "/open/cities/counties/"
    assert Column.objects.get(pk=counties.pk).path == "open/cities/counties"


def test_pages_of_the_list_keep_their_number_as_far_as_there_are_pages(client, news, root):
    for minutes in range(21):
        an_article(news, title=f"第{minutes}条", at=NOW - timedelta(minutes=minutes))
    rename_column(news, slug="yaowen", by=root, at=NOW)
    assert leads_to(client, "/news/index_2.html") == "/yaowen/index_2.html"
    assert leads_to(client, "/news/index_3.html") == "/yaowen/index_2.html"
    assert leads_to(client, "/news/?page=2") == "/yaowen/index_2.html"
    assert leads_to(client, "/news?page=2") == "/yaowen/index_2.html"


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/news", "/news/"),
        ("/News/", "/news/"),
        ("/NEWS", "/news/"),
        ("/news/index.html", "/news/"),
        ("/search", "/search/"),
    ],
)
def test_what_was_nearly_an_address_leads_to_it_with_one_redirect(client, news, address, place):
    assert leads_to(client, address) == place


def test_capital_letters_lead_to_an_article_too(client, news):
    article = an_article(news)
    assert leads_to(client, article.path.upper()) == article.path


def test_two_changes_make_one_redirect(client, news, root):
    rename_column(news, slug="one", by=root, at=NOW)
    rename_column(Column.objects.get(pk=news.pk), slug="two", by=root, at=NOW)
    assert leads_to(client, "/news/") == leads_to(client, "/one/") == "/two/"


def test_a_new_column_at_an_old_address_wins(client, news, root, province):
    article = an_article(news)
    old = article.path
    rename_column(news, slug="yaowen", by=root, at=NOW)
    a_column(province, "news", name="新的要闻")
    assert "新的要闻" in client.get("/news/").content.decode()
    assert leads_to(client, old) == old.replace("/news/", "/yaowen/")


def test_a_column_that_comes_back_has_its_page_again(client, news, root):
    rename_column(news, slug="yaowen", by=root, at=NOW)
    rename_column(Column.objects.get(pk=news.pk), slug="news", by=root, at=NOW)
    assert client.get("/news/").status_code == 200
    assert leads_to(client, "/yaowen/") == "/news/"
    assert not FormerPath.objects.filter(path="news").exists()


def test_two_columns_may_change_places(client, tree, root):
    """A child takes the place that its parent's name gave it before."""
    news, cities, _counties = tree
    rename_column(cities, slug="tmp", by=root, at=NOW)
    rename_column(Column.objects.get(pk=news.pk), slug="cities", by=root, at=NOW)
    assert client.get("/cities/tmp/").status_code == 200
    assert leads_to(client, "/news/cities/") == "/cities/tmp/"


def test_a_sub_site_under_a_prefix_keeps_its_prefix(client, subsite, root):
    column = a_column(subsite, "gzdt", name="动态")
    article = an_article(column)
    old = article.path
    rename_column(column, slug="dongtai", by=root, at=NOW)
    assert leads_to(client, "/jyj/gzdt/", "city.testserver") == "/jyj/dongtai/"
    assert leads_to(client, "/jyj/gzdt", "city.testserver") == "/jyj/dongtai/"
    assert leads_to(client, f"/jyj{old}", "city.testserver") == f"/jyj{old}".replace("gzdt", "dongtai")


def test_a_former_path_is_its_own_sites_only(client, news, city_news, root):
    rename_column(news, slug="yaowen", by=root, at=NOW)
    assert client.get("/news/", headers={"host": "city.testserver"}).status_code == 200
    assert client.get("/yaowen/", headers={"host": "city.testserver"}).status_code == 404


def test_a_redirect_costs_few_queries(client, tree, root, django_assert_max_num_queries):
    rename_column(tree[0], slug="yaowen", by=root, at=NOW)
    client.get("/yaowen/")
    with django_assert_max_num_queries(3):
        client.get("/news/cities/")


@pytest.mark.parametrize("slug", ["admin", "feeds", "", "a b", "中文", "taken", "news", "x" * 41])
def test_bad_names_are_refused_and_nothing_changes(province, news, root, slug):
    a_column(province, "taken", name="已有")
    before = AuditEntry.objects.count()
    with pytest.raises(Exception) as refusal:
        rename_column(news, slug=slug, by=root, at=NOW)
    assert type(refusal.value).__name__ in {"Refused", "ValidationError"}
    assert Column.objects.get(pk=news.pk).path == "news" and AuditEntry.objects.count() == before


def test_a_sub_sites_folder_cannot_be_taken(city, subsite, city_news, root):
    with pytest.raises(Refused, match="下级子站"):
        rename_column(city_news, slug="jyj", by=root, at=NOW)


def test_impossible_places_are_refused(tree, city_news, root, province):
    news, _cities, counties = tree
    home = Column.objects.get(site=province, parent=None)
    for column, parent in ((news, counties), (news, news), (news, city_news), (news, home), (home, news)):
        with pytest.raises(Refused):
            move_column(column, parent=parent, by=root, at=NOW)


def test_a_path_that_grows_too_long_is_refused(province, root):
    parent = None
    for number in range(5):
        parent = a_column(province, f"{number}" + "x" * 37, name=f"层{number}", parent=parent)
    with pytest.raises(Refused, match="太长"):
        create_column(province, parent=parent, slug="y" * 39, name="末层", type="news", purpose="末层", by=root, at=NOW)


def test_a_change_of_address_raises_the_structure_version_and_is_recorded(news, root):
    before = Site.objects.get(pk=news.site_id).structure_version
    rename_column(news, slug="yaowen", by=root, at=NOW)
    assert Site.objects.get(pk=news.site_id).structure_version == before + 1
    entry = AuditEntry.objects.filter(event="sites.column.moved").get()
    assert entry.before["path"] == "news" and entry.after["path"] == "yaowen"
