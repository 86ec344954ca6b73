"""The delivered nginx configuration, run by a real nginx: stored pages from the disk, everything else from the application."""

from __future__ import annotations

import gzip
import http.client
from io import BytesIO

import brotli
import pytest

from content.page_store.addresses import file_of
from portal.stored_headers import stored_headers
from tests.deploy.nginx import HAS_BROTLI, NGINX, running_nginx

pytestmark = pytest.mark.skipif(not NGINX, reason="needs nginx (apt-get install nginx; .ci/run does it)")

HOST = "www.example.gov.cn"
PAGES = {
    "/": "home",
    "/news/": "list",
    "/news/index_2.html": "second",
    "/news/202611/t20261118_7.html": "article",
    "/jyj/": "sub-site",
    "/sitemap.xml": "<map/>",
    "/robots.txt": "robots",
}
ENDINGS = {
    "html": "text/html; charset=utf-8", "xml": "application/xml; charset=utf-8", "txt": "text/plain; charset=utf-8"
}  # fmt: skip


def application(environ, start_response):
    """Says that it was asked, and for what."""
    sent = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    start_response(
        "200 OK",
        [
            ("Content-Type", "text/plain"),
            ("X-Heard", f"{environ['REQUEST_METHOD']} {sent!r}"),
            ("X-From", environ.get("HTTP_X_FORWARDED_FOR", "")),
            ("X-Asked", f"{environ['PATH_INFO']}?{environ['QUERY_STRING']}"),
        ],
    )
    return [f"application {environ['HTTP_HOST']} {environ.get('HTTP_X_FORWARDED_PROTO')}".encode()]


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    """The platform's folder of data."""
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="module")
def port(var, tmp_path_factory):
    """An nginx over a folder with a few pages, static files and pictures."""
    for path, text in PAGES.items():
        file = var / "pages" / file_of(HOST, path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        file.with_name(file.name + ".gz").write_bytes(gzip.compress(text.encode()))
        file.with_name(file.name + ".br").write_bytes(brotli.compress(text.encode()))
    for name, content in {
        "static/css/base.1a2b.css": b"body{}", "static/css/base.1a2b.css.gz": gzip.compress(b"body{}"),
        "static/css/base.1a2b.css.br": brotli.compress(b"body{}"), "media/city/a.jpg": b"picture", "media/city/a.docx": b"document",
        "portal.sqlite3": b"secret", "pages/.state": b"state", "pages/.none.txt": b"x",
    }.items():  # fmt: skip
        (var / name).parent.mkdir(parents=True, exist_ok=True)
        (var / name).write_bytes(content)
    with running_nginx(tmp_path_factory.mktemp("nginx"), var, application) as port:
        yield port


def get(
    port: int,
    path: str,
    *,
    method: str = "GET",
    host: str = HOST,
    body: bytes = b"",
    version: str = "HTTP/1.1",
    **headers: str,
):
    """The answer to a request that is sent as it is written."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    line._http_vsn_str = version
    line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in {"Host": host, **{key.replace("_", "-"): text for key, text in headers.items()}}.items():
        line.putheader(name, value)
    line.endheaders(body or None)
    response = line.getresponse()
    response.body = response.read()
    line.close()
    return response


@pytest.mark.parametrize("path", PAGES)
def test_a_stored_page_comes_from_the_disk_with_its_type_and_the_headers_of_django(port, path):
    answer = get(port, path)
    assert (answer.status, answer.body.decode()) == (200, PAGES[path])
    expected = dict(stored_headers()) | {"Content-Type": ENDINGS[file_of(HOST, path).rpartition(".")[2]]}
    assert {name: answer.headers[name] for name in expected} == expected
    assert answer.headers["ETag"]


def test_host_is_read_without_port_and_capitals(port):
    assert get(port, "/", host="WWW.Example.gov.cn:8443").body == b"home"


def test_the_packed_form_goes_to_who_takes_it(port):
    answer = get(port, "/news/", Accept_Encoding="gzip, deflate")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.GzipFile(fileobj=BytesIO(answer.body)).read() == b"list"


def test_static_files_come_packed_to_who_takes_it(port):
    answer = get(port, "/static/css/base.1a2b.css", Accept_Encoding="gzip")
    assert (answer.headers["Content-Encoding"], gzip.decompress(answer.body)) == ("gzip", b"body{}")
    assert answer.headers["Content-Type"].startswith("text/css") and answer.headers["ETag"]
    assert get(port, "/static/css/base.1a2b.css").body == b"body{}"


@pytest.mark.parametrize("path", ["/news/", "/static/css/base.1a2b.css"])
@pytest.mark.parametrize("how", [{"Via": "1.1 cdn.example"}, {"version": "HTTP/1.0"}], ids=["cdn", "old proxy"])
def test_the_packed_form_goes_through_what_stands_between(port, path, how):
    answer = get(port, path, Accept_Encoding="gzip", **how)
    assert (answer.status, answer.headers["Content-Encoding"]) == (200, "gzip")


@pytest.mark.skipif(not HAS_BROTLI, reason="needs libnginx-mod-http-brotli-static; .ci/run installs it")
@pytest.mark.parametrize(("path", "text"), [("/news/", b"list"), ("/static/css/base.1a2b.css", b"body{}")])
def test_brotli_goes_before_gzip(port, path, text):
    answer = get(port, path, Accept_Encoding="gzip, br")
    assert (answer.headers["Content-Encoding"], brotli.decompress(answer.body)) == ("br", text)
    assert get(port, path, Accept_Encoding="gzip").headers["Content-Encoding"] == "gzip"


def test_a_copy_that_is_still_good_is_not_sent_again(port):
    first = get(port, "/news/")
    assert get(port, "/news/", If_None_Match=first.headers["ETag"]).status == 304
    assert get(port, "/news/", If_Modified_Since=first.headers["Last-Modified"]).status == 304
    assert get(port, "/news/", If_None_Match='"other"').status == 200


def test_head_has_the_headers_and_no_body(port):
    answer = get(port, "/news/", method="HEAD")
    assert (answer.status, answer.body, answer.headers["Content-Length"]) == (200, b"", "4")


def test_a_page_kept_open_is_replaced_and_gone_at_once(port, var):
    page, fresh = var / "pages" / HOST / "news" / "notice.html", var / "pages" / HOST / "news" / "fresh"
    lines = [http.client.HTTPConnection("127.0.0.1", port, timeout=10) for _ in range(8)]  # of both processes of nginx

    def read() -> set[bytes]:
        answers = set()
        for line in lines:
            line.request("GET", "/news/notice.html", headers={"Host": HOST})
            answers.add(line.getresponse().read())
        return answers

    for number in range(100):  # all of one length, most within one second
        fresh.write_bytes(b"state %03d" % number)
        fresh.replace(page)
        assert read() == {b"state %03d" % number}
        if number % 10 == 9:
            page.unlink()
            assert all(answer.startswith(b"application") for answer in read())
    page.parent.rename(moved := page.parent.with_name("moved"))  # as a whole site is dropped
    assert all(answer.startswith(b"application") for answer in read())
    moved.rename(page.parent)


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/?x=1", {}), ("/news/?page=2", {}), ("/absent/", {}), ("/%6eews/", {}), ("/news//", {}), ("//news/", {}),
        ("/./news/", {}), ("/news/../news/", {}), ("/news/index.html", {}), ("/news/Index.html", {}), ("/news/index.html.gz", {}), ("/.state", {}),
        ("/../portal.sqlite3", {}), ("/portal.sqlite3", {}), ("/pages/www.example.gov.cn/index.html", {}),
        ("/news/", {"Cookie": "a=b; sessionid=abc"}), ("/news/", {"method": "POST", "Content_Length": "0"}),
        ("/news/", {"host": "other.example.org"}), ("/.none.txt", {}), ("/news/?", {}), ("/news/202611/t20261118_7.html?", {}),
        ("/news/202611/t20261118_7.html%0a", {}), ("/news/%0a", {}), ("/news/%69ndex.html", {}), ("/news/index.html.br", {}),
        ("/news/", {"Cookie": "sessionid=0"}), ("/news", {}), ("/.none.txt", {"host": "."}), ("/.none.txt", {"host": ".."}),
        ("/www.example.gov.cn/", {"host": "."}), ("/www.example.gov.cn/robots.txt", {"host": "news/.."}),
    ],
)  # fmt: skip
def test_everything_else_is_the_applications(port, path, more):
    answer = get(port, path, **more)
    assert answer.status == 400 or answer.body.startswith(b"application")


def test_the_application_hears_the_host_and_the_scheme(port):
    assert get(port, "/?x=1", host=f"{HOST}:8443").body.decode() == f"application {HOST}:8443 http"


def test_the_application_hears_where_a_visitor_comes_from_and_not_what_he_claims(port):
    assert get(port, "/?x=1", X_Forwarded_For="6.6.6.6").headers["X-From"] == "127.0.0.1"


@pytest.mark.parametrize("path", ["/news/", "/absent/", "/news/202611/t20261118_7.html"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_what_is_sent_reaches_the_application_with_its_method_and_body(port, path, method):
    answer = get(port, path, method=method, body=b"letter=1", Content_Length="8")
    assert (answer.status, answer.headers["X-Heard"]) == (200, f"{method} {b'letter=1'!r}")


@pytest.mark.parametrize("path", ["/absent/?", "/news/?x=1&y=%E4%BD%A0", "/absent.html?", "/a b?".replace(" ", "+")])
def test_the_application_hears_the_address_as_it_was_asked_for(port, path):
    assert get(port, path).headers["X-Asked"] == path


def test_a_reader_who_asks_for_options_asks_the_application(port):
    assert get(port, "/news/", method="OPTIONS").headers["X-Heard"] == "OPTIONS b''"


def test_cookies_of_others_do_not_keep_a_reader_from_the_store(port):
    assert get(port, "/news/", Cookie="analytics=1; csrftoken=x").body == b"list"


def test_static_files_and_pictures_come_from_the_disk_and_documents_do_not(port):
    assert get(port, "/static/css/base.1a2b.css").headers["Cache-Control"].endswith("immutable")
    assert get(port, "/media/city/a.jpg").body == b"picture"
    assert get(port, "/media/city/a.docx").body.startswith(b"application")
    assert get(port, "/static/../portal.sqlite3").body.startswith(b"application")
