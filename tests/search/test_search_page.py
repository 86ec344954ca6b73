"""The search page: what it shows, and what it does with nonsense."""

import pytest

from search.indexing import rebuild
from tests.builders import a_document, an_article
from tests.cast import NOW, a_column
from tests.interaction.letters import a_letter_in, published

ATTACK = "<script>alert('粮食')</script>"


def page(client, q="粮食", *, expected=200, host="testserver", **params) -> str:
    answer = client.get("/search/", {"q": q, **params}, headers={"host": host})
    assert answer.status_code == expected
    return answer.content.decode()


@pytest.fixture
def library(news, subsite, city_news):
    """A few things to find, on three sites."""
    an_article(news, title="全省粮食生产工作会议召开", body="<p>会议指出，要抓好粮食生产。</p>")
    a_document(a_column(news.site, "policy", type="policy"), title="关于稳定粮食生产的通知")
    an_article(city_news, title="全市粮食储备检查")
    an_article(a_column(subsite, "news"), title="学校食堂粮食采购")
    rebuild(at=NOW)


def test_without_a_question_the_page_offers_hot_words_and_help(client, province, library):
    province.hot_words = "公积金，居住证"
    province.save()
    shown = page(client, q="")
    assert "大家在搜" in shown
    assert "?q=%E5%85%AC%E7%A7%AF%E9%87%91" in shown


def test_results_show_kind_marked_words_date_site_and_count(client, library):
    shown = page(client)
    assert '找到 <strong class="num">2</strong> 条' in shown
    assert "全省<mark>粮食</mark>生产工作会议召开" in shown
    assert "政策文件" in shown
    assert "2026-11-18 10:00" in shown
    assert "测试省人民政府" in shown
    assert 'value="粮食"' in shown


def test_a_number_leads_straight_to_the_document(client, library):
    shown = page(client, q="测政发[2026] 1号")
    assert "文号直达" in shown
    assert "关于稳定粮食生产的通知" in shown
    assert shown.count('class="hit"') == 0


def test_results_on_other_sites_lead_to_their_own_host(found, library):
    urls = found("粮食", scope="cluster")
    assert any(url.startswith("/news/202611/t20261118_") for url in urls)
    assert any(url.startswith("http://city.testserver/news/") for url in urls)
    assert any(url.startswith("http://city.testserver/jyj/news/") for url in urls)


def test_addresses_carry_the_prefix_of_the_site_only_where_they_should(client, library):
    answer = client.get("/jyj/search/", {"q": "粮食", "scope": "cluster"}, headers={"host": "city.testserver"})
    urls = {hit.site.slug: hit.url for hit in answer.context["page"].hits}
    assert urls["bureau"].startswith("/jyj/news/")
    assert urls["city"].startswith("http://city.testserver/news/")
    assert urls["province"].startswith("http://testserver/")
    for url in (urls["bureau"], urls["city"].removeprefix("http://city.testserver")):
        assert client.get(url, headers={"host": "city.testserver"}).status_code == 200


def test_a_site_with_sites_below_it_can_search_just_those(found, client, library):
    assert len(found("粮食", host="city.testserver", scope="below")) == 2
    assert "本站及下级网站" in page(client, host="city.testserver")
    assert "本站及下级网站" not in page(client)


def test_a_letter_is_found_with_its_question_and_answer(client, mailbox, people):
    published(a_letter_in("replied", mailbox, people), people)
    rebuild(at=NOW)
    shown = page(client, q="路灯")
    assert "互动回复" in shown
    assert "问：" in shown


def test_facets_narrow_and_can_be_left_again(client, library):
    assert 'class="hit"' in page(client, kind="document")
    assert page(client, kind="document").count('class="hit"') == 1
    assert page(client, time="2026").count('class="hit"') == 2
    assert page(client, status="in-force").count('class="hit"') == 1
    narrowed = page(client, time="2001")
    assert "没有找到" in narrowed
    assert "去掉筛选条件再查" in narrowed


def test_nothing_found_gives_advice_and_ways_on(client, library):
    shown = page(client, q="火星移民 申请条件")
    assert "没有找到与“火星移民 申请条件”相关的内容" in shown
    assert "缩短搜索内容" in shown
    assert "到全部网站查找" in shown
    assert "写信咨询" in shown


def test_found_words_cannot_carry_markup(client, news):
    an_article(news, title=f"粮食{ATTACK}", body="<p>粮食 &lt;img src=x onerror=alert(1)&gt; 安全</p>")
    rebuild(at=NOW)
    for q in ("粮食", ATTACK, "<img", "script alert"):
        shown = page(client, q=q)
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown


@pytest.mark.parametrize(
    "params",
    [
        {"page": "abc"},
        {"page": "-1"},
        {"page": "0"},
        {"page": "999999999"},
        {"page": "9" * 400},
        {"page": "٣"},
        {"scope": "../etc"},
        {"kind": "\x00"},
        {"sort": "; drop table"},
        {"time": "20260"},
        {"time": "week\x00"},
        {"site": "x"},
        {"site": "99999999999999999999"},
        {"site": "7", "scope": "cluster"},
        {"status": "'"},
    ],
)
def test_nonsense_falls_back_to_the_default(client, library, params):
    assert page(client, **params).count('class="hit"') >= 2


def test_a_question_with_nul_is_refused_with_a_sentence(client, library):
    assert "无法识别的字符" in page(client, q="粮\x00食", expected=400)


def test_an_over_long_question_is_refused_with_a_sentence(client, library):
    assert "不能超过 100 个字" in page(client, q="粮食" * 80, expected=400)


@pytest.mark.parametrize(
    "q", ["“", "*", "\\", "%", "_", "a" * 100, "粮食 " * 33, "(((", "\ud7ff", "🌾粮食", "\u202e粮食"]
)
def test_odd_questions_are_answered(client, library, q):
    page(client, q=q)


def test_a_broken_encoding_is_answered(client, library):
    assert client.get("/search/?q=%ff%fe%C0").status_code == 200


def test_only_reading_is_allowed(client, library):
    assert client.post("/search/", {"q": "粮食"}).status_code == 405


def test_pages_are_numbered_and_the_last_one_holds_the_rest(client, news):
    for number in range(23):
        an_article(news, title=f"粮食生产第{number}期")
    rebuild(at=NOW)
    assert page(client).count('class="hit"') == 10
    last = page(client, page="3")
    assert last.count('class="hit"') == 3
    assert 'start="21"' in last
    assert page(client, page="99").count('class="hit"') == 3


def test_the_number_of_queries_does_not_grow_with_the_results(
    client, news, mailbox, people, django_assert_max_num_queries
):
    for number in range(12):
        an_article(news, title=f"粮食生产第{number}期")
    published(a_letter_in("replied", mailbox, people, title="粮食补贴"), people)
    rebuild(at=NOW)
    page(client)
    with django_assert_max_num_queries(4):  # site, navigation's version, articles, letters
        page(client)
    with django_assert_max_num_queries(5):
        page(client, scope="cluster")
