"""Pages are stored when their first reader asks for them, and only pages that are the same for everybody."""

import gzip
from datetime import timedelta

import brotli
import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.shortcuts import render as django_render

from content import views
from content.actions import withdraw_article
from content.page_store.folder import PageFolder
from content.page_store.inventory import pages_of
from content.page_store.purging import follow
from sites.actions import change_site, set_site_state
from tests.builders import an_article, the_office_of
from tests.content.page_store.conftest import ask


@pytest.fixture
def article(news, now):
    return an_article(news)


def files(folder: PageFolder) -> list[str]:
    return sorted(str(page.relative_to(folder.root)) for page in folder.pages())


def test_the_first_reader_fills_the_store_and_the_second_is_served_without_django(
    application, article, folder, django_asked
):
    first = ask(application, "/")
    second = ask(application, "/")
    assert (first.status, second.status) == (200, 200)
    assert first.body == second.body
    assert django_asked == ["/"]


def test_the_files_lie_by_host_and_path_with_packed_forms_beside(application, article, folder):
    for path in ("/", "/news/", article.path, "/sitemap.html"):
        assert ask(application, path).status == 200
    assert files(folder) == sorted(
        ["testserver/index.html", "testserver/news/index.html", f"testserver{article.path}", "testserver/sitemap.html"]
    )
    for page in folder.pages():
        assert gzip.decompress(page.with_name(page.name + ".gz").read_bytes()) == page.read_bytes()
        assert brotli.decompress(page.with_name(page.name + ".br").read_bytes()) == page.read_bytes()


def test_a_site_under_a_prefix_lies_under_its_prefix(application, subsite, folder):
    assert ask(application, "/jyj/", host="city.testserver").status == 200
    assert files(folder) == ["city.testserver/jyj/index.html"]


def test_a_stored_page_has_the_headers_that_django_sends(application, article):
    first, second = ask(application, "/"), ask(application, "/")
    for name in ("etag", "last-modified", "content-length"):
        first.headers.pop(name, None)
        second.headers.pop(name, None)
    assert {k: set(v.split(", ")) for k, v in first.headers.items()} == {
        k: set(v.split(", ")) for k, v in second.headers.items()
    }


def test_a_query_is_neither_stored_nor_answered_from_the_store(application, article, folder, django_asked):
    assert ask(application, "/news/", query="page=1").status == 301
    assert ask(application, "/news/", query="x=1").status == 200
    assert files(folder) == []
    ask(application, "/news/")
    ask(application, "/news/", query="x=1")
    assert len(django_asked) == 4


def test_head_fills_nothing_and_is_answered_from_the_store_without_a_body(application, article, folder, django_asked):
    assert ask(application, "/", method="HEAD").status == 200
    assert files(folder) == []
    page = ask(application, "/")
    head = ask(application, "/", method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(page.body))
    assert len(django_asked) == 2


def test_other_methods_go_past_the_store(application, article, django_asked):
    ask(application, "/")
    assert ask(application, "/", method="POST").status in {403, 405}
    assert django_asked == ["/", "/"]


@pytest.mark.parametrize(
    "path", ["/absent/", "/news/202611/t20261118_999.html", "/search/", "/hudong/", "/hudong/lookup/"]
)
def test_what_is_absent_or_not_marked_is_not_stored(application, article, folder, path):
    ask(application, path)
    assert files(folder) == []


def test_a_withdrawn_page_is_not_stored(application, article, folder, now):
    withdraw_article(article, by=the_office_of(article.column)["signer"], at=now, reason="wrong")
    assert ask(application, article.path).status == 410
    assert files(folder) == []


def test_a_closed_site_stores_nothing(application, province, article, folder, now):
    set_site_state(province, "suspended", by=None, at=now, note="检修")
    assert ask(application, "/").status == 503
    assert files(folder) == []


def test_readers_with_a_session_have_their_pages_from_django_and_leave_none(application, article, folder, django_asked):
    assert ask(application, "/", cookie="sessionid=abc").status == 200
    assert files(folder) == []
    ask(application, "/")
    ask(application, "/", cookie="sessionid=abc")
    assert len(django_asked) == 3


def test_other_cookies_are_not_looked_at_and_do_not_show(application, article, folder, django_asked):
    first = ask(application, "/", cookie="tracker=secret-of-mine; csrftoken=" + "a" * 32)
    second = ask(application, "/")
    assert b"secret-of-mine" not in first.body and first.body == second.body
    assert django_asked == ["/"]


@pytest.mark.parametrize("header", ["Set-Cookie", "X-Own", "Content-Disposition"])
def test_an_answer_with_a_header_of_its_own_is_not_stored(application, article, folder, monkeypatch, header):
    def render(*args, **kwargs):
        response = django_render(*args, **kwargs)
        if header == "Set-Cookie":
            response.set_cookie("who", "me")
        else:
            response[header] = "attachment"
        return response

    monkeypatch.setattr("content.views.render", render)
    assert ask(application, "/").status == 200
    assert files(folder) == []


@pytest.mark.parametrize(
    "host",
    [
        "unknown.example.org",
        "testserver:6666",
        "..",
        "../testserver",
        "testserver/..",
        "",
        "[::1]",
        "testserver\x00",
        "a" * 300,
    ],
)
def test_a_strange_host_stores_nothing_and_reads_nothing(application, article, folder, host, django_asked):
    ask(application, "/", host=host)
    assert files(folder) == []


def test_the_port_of_a_stored_page_is_the_public_one_whoever_asks(application, article, settings, folder):
    settings.PUBLIC_PORT = "8000"
    ask(application, "/", host="testserver:6666")
    assert files(folder) == []
    page = ask(application, "/", host="testserver:8000")
    assert files(folder) == ["testserver/index.html"]
    assert ask(application, "/", host="TestServer.:6666").body == page.body


@pytest.mark.parametrize(
    "path",
    [
        "//news/", "/news//", "/./news/", "/news/../news/", "/../../etc/passwd", "/news/%2e%2e/", "/news/index.html", "/news\x00/",
        "/NEWS/", "/news/index.html.gz", "/.state", "/" + "a/" * 300, "/" + "a" * 300 + "/", "/新闻/", "/news/index_1.html/",
    ],
)  # fmt: skip
def test_a_strange_path_stores_nothing_and_spoils_no_neighbour(application, article, folder, path):
    assert ask(application, path).status in {301, 302, 400, 404}
    assert files(folder) == []
    before = ask(application, "/news/").body
    ask(application, path)
    assert ask(application, "/news/").body == before


def test_a_copy_that_is_still_good_is_not_sent_again(application, article):
    ask(application, "/")
    page = ask(application, "/")
    tag, date = page.headers["etag"], page.headers["last-modified"]
    for condition in (
        {"if_none_match": tag},
        {"if_none_match": f'W/{tag}, "x"'},
        {"if_none_match": "*"},
        {"if_modified_since": date},
    ):
        answer = ask(application, "/", **condition)
        assert (answer.status, answer.body) == (304, b""), condition
        assert answer.headers["etag"] == tag
    for condition in (
        {"if_none_match": '"x"'},
        {"if_none_match": '"x"', "if_modified_since": date},
        {"if_modified_since": "nonsense"},
    ):
        assert ask(application, "/", **condition).status == 200, condition


def test_two_states_of_a_page_never_share_a_tag(application, province, article, folder, now):
    ask(application, "/")
    tags = set()
    for name in ("甲省人民政府", "乙省人民政府", "丙省人民政府"):
        change_site(province, by=None, at=now, name=name)
        follow(folder)
        ask(application, "/")
        tags.add(ask(application, "/").headers["etag"])
    assert len(tags) == 3


@pytest.mark.parametrize(
    ("accepts", "coding"),
    [("", None), ("identity", None), ("gzip", "gzip"), ("gzip, deflate, br", "br"), ("br;q=0, gzip", "gzip"), ("gzip;q=0", None), ("*", "br")],
)  # fmt: skip
def test_the_packed_form_goes_to_who_takes_it(application, article, accepts, coding):
    plain = ask(application, "/").body
    answer = ask(application, "/", accept_encoding=accepts)
    assert answer.headers.get("content-encoding") == coding
    unpack = {None: bytes, "gzip": gzip.decompress, "br": brotli.decompress}[coding]
    assert unpack(answer.body) == plain


def test_over_https_only_a_plain_request_is_left_to_be_redirected(application, article, django_asked):
    ask(application, "/")
    application.only_https = True
    before = len(django_asked)
    ask(application, "/")
    assert len(django_asked) == before + 1


def test_no_stored_page_holds_a_token_or_what_depends_on_the_moment(application, province, article, folder, now):
    seen = []
    for moment in (now, now + timedelta(hours=5)):
        with time_machine.travel(moment, tick=False):
            for path in pages_of(province, at=moment):
                seen.append((path, ask(WSGIHandler(), path).body))
    for path, body in seen:
        assert b"csrf" not in body, path
        assert seen.count((path, body)) == 2, path


def test_every_view_that_is_marked_is_named_here():
    marked = {name for name, view in vars(views).items() if getattr(view, "is_stored", False)}
    assert marked == {
        "home", "column", "column_number", "article", "site_map_page", "statement", "accessibility", "robots",
        "site_feed", "column_feed", "sitemap_index", "sitemap_columns", "sitemap_month",
    }  # fmt: skip
