"""Which site a request is for: host, longest path prefix, life cycle; whatever is nobody's site is refused."""

import pytest
from django.urls import get_script_prefix, reverse

from sites.actions import set_site_state
from sites.models import Site, SiteState
from tests.builders import an_article
from tests.cast import NOW, a_column, a_site


def get(client, path="/", host="testserver", **headers):
    return client.get(path, headers={"host": host, **headers})


def site_of(client, path="/", host="testserver") -> str | None:
    """The slug of the site that answered."""
    answer = get(client, path, host)
    site = getattr(answer.wsgi_request, "site", None)
    return site.slug if site else None


def test_a_host_leads_to_its_site(client, city):
    assert site_of(client, host="testserver") == "province"
    assert site_of(client, host="city.testserver") == "city"


@pytest.mark.parametrize("host", ["City.TestServer", "city.testserver:8000", "CITY.TESTSERVER:80", "city.testserver."])
def test_case_port_and_trailing_dot_do_not_matter(client, city, host):
    assert site_of(client, host=host) == "city"


def test_an_address_of_numbers_can_be_a_host(client, db):
    a_site("numbers", host="127.0.0.1")
    assert site_of(client, host="127.0.0.1:8000") == "numbers"


@pytest.mark.parametrize(
    "host",
    [
        "unknown.example",
        "testserver.evil.example",
        "eviltestserver",
        "xtestserver",
        "[::1]",
        "[::1]:8000",
        "[2001:db8::1]:443",
        "10.0.0.1",
    ],
)
def test_an_unknown_host_is_refused_with_a_page(client, province, host):
    answer = get(client, host=host)
    assert answer.status_code == 400
    assert "Host" in answer.headers["Vary"]
    assert "text/html" in answer.headers["Content-Type"]
    assert "测试省" not in answer.content.decode()


@pytest.mark.parametrize(
    "host",
    [
        "",
        " ",
        "a b",
        "testserver/path",
        "testserver@evil.example",
        "http://testserver",
        "testserver:port",
        "testserver:80:80",
        "<script>",
        "..",
        ".",
        "-",
        "[::1",
        "x" * 300,
        "a." * 200,
        "testserver\\",
        "测试.example",
    ],
)
def test_a_malformed_host_is_refused_with_a_page(client, province, host):
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 400
    assert "Host" in answer.headers["Vary"]


def test_unknown_hosts_are_refused_on_every_path(client, province):
    for path in ("/", "/search/", "/admin/", "/hudong/", "/no/such/page", "/sitemap.html"):
        assert get(client, path, host="unknown.example").status_code == 400


def test_every_answer_varies_by_host(client, province):
    for path in ("/", "/search/", "/no/such/page/"):
        assert "Host" in get(client, path).headers["Vary"]


def test_a_path_prefix_leads_to_the_sub_site(client, subsite):
    assert site_of(client, "/jyj/", host="city.testserver") == "bureau"
    assert site_of(client, "/jyj", host="city.testserver") == "bureau"
    assert site_of(client, "/", host="city.testserver") == "city"


@pytest.mark.parametrize("path", ["/jyjx/", "/jy/", "/xjyj/", "/JYJ/", "/news/jyj/", "//jyj/", "/jyj-2/", "/jyj.html"])
def test_what_only_looks_like_the_prefix_belongs_to_the_parent(client, subsite, path):
    assert site_of(client, path, host="city.testserver") == "city"


def test_the_longest_prefix_wins(client, city, subsite):
    a_site("bureau2", host="city.testserver", path_prefix="jyj2", parent=city, kind="subsite")
    a_site("bureau3", host="city.testserver", path_prefix="jyj-school", parent=city, kind="subsite")
    assert site_of(client, "/jyj2/", host="city.testserver") == "bureau2"
    assert site_of(client, "/jyj-school/news/", host="city.testserver") == "bureau3"
    assert site_of(client, "/jyj/news/", host="city.testserver") == "bureau"


def test_a_prefix_belongs_to_its_own_host_only(client, province, subsite):
    assert site_of(client, "/jyj/", host="testserver") == "province"


def test_addresses_reversed_on_a_sub_site_carry_its_prefix(client, subsite):
    article = an_article(a_column(subsite, "news"))
    page = get(client, "/jyj/", host="city.testserver").content.decode()
    assert 'href="/jyj/search/' in page or 'action="/jyj/search/' in page
    answer = get(client, f"/jyj{article.path}", host="city.testserver")
    assert answer.status_code == 200
    assert "/jyj/jyj" not in answer.content.decode()


def test_the_prefix_does_not_leak_into_the_next_request(client, subsite):
    get(client, "/jyj/", host="city.testserver")
    get(client, "/", host="city.testserver")
    assert get_script_prefix() == "/"
    assert reverse("search:search") == "/search/"


def test_one_sites_article_is_not_found_on_another(client, news, city):
    article = an_article(news)
    assert get(client, article.path).status_code == 200
    assert get(client, article.path, host="city.testserver").status_code == 404


@pytest.mark.parametrize(
    ("state", "status"), [(SiteState.SUSPENDED, 503), (SiteState.CLOSED, 410), (SiteState.MIGRATED, 410)]
)
def test_a_site_that_is_not_online_says_so(client, city, state, status):
    set_site_state(city, state, by=None, at=NOW, note="网站改版")
    for path in ("/", "/search/?q=x", "/news/"):
        answer = get(client, path, host="city.testserver")
        assert answer.status_code == status
        assert city.name in answer.content.decode()
        assert "Host" in answer.headers["Vary"]


def test_a_site_in_preparation_is_not_there_yet(client, province):
    a_site("soon", host="soon.testserver", parent=province, online=False)
    assert get(client, host="soon.testserver").status_code == 404


def test_a_migrated_site_leads_to_where_it_went(client, city):
    Site.objects.filter(pk=city.pk).update(moved_to="https://new.example.gov.cn/")
    set_site_state(Site.objects.get(pk=city.pk), SiteState.MIGRATED, by=None, at=NOW)
    answer = get(client, "/news/", host="city.testserver")
    assert answer.status_code == 301
    assert answer.headers["Location"] == "https://new.example.gov.cn/"
    assert "Host" in answer.headers["Vary"]


def test_a_sub_site_has_a_life_cycle_of_its_own(client, subsite):
    set_site_state(subsite, SiteState.SUSPENDED, by=None, at=NOW, note="改版")
    assert get(client, "/jyj/", host="city.testserver").status_code == 503
    assert get(client, "/", host="city.testserver").status_code == 200


def test_staff_can_sign_in_at_a_site_that_is_not_online(client, city):
    set_site_state(city, SiteState.SUSPENDED, by=None, at=NOW, note="改版")
    assert get(client, "/admin/login/", host="city.testserver").status_code == 200


@pytest.mark.parametrize("header", ["x-forwarded-host", "x-host", "forwarded"])
def test_other_headers_cannot_choose_the_site(client, city, header):
    answer = client.get("/", headers={"host": "testserver", header: "city.testserver"})
    assert answer.wsgi_request.site.slug == "province"
