"""The public pages of content: what they show, what they refuse, and where else they send the reader."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from content.actions import fill_slot, relate_documents, withdraw_article
from content.models import Article, ArticleKind
from interpretation.models import Interpretation
from tests.builders import a_document, a_draft, an_article, the_office_of
from tests.cast import NOW, a_column


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        yield


def page_of(article: Article) -> str:
    day = timezone.localdate(article.published_at)
    return f"/{article.column.path}/{day:%Y%m}/t{day:%Y%m%d}_{article.pk}.html"


def body(response) -> str:
    return response.content.decode()


def test_the_home_page_names_the_site_and_shows_its_news(client, news):
    an_article(news, title="全省重点项目集中开工")
    response = client.get("/")
    assert response.status_code == 200
    assert "测试省人民政府" in body(response) and "全省重点项目集中开工" in body(response)


def test_every_page_carries_the_tags_of_the_site(client, news):
    article = an_article(news)
    for address in ("/", "/news/", page_of(article), "/sitemap.html"):
        html = body(client.get(address))
        for name in ("SiteName", "SiteDomain", "SiteIDCode"):
            assert f'<meta name="{name}" content="' in html, (address, name)


def test_an_article_page_carries_the_tags_of_column_and_content(client, news):
    article = an_article(news, title="一条新闻", source="测试日报")
    html = body(client.get(page_of(article)))
    assert '<meta name="ColumnType" content="工作动态">' in html
    assert '<meta name="ArticleTitle" content="一条新闻">' in html
    assert '<meta name="PubDate" content="2026-11-18 10:00">' in html
    assert '<meta name="ContentSource" content="测试日报">' in html


def test_the_foot_has_its_required_items(client, news, province):
    html = body(client.get("/news/"))
    for item in ("党政机关网站标识", province.code, province.sponsor.name, "站点地图"):
        assert item in html


def test_an_article_page_shows_text_source_and_neighbours(client, news):
    first = an_article(news, title="第一条", at=NOW - timedelta(hours=3))
    middle = an_article(news, title="第二条", body="<p>正文文字</p>", at=NOW - timedelta(hours=2))
    last = an_article(news, title="第三条", at=NOW - timedelta(hours=1))
    html = body(client.get(page_of(middle)))
    assert "正文文字" in html and "来源：测试日报" in html
    assert page_of(first) in html and page_of(last) in html


def test_a_wrong_day_or_column_in_the_address_leads_to_the_right_one(client, news, province):
    article = an_article(news)
    other = a_column(province, "notices", name="通知")
    wrong = f"/{other.path}/202001/t20200101_{article.pk}.html"
    response = client.get(wrong)
    assert response.status_code == 301 and response.url == page_of(article)


def test_a_draft_is_404_and_a_withdrawn_article_is_410(client, news):
    draft = a_draft(news).article
    assert client.get(f"/news/202611/t20261118_{draft.pk}.html").status_code == 404
    article = an_article(news)
    address = page_of(article)
    withdraw_article(article, reason="wrong", by=the_office_of(news)["signer"], at=NOW)
    response = client.get(address)
    assert response.status_code == 410 and "已经撤下" in body(response)


def test_an_article_of_another_site_is_404_here(client, news, city_news):
    foreign = an_article(city_news)
    assert client.get(page_of(foreign)).status_code == 404
    assert client.get(page_of(foreign), headers={"host": "city.testserver"}).status_code == 200


def test_a_sub_site_under_a_prefix_links_within_its_prefix(client, subsite):
    column = a_column(subsite, "gzdt", name="工作动态")
    article = an_article(column, title="教育局的消息")
    home = client.get("/jyj/", headers={"host": "city.testserver"})
    assert f'href="/jyj{page_of(article)}"' in body(home)
    assert client.get(f"/jyj{page_of(article)}", headers={"host": "city.testserver"}).status_code == 200


def test_a_document_says_its_status_number_and_what_changed_it(client, news):
    old = a_document(news, title="旧办法", document={"document_number": "测政发〔2020〕3号"})
    new = a_document(news, title="新办法", document={"document_number": "测政发〔2026〕9号"})
    relate_documents(new, "repeals", old.policy_document, by=the_office_of(news)["signer"], at=NOW)
    html = body(client.get(page_of(old)))
    assert "本文件已被" in html and "《新办法》" in html and "废止" in html and "测政发〔2020〕3号" in html
    assert "索引号" in html and "发文机关" in html


def test_document_and_interpretation_lead_to_each_other(client, news):
    document = a_document(news, title="某某办法")
    article = an_article(news, title="《某某办法》解读", kind=ArticleKind.INTERPRETATION)
    interpretation, _ = Interpretation.objects.get_or_create(article=article, defaults={"form": "chart"})
    interpretation.documents.add(document.policy_document)
    assert page_of(article) in body(client.get(page_of(document)))
    html = body(client.get(page_of(article)))
    assert page_of(document) in html and "解读文件" in html


def test_a_column_with_columns_under_it_shows_a_list_of_each(client, province):
    parent = a_column(province, "ywdt", name="要闻动态")
    child = a_column(province, "yw", name="要闻", parent=parent)
    an_article(child, title="子栏目的稿件")
    html = body(client.get("/ywdt/"))
    assert "子栏目的稿件" in html and "/ywdt/yw/" in html


def test_an_empty_column_says_so_and_where_to_look(client, news, province):
    a_column(province, "notices", name="通知公告")
    html = body(client.get("/news/"))
    assert "本栏目暂无内容" in html and "/notices/" in html


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere/",
        "/news/202611/t20261118_999999.html",
        "/news/202611/t20261118_999999999999999999.html",
        "/news/202611/t20261118_99999999999999999999999.html",
        "/news%00/",
        "/news%0a/x",
        "/news/%00/t.html",
        "/" + "a" * 5000 + "/",
        "/<script>alert(1)</script>/",
        "/news/index_0000000001.html",
        "/qr/999999.svg",
    ],
)
def test_unknown_addresses_are_404_with_ways_on(client, news, address):
    response = client.get(address)
    assert response.status_code == 404
    assert "没有找到您要的页面" in body(response) and "返回首页" in body(response)
    assert "<script>alert" not in body(response)


def test_a_missing_slash_is_added(client, news):
    response = client.get("/news?x=1")
    assert response.status_code == 301 and response.url == "/news/?x=1"
    assert client.get("/no where").status_code == 404


def test_a_404_is_the_sites_own_page_in_development_too(client, news, settings):
    settings.DEBUG = True
    for address in ("/nowhere/", "/news/202611/t20261118_999999.html", "/no such thing"):
        response = client.get(address)
        assert response.status_code == 404 and "没有找到您要的页面" in body(response)


@pytest.mark.parametrize("query", ["page=abc", "page=-1", "page=%00", "page=" + "9" * 400, "page="])
def test_a_bad_page_number_is_the_first_page(client, news, query):
    an_article(news, title="唯一一条")
    response = client.get(f"/news/?{query}")
    assert response.status_code == 200 and "唯一一条" in body(response)


def test_page_numbers_have_addresses_of_their_own(client, news):
    for number in range(21):
        an_article(news, title=f"第{number:02d}号稿件", at=NOW - timedelta(minutes=number))
    assert client.get("/news/?page=2").url == "/news/index_2.html"
    assert "第20号稿件" in body(client.get("/news/index_2.html"))
    assert client.get("/news/index_99.html").url == "/news/index_2.html"


def test_an_unknown_host_is_refused_with_a_sentence(client, province):
    response = client.get("/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400 and "没有这个网站" in body(response)


@pytest.mark.parametrize("address", ["/", "/news/", "/sitemap.html"])
def test_pages_refuse_to_be_posted_to(client, news, address):
    assert client.post(address).status_code == 405


def test_a_view_is_counted_and_told(client, news):
    article = an_article(news)
    assert client.post(f"/views/{article.pk}/").json() == {"views": 1}
    assert client.post(f"/views/{article.pk}/").json() == {"views": 2}
    assert client.get(f"/views/{article.pk}/").status_code == 405


def test_the_qr_code_is_drawn_here(client, news):
    article = an_article(news)
    response = client.get(f"/qr/{article.pk}.svg")
    assert response["Content-Type"] == "image/svg+xml" and b"<svg" in response.content


def test_no_page_has_inline_script_or_style(client, news):
    article = an_article(news, body='<p style="text-align:center">居中</p><p>正文</p>')
    for address in ("/", "/news/", page_of(article), "/sitemap.html", "/nowhere/"):
        html = body(client.get(address))
        assert " style=" not in html and "<style" not in html and "<script>" not in html, address
    assert '<p class="center">居中</p>' in body(client.get(page_of(article)))


def test_what_is_not_public_is_on_no_page(client, news, issuer):
    hidden = [a_draft(news, title="草稿标题").article, an_article(news, title="已撤标题")]
    withdraw_article(hidden[1], reason="outdated", by=the_office_of(news)["signer"], at=NOW)
    Article.objects.filter(pk=an_article(news, title="过期标题").pk).update(expires_at=NOW)
    Article.objects.filter(pk=an_article(news, title="未到标题").pk).update(published_at=NOW + timedelta(days=1))
    shown = an_article(news, title="公开标题")
    for address in ("/", "/news/", page_of(shown)):
        html = body(client.get(address))
        assert "公开标题" in html
        for title in ("草稿标题", "已撤标题", "过期标题", "未到标题"):
            assert title not in html, address


def test_the_headline_slot_leads_the_home_page(client, news, site_admin):
    article = an_article(news, title="头条新闻标题")
    fill_slot(news.site, "headline", article=article, by=site_admin, at=NOW)
    html = body(client.get("/"))
    assert html.index("头条新闻标题") < html.index("data-tabs")
