"""RSS and Atom: what they contain, that they are valid whatever editors paste, and that they belong to one site."""

from datetime import timedelta

import feedparser
import pytest
import time_machine
from lxml import etree

from content.actions import withdraw_article
from content.models import Article, Revision
from sites.models import Site
from tests.builders import a_draft, an_article, the_office_of
from tests.cast import NOW, a_column

ADDRESSES = ("/feeds.xml", "/feeds.atom", "/feeds/news.xml", "/feeds/news.atom")


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        yield


def read(client, address: str, host: str = "testserver") -> feedparser.FeedParserDict:
    response = client.get(address, headers={"host": host})
    assert response.status_code == 200 and not response.cookies
    etree.fromstring(response.content)  # strict
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_feed_lists_what_is_public_newest_first(client, news, address):
    for minutes, title in enumerate(["第一条", "第二条", "第三条"]):
        an_article(news, title=title, at=NOW - timedelta(minutes=minutes))
    a_draft(news, title="草稿")
    gone = an_article(news, title="撤下的")
    withdraw_article(gone, reason="wrong", by=the_office_of(news)["signer"], at=NOW)
    Article.objects.filter(pk=an_article(news, title="过期的").pk).update(expires_at=NOW)
    feed = read(client, address)
    assert [entry.title for entry in feed.entries] == ["第一条", "第二条", "第三条"]
    assert feed.entries[0].link.startswith("http://testserver/news/202611/t20261118_")
    assert feed.entries[0].published_parsed[:5] == (2026, 11, 18, 2, 0)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_feed_without_entries_is_valid_and_the_same_every_time(client, news, address):
    assert read(client, address).entries == []
    assert client.get(address).content == client.get(address).content


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_editors_paste_never_makes_it_invalid(client, news, address):
    article = an_article(news)
    Revision.objects.filter(article=article).update(
        title="控制\x0b字符 & <b> ]]> \ufffe", summary="\x08摘要\x1f", body="<p>正文\x0c</p>&nbsp;&copy;<br>]]>",
        keywords="一,\x01二", source="来源\x0e",
    )  # fmt: skip
    (entry,) = read(client, address).entries
    assert entry.title.startswith("控制字符 & ")


@pytest.mark.parametrize("kind", ["xml", "atom"])
def test_the_whole_text_comes_with_absolute_addresses(client, news, kind):
    body = '<p>见<a href="/news/">要闻</a><img src="/media/a.png" alt="图"></p>'
    an_article(news, body=body)
    text = read(client, f"/feeds/news.{kind}").entries[0].content[0].value
    assert 'href="http://testserver/news/"' in text and 'src="http://testserver/media/a.png"' in text


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_site_may_offer_summaries_only(client, news, address):
    Site.objects.filter(pk=news.site_id).update(feeds_full_text=False)
    an_article(news, summary="只有摘要", body="<p>全文在网站上</p>")
    (entry,) = read(client, address).entries
    assert entry.summary == "只有摘要" and "全文在网站上" not in str(entry)


def test_a_correction_changes_the_date_of_the_entry_not_its_publication(client, news):
    article = an_article(news)
    Revision.objects.filter(pk=article.live_id).update(published_at=NOW + timedelta(hours=1))
    (entry,) = read(client, "/feeds.atom").entries
    assert entry.published_parsed[3] == 2 and entry.updated_parsed[3] == 3


def test_a_column_speaks_for_the_columns_under_it(client, news):
    child = a_column(news.site, "local", name="市州", parent=news)
    an_article(child, title="下级栏目的消息")
    assert [entry.title for entry in read(client, "/feeds/news.xml").entries] == ["下级栏目的消息"]
    assert len(read(client, "/feeds/news/local.atom").entries) == 1


def test_no_site_speaks_for_another(client, news, city_news, subsite):
    an_article(news, title="省里的")
    an_article(city_news, title="市里的")
    an_article(a_column(subsite, "gzdt", name="动态"), title="局里的")
    titles = [
        [entry.title for entry in read(client, *where).entries]
        for where in (("/feeds.xml",), ("/feeds.xml", "city.testserver"), ("/jyj/feeds.xml", "city.testserver"))
    ]
    assert titles == [["省里的"], ["市里的"], ["局里的"]]
    feed = read(client, "/jyj/feeds/gzdt.atom", "city.testserver")
    assert feed.entries[0].link.startswith("http://city.testserver/jyj/gzdt/")
    assert feed.feed.links[0].href.startswith("http://city.testserver/jyj/")


def test_thirty_entries_for_a_fixed_number_of_queries(client, news, django_assert_max_num_queries):
    for minutes in range(32):
        an_article(news, title=f"第{minutes}条", at=NOW - timedelta(minutes=minutes))
    client.get("/feeds/news.xml")
    for address in ADDRESSES:
        with django_assert_max_num_queries(3):
            assert len(read(client, address).entries) == 30


@pytest.mark.parametrize("address", ["/feeds/nowhere.xml", "/feeds/.xml", "/feeds/news/x.atom", "/feeds/news.rss"])
def test_there_is_no_feed_of_what_is_no_column(client, news, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_feed_refuses_to_be_posted_to(client, news, address):
    assert client.post(address).status_code == 405
