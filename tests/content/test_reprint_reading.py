"""What a source sent is read in any encoding and cleaned; bombs are refused; dates are made usable."""

from datetime import timedelta

import pytest
from django.utils import timezone

from content.syndication import Entry, Unreadable, read_feed
from tests.cast import NOW
from tests.content.upstream_server import a_feed, an_item

ADDRESS = "https://www.gov.cn/feed.xml"


def entries(feed: str | bytes, *, charset: str = "") -> list[Entry]:
    body = feed.encode() if isinstance(feed, str) else feed
    return read_feed(body, address=ADDRESS, charset=charset, at=NOW)[0]


def refusal(feed: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        entries(feed)
    return str(refused.value)


@pytest.mark.parametrize(
    ("declaration", "encoding"),
    [
        ('<?xml version="1.0" encoding="gb2312"?>', "gb18030"),
        ('<?xml version="1.0" encoding="GBK"?>', "gb18030"),
        ('<?xml version="1.0" encoding="utf-8"?>', "gb18030"),
        ('<?xml version="1.0" encoding="gb2312"?>', "utf-8"),
        ("", "gb18030"),
        ('<?xml version="1.0" encoding="utf-16"?>', "utf-16"),
        ('<?xml version="1.0" encoding="big5"?>', "big5"),
        ('<?xml version="1.0"?>', "utf-8-sig"),
    ],
)
def test_the_text_is_right_whatever_encoding_is_declared_and_used(declaration, encoding):
    title = "國務院通知" if encoding == "big5" else "国务院通知，㐀"
    feed = a_feed(an_item(title=title, description=""), declaration=declaration)
    if encoding == "big5":
        feed = feed.replace("最新政策", "政策")
    assert entries(feed.encode(encoding), charset="iso-8859-1")[0].title == title


@pytest.mark.parametrize(
    ("written", "local"),
    [
        ("Wed, 18 Nov 2026 09:40:00 +0800", "2026-11-18 09:40"),
        ("Wed, 18 Nov 2026 01:40:00 GMT", "2026-11-18 09:40"),
        ("2026-11-18T09:40:00+08:00", "2026-11-18 09:40"),
        ("2026-11-18 09:40:00", "2026-11-18 09:40"),
        ("2026年11月18日 09:40", "2026-11-18 09:40"),
        ("2026/11/8 9:40", "2026-11-08 09:40"),
        ("Wed, 18 Nov 2026 09:40:00 CST", "2026-11-18 09:40"),
        ("2026-11-17", "2026-11-17 23:59"),
        ("2026-11-18", "2026-11-18 10:00"),
        ("2030-01-01T00:00:00Z", "2026-11-18 10:00"),
        ("1970-01-01T00:00:00Z", "2026-11-18 10:00"),
        ("2026-13-45 99:99", "2026-11-18 10:00"),
        ("昨天", "2026-11-18 10:00"),
        ("", "2026-11-18 10:00"),
    ],
)
def test_a_time_without_zone_is_beijings_and_none_or_a_future_one_is_the_moment_of_receipt(written, local):
    entry = entries(a_feed(an_item(pubDate=written)))[0]
    assert f"{timezone.localtime(entry.published_at):%Y-%m-%d %H:%M}" == local


def test_the_body_is_cleaned_and_its_links_lead_to_the_original_site():
    html = "<script>alert(1)</script><p onclick=x>文 <a href='../a.htm'>附件</a><img src='https://t.cn/x.gif'></p>"
    entry = entries(a_feed(an_item(description=f"<![CDATA[{html}]]>")))[0]
    assert 'href="https://www.gov.cn/a.htm"' in entry.body
    assert not any(bad in entry.body for bad in ("script", "onclick", "t.cn", "alert("))
    assert list(entry.pictures.values()) == ["https://t.cn/x.gif"]


def test_titles_are_plain_text_of_bearable_length():
    entry = entries(a_feed(an_item(title=f"<![CDATA[<b>关于</b>&nbsp;通知{'长' * 300}<script>x</script>]]>")))[0]
    assert entry.title.startswith("关于 通知长")
    assert len(entry.title) == 200


def test_an_item_without_body_shows_its_title():
    assert entries(a_feed(an_item(description="")))[0].body == "<p>国务院关于第1项工作的意见</p>"


def test_atom_is_read_like_rss():
    feed = """<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><id>urn:1</id>
      <title type="html">&lt;b&gt;通知&lt;/b&gt;</title><link href="https://www.gov.cn/1.htm"/>
      <updated>2026-11-18T01:00:00Z</updated><summary>摘要</summary>
      <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>正文</p></div></content></entry></feed>"""
    entry = entries(feed)[0]
    assert (entry.guid, entry.title, entry.summary, "<p>正文</p>" in entry.body) == ("urn:1", "通知", "摘要", True)


def test_items_come_oldest_first_and_once():
    feed = a_feed(
        an_item(2, pubDate="2026-11-18 09:30"), an_item(1, pubDate="2026-11-18 09:00"), an_item(2, title="又一次")
    )
    assert [entry.guid for entry in entries(feed)] == ["gov-1", "gov-2"]


def test_items_that_cannot_be_named_or_linked_are_counted_and_left_out():
    feed = a_feed(an_item(1, link="javascript:alert(1)"), an_item(2, title=""), an_item(3))
    found, dropped = read_feed(feed.encode(), address=ADDRESS, charset="", at=NOW)
    assert [entry.guid for entry in found] == ["gov-3"]
    assert [each.why for each in dropped] == ["没有可用的原文地址。", "没有标题。"]


def test_an_over_long_guid_is_kept_as_its_fingerprint():
    first, second = (entries(a_feed(an_item(guid="g" * 400 + end)))[0].guid for end in "ab")
    assert first != second
    assert len(first) <= 300


def test_entity_bombs_are_refused():
    laughs = "".join(f'<!ENTITY l{n} "&l{n - 1};&l{n - 1};">' for n in range(1, 40))
    bomb = a_feed(an_item(title="&l39;"), declaration=f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "哈">{laughs}]>')
    assert "实体" in refusal(bomb.encode())
    assert "实体" in refusal(bomb.replace("<!ENTITY", "<!entity").encode("utf-16"))


@pytest.mark.parametrize(
    "body",
    [
        b"<rss><channel>" + b"<a>" * 1_000_000,
        a_feed(*["<item/>"] * 6000).encode(),
        b"<html><body>not a feed</body></html>",
        b"",
        b"\x00" * 1000,
        bytes(range(256)) * 50,
        b'{"json": true}',
    ],
)
def test_what_is_no_sound_feed_is_refused_with_a_sentence(body):
    assert refusal(body)


@pytest.mark.parametrize("html", ["<div>" * 50_000, "<a" * 240_000, "x" * 600_000, "<b>" * 10_000])
def test_an_item_whose_body_is_a_bomb_is_left_out(html):
    feed = a_feed(an_item(1, description=f"<![CDATA[{html}]]>"), an_item(2))
    assert [entry.guid for entry in entries(feed)] == ["gov-2"]


def test_paragraphs_left_open_are_no_bomb():
    assert entries(a_feed(an_item(description=f"<![CDATA[{'<p>一段' * 400}]]>")))


def test_now_is_given_and_not_looked_up():
    later = NOW + timedelta(days=400)
    found, _ = read_feed(a_feed(an_item(pubDate="")).encode(), address=ADDRESS, charset="", at=later)
    assert found[0].published_at == later
