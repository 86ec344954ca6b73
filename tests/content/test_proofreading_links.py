"""Links into our own sites that lead nowhere, found with a fixed number of queries."""

from datetime import timedelta

import pytest

from content.actions import close_column, merge_column, upload_asset, withdraw_article
from content.actions.redirects import save_redirect
from content.proofreading.findings import Kind
from content.proofreading.reading import findings_in
from sites.actions import rename_column
from tests.builders import a_draft, an_article
from tests.cast import NOW, a_column
from tests.content.files import a_picture


def broken(site, *addresses: str) -> list[int]:
    body = "".join(f'<p><a href="{address}">这里</a></p>' for address in addresses)
    found = findings_in({"body": body}, site=site, at=NOW + timedelta(hours=1))
    assert {finding.kind for finding in found} <= {Kind.LINK}
    return [finding.occurrence for finding in found]


def test_what_is_public_may_be_linked(province, news, editor):
    article = an_article(news)
    asset = upload_asset(province, a_picture(), by=editor, at=NOW, alt="图")
    assert broken(
        province, article.path, f"http://testserver{article.path}?x=1#a", "/news/", "/news/index_2.html", "/", "/search/?q=1",
        f"/media/{asset.file.name}", "/sitemap.html", "https://www.example.org/nothing.html", "mailto:a@example.org", "#note",
    ) == []  # fmt: skip


def test_what_nobody_can_open_is_found(province, news):
    draft = a_draft(news)
    path = an_article(news).path.rpartition("_")[0]
    assert broken(
        province, f"{path}_{draft.article_id}.html", f"{path}_999999.html", "/nothing/", "/media/province/nothing.pdf",
        "http://testserver/no/such/page.html",
    ) == [0, 1, 2, 3, 4]  # fmt: skip


def test_an_address_belongs_to_its_own_site(province, city, subsite, city_news):
    article = an_article(city_news)
    a_column(subsite, "tzgg", name="通知公告")
    assert broken(province, article.path, f"http://city.testserver{article.path}") == [0]
    assert broken(city, article.path, "/jyj/tzgg/", "/jyj/nothing/", "/tzgg/") == [2, 3]
    assert broken(subsite, "/jyj/tzgg/", "http://city.testserver/jyj/") == []


@pytest.mark.parametrize(
    "address",
    [
        "http://[::1",
        "http://a:b:c/",
        "//testserver/x",
        "http://",
        "/%ff%00",
        "https://TESTSERVER/news/",
        "/" + "x" * 3000,
    ],
)
def test_an_odd_address_breaks_nothing(province, news, address):
    broken(province, address)


def test_a_path_that_a_column_left_leads_on(province, news, root):
    docs = a_column(province, "docs", name="文件")
    rename_column(docs, slug="wenjian", by=root, at=NOW)
    merge_column(a_column(province, "old", name="旧栏目"), into=news, by=root, at=NOW)
    addresses = ["/docs/", "/docs/index_2.html", "/docs", "/DOCS/", "/wenjian/", "/old/", "/old", "/never/", "/never"]
    assert broken(province, *addresses) == [7, 8]


def test_a_closed_column_says_so_unless_it_is_gone(province, news, root):
    close_column(a_column(province, "old", name="旧"), by=root, at=NOW)
    close_column(a_column(province, "gone", name="去"), by=root, at=NOW, is_gone=True)
    assert broken(province, "/old/", "/gone/") == [1]


def test_the_redirect_table_of_the_site_leads_on(province, city, news, city_news, root):
    save_redirect(province, source="/art.jsp?id=1", target="/news/", by=root, at=NOW)
    save_redirect(province, source="/old.html", target="http://www.gov.cn/", by=root, at=NOW)
    assert broken(
        province, "/ART.jsp?id=1", "/art.jsp?id=2", "/old.html?x=1", "http://city.testserver/old.html", "/old.html#part"
    ) == [1, 3]  # fmt: skip


def test_an_article_that_leads_to_its_successor_may_be_linked(province, news, issuer):
    article, heir, gone = an_article(news), an_article(news, title="新文"), an_article(news, title="撤下")
    withdraw_article(article, by=issuer, at=NOW, reason="merged", target=heir)
    withdraw_article(gone, by=issuer, at=NOW, reason="wrong")
    assert broken(province, article.path, article.path.upper(), gone.path) == [2]


def test_what_the_check_calls_answered_is_answered(client, province, news, root):
    """The check and the public pages agree, whatever the address."""
    rename_column(a_column(province, "docs", name="文件"), slug="wenjian", by=root, at=NOW)
    close_column(a_column(province, "gone", name="去"), by=root, at=NOW, is_gone=True)
    save_redirect(province, source="/art.jsp?id=1", target="/news/", by=root, at=NOW)
    article = an_article(news)
    addresses = [
        "/news/", "/news", "/NEWS/index.html", "/docs/", "/docs", "/gone/", "/gone", "/art.jsp?id=1", "/art.jsp", "/search",
        "/hudong", "/hudong/", article.path, article.path.upper(), article.path.replace("news", "docs"), "/nothing/x.html",
    ]  # fmt: skip
    answered = [client.get(address, follow=True).status_code == 200 for address in addresses]
    lost = broken(province, *addresses)
    assert [number not in lost for number in range(len(addresses))] == answered


def test_many_links_cost_four_queries(province, city, news, city_news, django_assert_max_num_queries):
    addresses = [f"/news/202611/t20261118_{number}.html" for number in range(200)]
    addresses += [f"http://city.testserver/news/202611/t20261118_{number}.html" for number in range(200)]
    addresses += [f"/media/x/{number}.pdf" for number in range(200)]
    addresses += [f"/nowhere{number}/" for number in range(200)]
    with django_assert_max_num_queries(4):
        assert len(broken(province, *addresses)) == 800
