"""sitemap.xml and robots.txt: every public address once, in maps that never grow too long, each site for itself."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from lxml import etree

from content import sitemaps
from content.models import Article, Revision
from sites.actions import set_site_state
from sites.models import SiteState
from tests.builders import a_draft, an_article
from tests.cast import NOW, a_column, a_site

NAMESPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        yield


def tree_of(client, address: str, host: str = "testserver") -> etree._Element:
    response = client.get(address, headers={"host": host})
    assert response.status_code == 200 and not response.cookies
    assert len(response.content) < 50 * 1024 * 1024
    root = etree.fromstring(response.content)
    assert root.nsmap[None] == NAMESPACE["s"] and root.tag.endswith(("}urlset", "}sitemapindex"))
    for entry in root:
        assert [etree.QName(child).localname for child in entry] in (["loc"], ["loc", "lastmod"])
        for moment in entry.xpath("s:lastmod/text()", namespaces=NAMESPACE):
            assert datetime.fromisoformat(moment).tzinfo
    assert len(root) <= sitemaps.PART or root.tag.endswith("}sitemapindex")
    return root


def addresses(client, address: str, host: str = "testserver") -> list[str]:
    return tree_of(client, address, host).xpath("//s:loc/text()", namespaces=NAMESPACE)


def everything_mapped(client, host: str = "testserver", prefix: str = "") -> list[str]:
    """Every address that a crawler comes to know from the index."""
    found = []
    for address in addresses(client, f"{prefix}/sitemap.xml", host):
        assert address.startswith(f"http://{host}{prefix}/")
        found += addresses(client, address.removeprefix(f"http://{host}"), host)
    return found


def test_the_maps_name_every_public_address_once_and_each_answers(client, news):
    at = [
        NOW,
        NOW - timedelta(days=40),
        datetime(2019, 12, 31, 15, 59, tzinfo=UTC),
        datetime(2019, 12, 31, 16, tzinfo=UTC),
    ]
    shown = [an_article(news, title=f"第{n}条", at=each) for n, each in enumerate(at)]
    a_draft(news)
    Article.objects.filter(pk=an_article(news, title="过期").pk).update(expires_at=NOW)
    mapped = everything_mapped(client)
    assert len(mapped) == len(set(mapped))
    assert {f"http://testserver{article.path}" for article in shown} <= set(mapped)
    assert {"http://testserver/", "http://testserver/news/"} <= set(mapped)
    assert len(mapped) == 4 + 3
    for address in mapped:
        assert client.get(address.removeprefix("http://testserver")).status_code == 200


def test_a_month_with_too_many_articles_has_several_maps(client, news, monkeypatch):
    monkeypatch.setattr(sitemaps, "PART", 3)
    for minutes in range(7):
        an_article(news, title=f"第{minutes}条", at=NOW - timedelta(minutes=minutes))
    index = addresses(client, "/sitemap.xml")
    assert [each.rpartition("/")[2] for each in index] == [
        "sitemap-columns.xml", "sitemap-202611.xml", "sitemap-202611-2.xml", "sitemap-202611-3.xml",
    ]  # fmt: skip
    assert [len(addresses(client, each.removeprefix("http://testserver"))) for each in index[1:]] == [3, 3, 1]


def test_the_index_says_when_an_old_month_was_corrected(client, news):
    old = an_article(news, at=NOW - timedelta(days=100))
    changed = NOW - timedelta(hours=1)
    Revision.objects.filter(pk=old.live_id).update(number=2, published_at=changed)
    (moment,) = tree_of(client, "/sitemap.xml").xpath("//s:lastmod/text()", namespaces=NAMESPACE)
    assert datetime.fromisoformat(moment) == changed


def test_a_sub_site_maps_its_own_under_its_prefix(client, subsite, city_news):
    an_article(city_news, title="市里的")
    article = an_article(a_column(subsite, "gzdt", name="动态"))
    mapped = everything_mapped(client, "city.testserver", "/jyj")
    assert f"http://city.testserver/jyj{article.path}" in mapped
    assert all(address.startswith("http://city.testserver/jyj/") for address in mapped)


def test_the_index_costs_queries_by_months_not_by_articles(client, news, django_assert_num_queries):
    for minutes in range(3):
        an_article(news, title=f"{minutes}", at=NOW - timedelta(minutes=minutes))
    client.get("/sitemap.xml")
    with django_assert_num_queries(5):  # site, corrections, this month, none before it, its number
        client.get("/sitemap.xml")
    for minutes in range(3, 8):
        an_article(news, title=f"{minutes}", at=NOW - timedelta(minutes=minutes))
    with django_assert_num_queries(5):
        client.get("/sitemap.xml")


@pytest.mark.parametrize(
    "address",
    [
        "/sitemap-202613.xml",
        "/sitemap-000001.xml",
        "/sitemap-20261.xml",
        "/sitemap-202611-0.xml",
        "/sitemap-199901.xml",
    ],
)
def test_what_is_no_month_or_an_empty_one_has_no_map(client, news, address):
    assert client.get(address).status_code == 404


def test_robots_keeps_crawlers_out_of_the_office_and_points_to_the_map(client, news):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text and "Disallow: /search/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_a_host_speaks_for_the_sub_sites_under_it(client, subsite):
    text = client.get("/robots.txt", headers={"host": "city.testserver"}).content.decode()
    assert "Disallow: /jyj/admin/" in text and "Sitemap: http://city.testserver/jyj/sitemap.xml" in text
    set_site_state(subsite, SiteState.SUSPENDED, by=None, at=NOW, note="维护")
    text = client.get("/robots.txt", headers={"host": "city.testserver"}).content.decode()
    assert "Disallow: /jyj/\n" in text and "jyj/sitemap" not in text


def test_a_site_that_is_not_online_asks_to_be_left_alone(client, db):
    a_site("hidden", host="hidden.testserver", online=False)
    response = client.get("/robots.txt", headers={"host": "hidden.testserver"})
    assert response.status_code == 200 and "Disallow: /\n" in response.content.decode()
    assert client.get("/sitemap.xml", headers={"host": "hidden.testserver"}).status_code == 404
