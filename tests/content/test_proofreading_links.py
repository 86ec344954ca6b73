"""Links into our own sites that lead nowhere, found with a fixed number of queries."""

from datetime import timedelta

import pytest

from content.actions import upload_asset
from content.proofreading.findings import Kind
from content.proofreading.reading import findings_in
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


def test_many_links_cost_four_queries(province, city, news, city_news, django_assert_max_num_queries):
    addresses = [f"/news/202611/t20261118_{number}.html" for number in range(200)]
    addresses += [f"http://city.testserver/news/202611/t20261118_{number}.html" for number in range(200)]
    addresses += [f"/media/x/{number}.pdf" for number in range(200)]
    with django_assert_max_num_queries(4):
        assert len(broken(province, *addresses)) == 600
