"""Each kind of source is read for what it is: JSON Feed, sitemap, list of links, a column of the platform, a person."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from content.actions import enter_item, receive_from, save_source, withdraw_article
from content.actions.upstream import check_source
from content.models import SourceKind, UpstreamItem, UpstreamSource
from content.models.article import WithdrawalReason
from content.syndication import Unreadable
from content.syndication.json_feeds import read_json_feed
from content.syndication.pages import Listed, Selectors, read_list, read_page
from content.syndication.sitemaps import read_sitemap
from sites.refusals import Refused
from tests.builders import an_article, the_office_of
from tests.cast import NOW

LIST = Selectors(item="ul.news > li", date="span")
ADDRESS = "https://www.gov.cn/list/"


def a_page(
    title="国务院关于春耕的意见", body="<p>各省、自治区、直辖市人民政府要切实抓好春耕生产。</p>", head=""
) -> str:
    return f'<html><head>{head}<title>{title}_中国政府网</title></head><body><nav><p>首页 政策 服务 互动 数据 国情 专题 国务院</p></nav><h1>{title}</h1><div class="con">{body}</div></body></html>'


def a_list(*items: str, charset="utf-8") -> str:
    return f'<html><head><meta charset="{charset}"></head><body><ul class="news">{"".join(items)}</ul></body></html>'


def local(moment) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def of_kind(kind: SourceKind, address: str, **fields) -> UpstreamSource:
    return UpstreamSource.objects.create(name=f"来源{kind}", kind=kind, address=address, **fields)


# --- JSON Feed -------------------------------------------------------------------------------------------------------


def read_json(feed) -> tuple:
    body = feed if isinstance(feed, bytes) else json.dumps(feed).encode()
    return read_json_feed(body, address=ADDRESS, charset="", at=NOW)


def test_a_json_feed_is_read_with_html_and_plain_text():
    items = [
        {"id": 7, "url": "/7.htm", "title": "通知", "content_html": "<p onclick=x>正文</p>", "date_published": "2026-11-18T09:40:00+08:00"},
        {"id": "8", "url": "/8.htm", "title": "公告", "content_text": "第一段\n\n第二段 <b>", "date_modified": "2026-11-18 09:50"},
    ]  # fmt: skip
    feed = {"version": "https://jsonfeed.org/version/1.1", "home_page_url": "https://www.gov.cn/", "items": items}
    first, second = read_json(feed).entries
    assert (first.guid, first.link, first.body, local(first.published_at)) == (
        "7", "https://www.gov.cn/7.htm", "<p>正文</p>", "2026-11-18 09:40",
    )  # fmt: skip
    assert second.body == "<p>第一段</p>\n\n<p>第二段 &lt;b&gt;</p>"


@pytest.mark.parametrize(
    "body", [b"", b"[1]", b"{", b'{"version": 1, "items": []}', b'{"version": "https://jsonfeed.org/version/1.1"}', b"[" * 90_000]
)  # fmt: skip
def test_what_is_no_json_feed_is_refused_with_a_sentence(body):
    with pytest.raises(Unreadable, match="JSON"):
        read_json(body)


def test_odd_entries_of_a_json_feed_are_left_out():
    odd = [None, 3, {"title": ["x"], "url": "/1"}, {"title": "题", "url": {"a": 1}}]
    entries, dropped = read_json({"version": "https://jsonfeed.org/version/1", "items": odd})
    assert (entries, len(dropped)) == ([], 4)


# --- sitemaps --------------------------------------------------------------------------------------------------------


def a_sitemap(*urls: str, kind="urlset", declaration="") -> bytes:
    spaces = (
        'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
    )
    return f"{declaration}<{kind} {spaces}>{''.join(urls)}</{kind}>".encode()


def test_a_sitemap_names_its_newest_pages_first_with_news_titles_and_dates():
    news = "<n:news><n:publication_date>2026-11-18T09:40:00+08:00</n:publication_date><n:title>快讯</n:title></n:news>"
    found = read_sitemap(
        a_sitemap("<url><loc>/1</loc><lastmod>2026-11-17</lastmod></url>", f"<url><loc>/2</loc>{news}</url>", "<url/>"),
        address="https://www.gov.cn/sitemap.xml", charset="",
    )  # fmt: skip
    assert [(page.link, page.title) for page in found.pages[:2]] == [
        ("https://www.gov.cn/2", "快讯"), ("https://www.gov.cn/1", ""),
    ]  # fmt: skip
    assert local(found.pages[0].published_at) == "2026-11-18 09:40"


def test_an_index_of_sitemaps_leads_to_its_newest_ones():
    maps = [f"<sitemap><loc>/m{n}.xml</loc><lastmod>2026-0{n}-01</lastmod></sitemap>" for n in range(1, 7)]
    found = read_sitemap(a_sitemap(*maps, kind="sitemapindex"), address="https://a.cn/s.xml", charset="")
    assert found.maps == ["https://a.cn/m6.xml", "https://a.cn/m5.xml", "https://a.cn/m4.xml"]


@pytest.mark.parametrize(
    "body", [b"<rss/>", b"", b"x", a_sitemap(declaration='<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>')]
)
def test_what_is_no_sitemap_is_refused(body):
    with pytest.raises(Unreadable):
        read_sitemap(body, address=ADDRESS, charset="")


def test_a_sitemap_brings_the_pages_it_names(upstream, robot, db):
    upstream.says(a_page(head='<meta name="PubDate" content="2026-11-18 09:41">'), path="/1")
    address = upstream.says(a_sitemap(f"<url><loc>{upstream.base}/1</loc></url>"), path="/sitemap.xml")
    assert receive_from(of_kind(SourceKind.SITEMAP, address), by=robot, at=NOW).new == 1
    item = UpstreamItem.objects.get()
    assert (item.title, local(item.published_at)) == ("国务院关于春耕的意见", "2026-11-18 09:41")
    assert "切实抓好" in item.body
    assert "首页" not in item.body


# --- lists of links --------------------------------------------------------------------------------------------------


def listed(body, selectors=LIST, charset="") -> tuple:
    return read_list(
        body if isinstance(body, bytes) else body.encode(), address=ADDRESS, charset=charset, selectors=selectors
    )


def test_a_list_is_read_by_its_selectors():
    pages, dropped = listed(a_list(
        '<li><a href="../a/1.htm?utm_source=x" title="全称的标题">全称…</a><span>2026-11-18</span></li>',
        '<li><a href="javascript:void(0)">更多</a></li>',
        "<li>没有链接</li>",
        '<li><a href="../a/1.htm">又一次</a></li>',
    ))  # fmt: skip
    assert [(page.title, page.link, local(page.published_at)) for page in pages] == [
        ("全称的标题", "https://www.gov.cn/a/1.htm", "2026-11-18 23:59")
    ]
    assert [each.what for each in dropped] == ["更多", "第 3 条"]


@pytest.mark.parametrize(("declared", "used"), [("utf-8", "gb18030"), ("gb2312", "gb18030"), ("gbk", "utf-8")])
def test_a_list_is_read_in_the_encoding_it_really_has(declared, used):
    body = a_list('<li><a href="/1">镕基同志㐀</a></li>', charset=declared).encode(used)
    assert listed(body, charset="iso-8859-1")[0][0].title == "镕基同志㐀"


def test_a_page_with_a_spoilt_character_stays_readable():
    body = a_list(f'<li><a href="/1">{"国务院通知" * 20}</a></li>').encode()
    spoilt = body.replace("知".encode(), "知".encode()[:2] + b" ", 1)
    assert listed(spoilt)[0][0].title.endswith("国务院通知")


def test_a_selector_that_finds_nothing_is_said():
    with pytest.raises(Unreadable, match="没有找到任何条目"):
        listed("<html><body><p>改版了</p></body></html>")


@pytest.mark.parametrize("body", ["<div>" * 100_000, "", "\x00", "<?xml version='1.0' encoding='gbk'?><p>x</p>"])
def test_bombs_and_empty_pages_are_refused_with_a_sentence(body):
    with pytest.raises(Unreadable):
        listed(body)


def page_entry(html: str, page=None, selector="") -> object:
    return read_page(html.encode(), page or Listed("通知", f"{ADDRESS}1.htm"), charset="", selector=selector, at=NOW)


def test_the_page_gives_what_the_list_cuts_off():
    head = '<meta name="ArticleTitle" content="国务院关于春耕的意见"><meta name="PubDate" content="2026-11-18 09:41">'
    entry = page_entry(a_page(head=head), Listed("国务院关于…", f"{ADDRESS}1.htm"))
    assert (entry.title, local(entry.published_at)) == ("国务院关于春耕的意见", "2026-11-18 09:41")


def test_the_body_is_cleaned_and_its_links_are_whole():
    entry = page_entry(a_page(body='<p><a href="x.htm">附</a><script>x</script></p>'), selector=".con")
    assert 'href="https://www.gov.cn/list/x.htm"' in entry.body
    assert "script" not in entry.body


def test_a_page_without_text_is_left_out():
    assert "没有找到正文" in page_entry("<html><body><p>短</p></body></html>").why
    assert "没有找到正文" in page_entry(a_page(), selector=".none").why


@pytest.fixture
def a_list_source(upstream, db):
    for number in (1, 2):
        upstream.says(a_page(f"第{number}号通知"), path=f"/{number}")
    items = [f'<li><a href="/{n}">第{n}号通知</a><span>2026-11-18</span></li>' for n in (2, 1)]
    address = upstream.says(a_list(*items), path="/list")
    return of_kind(SourceKind.LIST, address, item_selector=LIST.item, date_selector=LIST.date)


def test_pages_that_are_known_are_not_fetched_again_until_an_hour_later(a_list_source, upstream, robot):
    assert receive_from(a_list_source, by=robot, at=NOW).new == 2
    receive_from(a_list_source, by=robot, at=NOW + timedelta(minutes=5))
    first, *pages, last = [path for path, _headers in upstream.requests]
    assert (first, sorted(pages), last) == ("/list", ["/1", "/2"], "/list")  # pages are fetched at once, in any order
    upstream.says(
        a_page("第2号通知", body="<p>更正：各地须于本月底以前报送春耕生产情况和所需物资清单。</p>"), path="/2"
    )
    assert receive_from(a_list_source, by=robot, at=NOW + timedelta(hours=2)).changed == 1


def test_a_page_that_fails_is_left_out_and_tried_again(a_list_source, upstream, robot):
    upstream.says("x", path="/1", status=503)
    received = receive_from(a_list_source, by=robot, at=NOW)
    assert (received.new, received.unusable, received.error) == (1, 1, "")
    upstream.says(a_page("第1号通知"), path="/1")
    assert receive_from(a_list_source, by=robot, at=NOW + timedelta(minutes=5)).new == 1


def test_what_has_no_date_when_a_list_is_first_read_is_nobodys_duty(upstream, robot, db):
    upstream.says(a_page("旧通知"), path="/1")
    address = upstream.says(a_list('<li><a href="/1">旧通知</a></li>'), path="/list")
    source = of_kind(SourceKind.LIST, address, item_selector=LIST.item)
    receive_from(source, by=robot, at=NOW)
    upstream.says(a_page("新通知"), path="/2")
    upstream.says(a_list('<li><a href="/2">新通知</a></li>', '<li><a href="/1">旧通知</a></li>'), path="/list")
    receive_from(source, by=robot, at=NOW + timedelta(minutes=5))
    assert [item.title for item in UpstreamItem.objects.to_spread()] == ["新通知"]


# --- columns of the platform, and people -----------------------------------------------------------------------------


def test_a_column_of_another_site_brings_what_is_public_there(news, robot):
    article = an_article(news, title="省政府关于春耕的通知")
    withdrawn = an_article(news, title="发错的")
    withdraw_article(withdrawn, by=the_office_of(news)["signer"], at=NOW, reason=WithdrawalReason.WRONG, note="错")
    source = of_kind(SourceKind.COLUMN, f"{news.site.slug}:{news.path}")
    assert receive_from(source, by=robot, at=NOW).new == 1
    item = UpstreamItem.objects.get()
    assert (item.title, item.body) == (article.title, article.live.body)
    assert item.link.startswith(news.site.origin)
    assert item.link.endswith(f"_{article.pk}.html")


def test_a_column_that_is_not_there_is_said(robot, db):
    assert "没有栏目" in receive_from(of_kind(SourceKind.COLUMN, "nowhere:news"), by=robot, at=NOW).error


def an_entered(source, **fields) -> UpstreamItem:
    said = {"title": "国务院通知", "link": "https://www.gov.cn/1.htm", "body": "第一段\n\n第二段", "published_at": NOW}
    return UpstreamItem(source=source, **{**said, **fields})


def test_a_person_enters_an_item_and_corrects_it(root, db):
    source = of_kind(SourceKind.MANUAL, "")
    item = enter_item(an_entered(source), by=root, at=NOW)
    assert (item.body, item.published_at) == ("<p>第一段</p>\n\n<p>第二段</p>", NOW)
    item.title = "国务院通知（更正）"
    item = enter_item(item, by=root, at=NOW + timedelta(hours=1))
    assert item.changed_at == NOW + timedelta(hours=1)
    assert UpstreamItem.objects.count() == 1
    with pytest.raises(Refused, match="已经录入"):
        enter_item(an_entered(source), by=root, at=NOW)


def test_items_are_entered_only_by_the_platform_and_for_such_sources(source, root, site_admin):
    with pytest.raises(Refused, match="权限"):
        enter_item(an_entered(source), by=site_admin, at=NOW)
    with pytest.raises(Refused, match="人工录入"):
        enter_item(an_entered(source), by=root, at=NOW)
    manual = of_kind(SourceKind.MANUAL, "")
    for fields, sentence in [
        ({"published_at": NOW + timedelta(days=1)}, "晚于"),
        ({"link": "javascript:x"}, "原文地址"),
    ]:
        with pytest.raises(Refused, match=sentence):
            enter_item(an_entered(manual, **fields), by=root, at=NOW)


# --- keeping sources -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": "feed", "address": ""}, "地址"),
        ({"kind": "list", "address": "https://a.cn"}, "条目选择器"),
        ({"kind": "list", "address": "https://a.cn", "item_selector": "li[["}, "选择器"),
        ({"kind": "list", "address": "https://a.cn", "item_selector": "li", "date_selector": "::x::"}, "选择器"),
    ],
)
def test_a_source_that_cannot_be_asked_is_refused(fields, sentence):
    with pytest.raises(Refused, match=sentence):
        check_source(UpstreamSource(name="x", **fields))


def test_a_source_that_is_read_otherwise_is_fetched_whole_again(source, root):
    source.etag, source.failures = '"1"', 3
    source.save()
    source.kind = SourceKind.JSON
    save_source(source, by=root, at=NOW)
    assert (source.etag, source.failures) == ("", 0)
