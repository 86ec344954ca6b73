"""The delivered nginx configuration, run by a real nginx: stored pages from the disk, everything else from the application."""

from __future__ import annotations

import gzip
import http.client
import shutil
import socket
import subprocess
from collections.abc import Iterator
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
            *(
                [("Location", f"/login/?next={'%3D' * len(environ['QUERY_STRING'])}")]
                if "HTTP_LEADS_ON" in environ
                else []
            ),
        ],
    )
    return [f"application {environ.get('HTTP_HOST')} {environ.get('HTTP_X_FORWARDED_PROTO')}".encode()]


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


@pytest.fixture
def port_of_http_2(var, port, tmp_path) -> Iterator[int]:
    """The same with HTTP/2, which browsers speak over HTTPS."""
    with running_nginx(tmp_path, var, application, protocol="http2") as port:
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


@pytest.mark.parametrize("length", [3_000, 8_000])
def test_a_long_address_reaches_the_application_and_its_long_answer_the_reader(port, length):
    path = f"/absent/?{'x' * length}"
    answer = get(port, path, Leads_On="yes")
    assert (answer.status, answer.headers["X-Asked"]) == (200, path)
    assert len(answer.headers["Location"]) > 3 * length
    assert get(port, f"/{'a' * 300}.html").body.startswith(b"application")  # longer than a file's name may be
    assert get(port, f"/{'a/' * 2040}").body.startswith(b"application")  # longer than a path may be


def sent_raw(port: int, request: str) -> bytes:
    """The answer to a request of these very bytes, and to whatever follows it on the line."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(request.encode())
        answer = b""
        while more := line.recv(65_536):
            answer += more
    return answer


CLOSE = f"Host: {HOST}\r\nConnection: close\r\n"


@pytest.mark.parametrize(
    ("request_", "body"),
    [
        ("GET /news/ HTTP/1.0\r\n\r\n", "application"),  # no host: no site
        ("GET /news/\r\n", "application"),
        (f"GET /news/ HTTP/1.0\r\nHost: {HOST}\r\n\r\n", "list"),
        (f"GET http://{HOST}/news/ HTTP/1.1\r\n{CLOSE}\r\n", "list"),
        (f"GET http://{HOST} HTTP/1.1\r\n{CLOSE}\r\n", "home"),
        (f"GET http://{HOST}?x=1 HTTP/1.1\r\n{CLOSE}\r\n", "application"),
        (f"GET http://other.example.org/news/ HTTP/1.1\r\n{CLOSE}\r\n", "application"),
        (f"GET /新闻/ HTTP/1.1\r\n{CLOSE}\r\n", "application"),
        (f"GET /新闻.html HTTP/1.1\r\n{CLOSE}\r\n", "application"),
        (f"GET /news/#x HTTP/1.1\r\n{CLOSE}\r\n", "application"),
        (f"GET /news%2f HTTP/1.1\r\n{CLOSE}\r\n", "application"),
        (f"GET /news/\\..\\robots.txt HTTP/1.1\r\n{CLOSE}\r\n", "application"),
        (f"GET /robots.txt/ HTTP/1.1\r\n{CLOSE}\r\n", "application"),
        (f"GET /robots.txt/x.html HTTP/1.1\r\n{CLOSE}\r\n", "application"),
        (f"GET /news/ HTTP/1.1\r\nCookie: a=b\r\nCookie: sessionid=1\r\n{CLOSE}\r\n", "application"),
        (f"GET /news/ HTTP/1.1\r\nRange: bytes=1-2\r\n{CLOSE}\r\n", "is"),
        (f'GET /news/ HTTP/1.1\r\nRange: bytes=1-2\r\nIf-Range: "older"\r\n{CLOSE}\r\n', "list"),
        (f"POST /news/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n{CLOSE}\r\n3\r\nabc\r\n0\r\n\r\n", "application"),
        (f"POST /news/ HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n{CLOSE}\r\nabc", "application"),
        (f"GET /news/ HTTP/1.1\r\nUpgrade: h2c\r\nHost: {HOST}\r\nConnection: Upgrade, close\r\n\r\n", "list"),
        (f"GET /news/ HTTP/1.1\r\nContent-Length: 3\r\nHost: {HOST}\r\n\r\nabcGET /?x HTTP/1.1\r\n{CLOSE}\r\n", "application"),
    ],
)  # fmt: skip
def test_a_request_of_an_unusual_form_is_answered_by_who_should(port, request_, body):
    answer = sent_raw(port, request_).rpartition(b"\r\n\r\n")[2]
    assert answer.startswith(body.encode()) and (body == "application" or answer == body.encode())


@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl with HTTP/2")
def test_http_2_is_judged_in_the_same_way(var, port_of_http_2):
    def body(path: str, *more: str, host: str = HOST) -> str:
        asked = ["curl", "-s", "--path-as-is", "--http2-prior-knowledge", "-H", f"Host: {host}", *more]
        return subprocess.check_output([*asked, f"http://127.0.0.1:{port_of_http_2}{path}"], timeout=20, text=True)

    assert (body("/news/"), body("/news/", "-r", "1-2")) == ("list", "is")
    for path, *more in (
        ("/news/?x=1",), ("/news/../news/",), ("/news//",), ("/news/", "-d", "x=1"), ("/news/", "-H", "Cookie: a=1; sessionid=1"),
    ):  # fmt: skip
        assert body(path, *more).startswith(f"application {HOST}")
    assert body("/news/", host="other.example.org").startswith("application other.example.org")


def test_a_reader_who_asks_for_options_asks_the_application(port):
    assert get(port, "/news/", method="OPTIONS").headers["X-Heard"] == "OPTIONS b''"


def test_cookies_of_others_do_not_keep_a_reader_from_the_store(port):
    assert get(port, "/news/", Cookie="analytics=1; csrftoken=x").body == b"list"


def test_static_files_and_pictures_come_from_the_disk_and_documents_do_not(port):
    assert get(port, "/static/css/base.1a2b.css").headers["Cache-Control"].endswith("immutable")
    assert get(port, "/media/city/a.jpg").body == b"picture"
    assert get(port, "/media/city/a.docx").body.startswith(b"application")
    assert get(port, "/static/../portal.sqlite3").body.startswith(b"application")
