"""A source is fetched within limits, whatever it answers, and never from where it must not."""

import gzip
import socket
from pathlib import Path

import pytest

from content import upstream as fetching
from content.upstream import FetchFailed, fetch, is_public
from tests.content.upstream_server import a_feed, an_item


def refusal(address: str) -> str:
    with pytest.raises(FetchFailed) as refused:
        fetch(address)
    return str(refused.value)


def test_a_feed_is_fetched_with_its_marks(upstream):
    fetched = fetch(upstream.says(a_feed(), ETag='"1"', Last_Modified="Wed, 18 Nov 2026 01:00:00 GMT"))
    assert fetched.body == a_feed().encode()
    assert (fetched.etag, fetched.last_modified) == ('"1"', "Wed, 18 Nov 2026 01:00:00 GMT")


def test_an_unchanged_feed_is_not_sent_again(upstream):
    address = upstream.says(a_feed(), ETag='"1"')
    assert fetch(address, etag='"1"').is_unchanged
    assert upstream.requests[-1][1]["If-None-Match"] == '"1"'


def test_a_packed_feed_is_unpacked(upstream):
    packed = gzip.compress(a_feed(an_item()).encode())
    assert fetch(upstream.says(packed, Content_Encoding="gzip")).body == a_feed(an_item()).encode()


def test_a_packed_bomb_stays_small(upstream):
    bomb = gzip.compress(b" " * (60 * 1024 * 1024))
    assert len(bomb) < 100_000
    assert "5 MB" in refusal(upstream.says(bomb, Content_Encoding="gzip"))


def test_a_cut_off_packed_feed_is_refused(upstream):
    packed = gzip.compress(a_feed(an_item()).encode())[:-20]
    assert "不完整" in refusal(upstream.says(packed, Content_Encoding="gzip"))


def test_a_feed_that_is_too_large_is_refused(upstream):
    assert "5 MB" in refusal(upstream.says(b" " * (5 * 1024 * 1024 + 1)))


def test_an_error_above_is_said_with_its_number(upstream):
    assert "500" in refusal(upstream.says("boom", status=500))


def test_three_redirects_are_followed_and_a_loop_is_not(upstream):
    for step in (1, 2, 3):
        upstream.says("", path=f"/{step}", status=302, Location=f"/{step + 1}")
    upstream.says(a_feed(), path="/4")
    assert fetch(upstream.address("/1")).body
    upstream.says("", path="/loop", status=302, Location="/loop")
    assert "3 次" in refusal(upstream.address("/loop"))


def test_a_redirect_to_a_file_leads_nowhere(upstream):
    assert "地址有误" in refusal(upstream.says("", status=302, Location="file:///etc/passwd"))


def test_a_source_that_trickles_is_left_in_time(upstream, monkeypatch):
    monkeypatch.setattr(fetching, "WHOLE_SECONDS", 0.5)
    assert "规定时间" in refusal(upstream.trickles())


def test_a_source_that_is_silent_is_left_in_time(monkeypatch, settings):
    settings.UPSTREAM_ALLOWED_HOSTS = ["127.0.0.1"]
    monkeypatch.setattr(fetching, "SILENT_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert "规定时间" in refusal(f"http://127.0.0.1:{silent.getsockname()[1]}/")


def test_a_closed_port_is_one_sentence(settings):
    settings.UPSTREAM_ALLOWED_HOSTS = ["127.0.0.1"]
    with socket.create_server(("127.0.0.1", 0)) as used:
        port = used.getsockname()[1]
    assert "无法连接" in refusal(f"http://127.0.0.1:{port}/")


def test_the_internal_network_is_refused_unless_the_host_is_allowed(upstream, settings):
    address = upstream.says(a_feed())
    settings.UPSTREAM_ALLOWED_HOSTS = []
    assert "内部网络" in refusal(address)
    assert "内部网络" in refusal(address.replace("127.0.0.1", "localhost"))
    assert not upstream.requests


def test_a_redirect_into_the_internal_network_is_refused(upstream):
    port = upstream.base.rpartition(":")[2]
    assert "内部网络" in refusal(upstream.says("", status=302, Location=f"http://[::ffff:127.0.0.1]:{port}/feed.xml"))


def test_a_proxy_in_the_environment_is_not_used(upstream, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert fetch(upstream.says(a_feed())).body


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("114.114.114.114", True),
        ("2400:3200::1", True),
        ("10.1.2.3", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:0a00:0001::1", False),
    ],
)
def test_only_addresses_of_the_open_internet_are_public(address, expected):
    assert is_public(address) is expected


@pytest.mark.parametrize("address", ["ftp://a.cn/x", "gopher://a.cn", "javascript:alert(1)", "http://", "http://[", ""])
def test_other_kinds_of_address_are_refused_with_a_sentence(address):
    assert refusal(address)


def test_a_file_below_var_is_read_and_then_unchanged(settings, tmp_path):
    settings.VAR = tmp_path
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / "gwy.xml").write_text(a_feed(), "utf-8")
    for address in ("feeds/gwy.xml", "file:feeds/gwy.xml", f"file://{tmp_path}/feeds/gwy.xml"):
        fetched = fetch(address)
        assert fetched.body == a_feed().encode()
        assert fetch(address, etag=fetched.etag).is_unchanged


def test_no_file_outside_var_is_read(settings, tmp_path):
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()
    (tmp_path / "secret").write_text("secret")
    (settings.VAR / "link").symlink_to(tmp_path / "secret")
    for address in ("../secret", "file:../secret", "file:///etc/passwd", "link", "file:%2e%2e/secret", "a\x00b", "."):
        assert "secret" not in refusal(address).replace("../secret", "")


def test_a_large_file_is_refused(settings, tmp_path):
    settings.VAR = tmp_path
    with Path(tmp_path / "big.xml").open("wb") as file:
        file.truncate(6 * 1024 * 1024)
    assert "5 MB" in refusal("big.xml")
