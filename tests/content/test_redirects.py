"""The redirect table: consulted only where nothing is, without chains and loops, and never a way out of our hands."""

from datetime import timedelta

import pytest
import time_machine

from content.actions import close_column, withdraw_article
from content.actions.redirects import Line, delete_redirect, import_redirects, save_redirect
from content.models import Redirect
from sites.actions import rename_column
from sites.models import AuditEntry
from sites.refusals import Refused
from tests.builders import an_article
from tests.cast import NOW, a_column


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        yield


@pytest.fixture
def lead(province, news, site_admin):
    """Save a redirect of the province."""
    return lambda source, target, **fields: save_redirect(
        province, source=source, target=target, by=site_admin, at=NOW, **fields
    )


@pytest.mark.parametrize(
    ("source", "asked"),
    [
        ("/art.jsp?id=123", "/art.jsp?id=123"),
        ("/art.jsp?b=2&a=1", "/art.jsp?a=1&b=2"),
        ("/Old/Index.ASPX", "/old/index.aspx"),
        ("/旧/通知.html", "/%E6%97%A7/%E9%80%9A%E7%9F%A5.html"),
        ("/old/", "/old"),
        ("/any.php", "/any.php?id=7"),
        ("http://testserver/full.asp", "/full.asp"),
    ],
)
def test_an_old_address_leads_on(client, lead, source, asked):
    lead(source, "/news/")
    response = client.get(asked)
    assert response.status_code == 301 and response.url == "/news/"


def test_parameters_decide_before_their_absence(client, lead):
    lead("/art.jsp?id=1", "/sitemap.html")
    lead("/art.jsp", "/news/")
    assert client.get("/art.jsp?id=1").url == "/sitemap.html"
    assert client.get("/art.jsp?id=2").url == "/news/"
    lead("/only.jsp?id=1", "/news/")
    assert client.get("/only.jsp").status_code == client.get("/only.jsp?id=2").status_code == 404


def test_a_page_wins_over_a_redirect(client, lead):
    lead("/news/", "/sitemap.html")
    assert client.get("/news/").status_code == 200


def test_what_a_page_hides_is_told(client, lead, province, news, root, issuer, site_admin):
    public, gone = an_article(news), an_article(news, title="撤下的稿件")
    withdraw_article(gone, by=issuer, at=NOW, reason="wrong")
    rename_column(a_column(province, "docs", name="文件"), slug="wenjian", by=root, at=NOW)
    close_column(a_column(province, "old", name="旧"), by=root, at=NOW, is_gone=True)
    hidden = [
        "/news", "/News/?id=3", "http://testserver/news/index_2.html", public.path, gone.path, "/docs/", "/old/", "/search/",
        "/?id=7", "/sitemap.html",
    ]  # fmt: skip
    free = [
        "/art.jsp?id=1",
        "/news.asp",
        "/never/",
        "/news/202611/t20261118_999999.html",
        "/hudong/xinjian/1/x/",
        "/旧.html",
    ]
    away = "http://www.gov.cn/"
    done = import_redirects(province, lines(*((source, away) for source in hidden + free)), by=site_admin, at=NOW)
    assert [line.source for line in done.lines if line.is_unheard] == hidden and done.unheard == len(hidden)
    for line in done.lines:
        assert (client.get(line.source).headers.get("Location") == away) is not line.is_unheard, line.source


def test_a_page_costs_no_look_at_the_table(client, lead, django_assert_max_num_queries):
    lead("/old/", "/news/")
    client.get("/sitemap.html")
    with django_assert_max_num_queries(2):
        client.get("/sitemap.html")


def test_a_temporary_one_says_so(client, lead):
    lead("/now/", "/news/", is_permanent=False)
    assert client.get("/now/").status_code == 302


def test_a_target_that_moved_since_is_one_redirect_away(client, lead, news, root):
    article = an_article(news)
    lead("/old/", "/news/")
    lead("/old.html", article.path)
    rename_column(news, slug="yaowen", by=root, at=NOW)
    assert client.get("/old/").url == "/yaowen/"
    assert client.get("/old.html").url == article.path.replace("/news/", "/yaowen/")


def test_a_sub_sites_redirects_lie_under_its_prefix(client, subsite, root):
    save_redirect(subsite, source="/old.html", target="/", by=root, at=NOW)
    response = client.get("/jyj/old.html", headers={"host": "city.testserver"})
    assert response.status_code == 301 and response.url == "/jyj/"
    assert client.get("/old.html", headers={"host": "city.testserver"}).status_code == 404


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example/", "https://testserver//evil.example/", "https://testserver:443//evil.example", "https://evil.example/", "javascript:alert(1)", "/\\evil.example", "https://gov.cn@evil.example/",
        "https://evil-gov.cn/", "https://gov.cn.evil.example/", "http:evil", "evil", "", "/a b", "/x\r\nSet-Cookie: a=1",
        "http://[::1", "ftp://www.gov.cn/", "https://www.gov.cn:99999999/",
    ],
)  # fmt: skip
def test_nobody_can_make_the_site_lead_just_anywhere(lead, target):
    with pytest.raises(Refused):
        lead("/old/", target)
    assert not Redirect.objects.exists()


def test_governments_the_cluster_and_hosts_of_the_operator_are_allowed(client, lead, city, settings):
    settings.REDIRECT_ALLOWED_HOSTS = ["www.example.org"]
    for number, target in enumerate(
        ["https://www.gov.cn/x", "http://city.testserver/news/", "https://www.example.org/"]
    ):
        lead(f"/old{number}/", target)
        assert client.get(f"/old{number}/").url == target


@pytest.mark.parametrize("source", ["/", "", "old", "/admin/", "https://city.testserver/x", "/static/x.css", "//x"])
def test_what_is_no_address_of_the_site_is_refused(lead, city, source):
    with pytest.raises(Refused):
        lead(source, "/news/")


def test_chains_are_shortened_at_both_ends(lead):
    lead("/b", "/c")
    lead("/a", "/b")
    assert Redirect.objects.get(source="/a").target == "/c"
    lead("/c", "/news/")
    assert set(Redirect.objects.values_list("target", flat=True)) == {"/news/"}


def test_a_loop_is_refused_with_the_way_round(lead):
    lead("/b", "/c")
    with pytest.raises(Refused, match="/c → /b → /c"):
        lead("/c", "/b")
    with pytest.raises(Refused, match="循环"):
        lead("/x?a=1", "/X/?a=1")


def test_a_loop_through_another_site_is_refused(lead, city, root):
    save_redirect(city, source="/there", target="http://testserver/here", by=root, at=NOW)
    with pytest.raises(Refused, match="循环"):
        lead("/here", "http://city.testserver/there")


def test_one_address_leads_to_one_place_and_whoever_may_not_may_not(lead, province, editor):
    redirect = lead("/old", "/news/")
    with pytest.raises(Refused, match="已有"):
        lead("/OLD/", "/sitemap.html")
    with pytest.raises(Refused, match="权限"):
        save_redirect(province, source="/mine", target="/", by=editor, at=NOW)
    with pytest.raises(Refused, match="权限"):
        delete_redirect(redirect, by=editor, at=NOW)


def test_a_deleted_one_leads_nowhere_and_is_recorded(client, lead, site_admin):
    delete_redirect(lead("/old", "/news/"), by=site_admin, at=NOW)
    assert client.get("/old").status_code == 404
    assert AuditEntry.objects.filter(event="content.redirect.deleted").exists()


def lines(*pairs: tuple[str, str]) -> list[Line]:
    return [Line(number, source, target) for number, (source, target) in enumerate(pairs, start=2)]


def test_an_import_takes_what_it_can_and_says_why_not_the_rest(client, lead, province, site_admin):
    lead("/kept", "/sitemap.html")
    result = import_redirects(
        province,
        lines(("/kept", "/news/"), ("/a", "/b"), ("/b", "/news/"), ("/x", "/y"), ("/y", "/x"), ("/e", "http://e.example/"), ("/A/", "/")),
        by=site_admin, at=NOW,
    )  # fmt: skip
    assert [line.outcome for line in result.lines] == [
        "changed", "new", "new", "refused", "refused", "refused", "refused",
    ]  # fmt: skip
    assert "循环" in result.lines[3].reason and "第 3 行" in result.lines[6].reason
    assert client.get("/a").url == client.get("/kept").url == "/news/"
    assert AuditEntry.objects.get(event="content.redirect.imported").after["new"] == 2


def test_a_trial_changes_nothing_and_a_second_import_has_nothing_to_do(province, site_admin):
    table = (("/a", "/b"), ("/b", "/"))
    trial = import_redirects(province, lines(*table), by=site_admin, at=NOW, is_trial=True)
    assert trial.counts["new"] == 2 and not Redirect.objects.exists()
    import_redirects(province, lines(*table), by=site_admin, at=NOW)
    assert import_redirects(province, lines(*table), by=site_admin, at=NOW).counts["same"] == 2


def leads(client, address: str) -> list[str]:
    """Where a reader is sent from the address, step by step."""
    way = []
    while len(way) < 5 and (response := client.get(way[-1] if way else address)).status_code in {301, 302}:
        way.append(response.url)
    return way


def test_a_chain_or_a_round_of_an_import_may_be_of_any_length(client, province, news, site_admin):
    chain = [(f"/chain/{number}", f"/chain/{number + 1}") for number in range(60)] + [("/chain/60", "/news/")]
    ring = [(f"/ring/{number}", f"/ring/{(number + 1) % 45}") for number in range(45)] + [("/into", "/ring/7")]
    result = import_redirects(province, lines(*chain, *ring), by=site_admin, at=NOW)
    assert result.counts == {"new": 61, "changed": 0, "same": 0, "refused": 46}
    assert {line.settled for line in result.lines[:60]} == {"/news/"} and result.lines[60].settled == ""
    assert all("循环" in line.reason and "……" in line.reason for line in result.lines[61:])
    assert leads(client, "/chain/0") == ["/news/"] and leads(client, "/ring/0") == []


def test_a_round_through_another_site_is_refused_in_an_import_too(province, news, city, site_admin, root):
    save_redirect(city, source="/there", target="http://testserver/here", by=root, at=NOW)
    result = import_redirects(province, lines(("/here", "http://city.testserver/there")), by=site_admin, at=NOW)
    assert result.lines[0].outcome == "refused" and "city.testserver/there" in result.lines[0].reason


def test_what_led_here_from_another_site_follows_an_import(client, province, news, city, site_admin, root):
    save_redirect(city, source="/there", target="http://testserver/here", by=root, at=NOW)
    import_redirects(province, lines(("/here", "/further"), ("/further", "/news/")), by=site_admin, at=NOW)
    assert Redirect.objects.get(site=city).target == province.address("/news/")


def test_a_row_without_parameters_makes_rounds_too(client, lead, province, site_admin):
    lead("/a", "/b?x=1")
    with pytest.raises(Refused, match="循环"):
        lead("/b", "/a?y=2")
    result = import_redirects(province, lines(("/b", "/a?y=2")), by=site_admin, at=NOW)
    assert result.counts["refused"] == 1
    lead("/b?x=2", "/a")
    assert leads(client, "/b?x=2") == ["/b?x=1"]


def test_what_led_to_an_address_with_parameters_follows_the_row_without(client, lead, news):
    lead("/a", "/b?x=1")
    lead("/c", "/b?x=2")
    lead("/b?x=2", "/sitemap.html")
    lead("/b", "/news/")
    assert leads(client, "/a") == ["/news/"] and leads(client, "/c") == ["/sitemap.html"]


def test_no_way_is_shortened_over_a_row_that_a_page_hides(client, lead, province, news, site_admin):
    lead("/news/", "/sitemap.html")
    lead("/old", "/news/")
    import_redirects(province, lines(("/older", "/news/"), ("/oldest", "/older")), by=site_admin, at=NOW)
    for address in ("/old", "/older", "/oldest"):
        assert leads(client, address) == ["/news/"]


def test_many_rows_cost_few_queries(province, site_admin, django_assert_max_num_queries):
    table = lines(*((f"/art.jsp?id={number}", f"/new/{number}.html") for number in range(3000)))
    with django_assert_max_num_queries(60):  # SQLite takes rows by the hundred
        assert import_redirects(province, table, by=site_admin, at=NOW).counts["new"] == 3000


def test_a_column_at_an_old_address_wins(client, lead, province):
    lead("/later/", "/news/")
    a_column(province, "later", name="后来的栏目")
    assert client.get("/later/").status_code == 200


@pytest.mark.parametrize("address", ["/old%00/", "/old.html?id=%00", "/old%00.jsp?id=1"])
def test_an_address_with_a_nul_is_not_there(client, province, address):
    assert client.get(address).status_code == 404


def test_a_target_that_came_in_before_it_was_refused_leads_to_no_other_host(client, lead):
    kept = lead("/old.asp", "/news/none/")
    Redirect.objects.filter(pk=kept.pk).update(target="//evil.example/x")
    assert client.get("/old.asp")["Location"] == "/evil.example/x"
