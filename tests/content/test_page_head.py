"""What the head of public pages tells machines: canonical address, feeds, Open Graph, JSON-LD."""

import json
from datetime import timedelta

import pytest
import time_machine
from lxml import html

from content import json_ld
from content.actions import upload_asset
from tests.builders import a_document, an_article, the_office_of
from tests.cast import NOW, a_column
from tests.content.files import a_picture

ORIGINAL = "https://www.example.gov.cn/zhengce/content/t20261118_1.html"


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        yield


def head_of(client, address: str, host: str = "testserver") -> html.HtmlElement:
    response = client.get(address, headers={"host": host})
    assert response.status_code == 200
    return html.fromstring(response.content).find("head")


def canonical(head) -> str:
    (link,) = head.xpath("link[@rel='canonical']/@href")
    return link


def nodes(head) -> dict[str, dict]:
    blocks = [json.loads(text) for text in head.xpath("script[@type='application/ld+json']/text()")]
    return {node["@type"]: node for block in blocks for node in block["@graph"]}


def test_every_page_names_its_one_address_without_the_query(client, news):
    article = an_article(news)
    for path in ("/", "/news/", article.path, "/sitemap.html", "/statement.html"):
        assert canonical(head_of(client, f"{path}?from=weibo")) == f"http://testserver{path}"


def test_a_sub_sites_addresses_carry_host_and_prefix(client, subsite):
    article = an_article(a_column(subsite, "gzdt", name="工作动态"))
    head = head_of(client, f"/jyj{article.path}", "city.testserver")
    assert canonical(head) == f"http://city.testserver/jyj{article.path}"
    assert head.xpath("meta[@property='og:url']/@content") == [canonical(head)]
    assert "/jyj/feeds/gzdt.xml" in head.xpath("link[@rel='alternate']/@href")
    told = nodes(head)
    assert told["NewsArticle"]["url"] == canonical(head)
    assert [step["item"] for step in told["BreadcrumbList"]["itemListElement"]] == [
        "http://city.testserver/jyj/",
        "http://city.testserver/jyj/gzdt/",
        canonical(head),
    ]


def test_what_is_shared_shows_title_summary_picture_and_time(client, news):
    writer = the_office_of(news)["writer"]
    picture = upload_asset(news.site, a_picture(), by=writer, at=NOW, alt="会场")
    article = an_article(news, title="一条要闻", summary="会议部署工作。", picture_id=picture.pk)
    head = head_of(client, article.path)
    told = {tag.get("property"): tag.get("content") for tag in head.xpath("meta[@property]")}
    assert (told["og:type"], told["og:title"], told["og:description"]) == ("article", "一条要闻", "会议部署工作。")
    assert told["og:site_name"] == news.site.name
    assert told["og:image"] == f"http://testserver{picture.file.url}"
    assert told["og:locale"] == "zh_CN" and told["article:published_time"].startswith(f"{NOW:%Y-}")
    assert head_of(client, "/").xpath("meta[@property='og:type']/@content") == ["website"]


@pytest.mark.parametrize("host", ["testserver:8081", "TestServer", "testserver."])
def test_no_claim_of_the_request_gets_into_an_address(client, news, host, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    article = an_article(news)
    response = client.get(article.path, headers={"host": host, "x-forwarded-proto": "https"})
    page = response.content.decode()
    assert f"http://testserver{article.path}" in page
    assert "8081" not in page and "https://testserver" not in page and "TestServer" not in page


def test_scheme_and_port_are_settings(client, news, settings):
    settings.PUBLIC_SCHEME, settings.PUBLIC_PORT = "https", "8443"
    assert canonical(head_of(client, "/news/")) == "https://testserver:8443/news/"


def test_a_reprint_gives_the_address_of_the_original_as_canonical(client, news):
    article = an_article(news, source_url=ORIGINAL)
    head = head_of(client, article.path)
    assert canonical(head) == ORIGINAL
    assert nodes(head)["NewsArticle"]["isBasedOn"] == ORIGINAL
    assert head.xpath("meta[@property='og:url']/@content") == [f"http://testserver{article.path}"]


def test_the_home_page_tells_who_answers_for_the_site_and_how_to_search_it(client, province):
    told = nodes(head_of(client, "/"))
    assert told["GovernmentOrganization"]["name"] == province.sponsor.name
    search = told["WebSite"]["potentialAction"]["target"]["urlTemplate"]
    assert search == "http://testserver/search/?q={search_term_string}"


def test_an_article_tells_title_dates_and_publisher(client, news):
    article = an_article(news, title="全省秋粮收购开始", keywords="秋粮,收购")
    told = nodes(head_of(client, article.path))["NewsArticle"]
    assert told["headline"] == "全省秋粮收购开始"
    assert told["datePublished"] == told["dateModified"] == "2026-11-18T10:00:00+08:00"
    assert told["publisher"]["name"] == news.site.sponsor.name


def test_a_documents_page_tells_it_too(client, news):
    assert "NewsArticle" in nodes(head_of(client, a_document(news).path))


def test_no_title_can_end_the_data_block(client, news):
    nasty = "</script><script>alert(1)</script><!-- & \u2028 ]]>"
    article = an_article(news, title=nasty)
    response = client.get(article.path)
    assert b"<script>alert" not in response.content
    told = nodes(html.fromstring(response.content).find("head"))["NewsArticle"]["headline"]
    assert "</script>" in told or "alert(1)" in told


def test_a_page_without_nodes_has_no_data_block():
    assert json_ld.script([]) == "" and json_ld.script([None]) == ""


@pytest.mark.parametrize("address", ["/nowhere/", "/news/202611/t20261118_999999.html"])
def test_what_is_not_there_names_no_address_and_is_not_to_be_indexed(client, news, address):
    page = client.get(address).content.decode()
    assert 'name="robots" content="noindex"' in page and 'rel="canonical"' not in page
