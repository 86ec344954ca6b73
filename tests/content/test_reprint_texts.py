"""Copies share one text; its pictures are fetched once, from outside only, and kept as files of our own."""

from datetime import timedelta

import pytest

from content.actions import open_duties, reprint_automatically, save_draft
from content.actions.reprints import sweep
from content.actions.upstream import receive_from
from content.actions.upstream_texts import prepare_text
from content.models import (
    Article,
    Asset,
    Reprint,
    Revision,
    UpstreamItem,
    UpstreamPicture,
    UpstreamSource,
    UpstreamText,
)
from content.page_store.rendering import render_page
from search.documents import documents_for
from sites.models import Site
from tests.builders import an_article, the_office_of
from tests.cast import NOW, a_column, a_site
from tests.content.files import a_picture
from tests.content.upstream_server import a_feed, an_item


@pytest.fixture
def pictured(source, upstream, robot) -> UpstreamItem:
    """An item with a picture on the upstream server, twice in the text, and one that is not there."""
    upstream.says(a_picture().read(), path="/a.png")
    upstream.says("nothing", path="/gone.png", status=404)
    body = f'<p>文</p><p><img src="{upstream.address("/a.png")}"><img alt="另一处" data-src="{upstream.address("/a.png")}"></p>'
    upstream.says(a_feed(an_item(description=f'<![CDATA[{body}<img src="{upstream.address("/gone.png")}">]]>')))
    receive_from(source, by=robot, at=NOW)
    return UpstreamItem.objects.get()


def asked_for(upstream, path: str) -> int:
    return sum(where == path for where, _headers in upstream.requests)


def test_a_picture_is_fetched_once_for_the_item_and_kept(pictured, upstream, province, robot):
    later = NOW + timedelta(minutes=20)
    text = prepare_text(pictured, by=robot, at=later)
    asset = Asset.objects.get()
    assert asset.site == province
    assert text.body.count(f'src="{asset.file.url}"') == 2
    assert "gone.png" not in text.body and "/media/upstream/" not in text.body
    assert 'alt="“国务院关于第1项工作的意见”配图"' in text.body and 'alt="另一处"' in text.body
    assert asked_for(upstream, "/a.png") == 1
    assert UpstreamPicture.objects.get(asset=None).error == "转载源返回 HTTP 404。"


def test_a_picture_that_fails_is_tried_again_but_does_not_hold_up_the_hour(pictured, upstream, province, robot):
    assert prepare_text(pictured, by=robot, at=NOW) is None
    upstream.says(a_picture(colour=(200, 0, 0)).read(), path="/gone.png")
    text = prepare_text(pictured, by=robot, at=NOW + timedelta(minutes=5))
    assert text.body.count("<img") == 3


def test_no_picture_is_asked_for_more_than_three_times(pictured, upstream, province, robot):
    for minutes in (0, 5, 10, 15, 20):
        prepare_text(pictured, by=robot, at=NOW + timedelta(minutes=minutes))
    assert asked_for(upstream, "/gone.png") == 3


@pytest.mark.parametrize(
    ("content", "status"), [(b"<svg onload='x'/>", 200), (b"\x89PNG\r\n\x1a\n broken", 200), (b"x" * 6_000_000, 200)]
)
def test_what_is_no_picture_or_too_large_is_left_out(source, upstream, province, robot, content, status):
    address = upstream.says(content, path="/a.png", status=status)
    upstream.says(a_feed(an_item(description=f'<![CDATA[<p>文</p><img src="{address}">]]>')))
    receive_from(source, by=robot, at=NOW)
    text = prepare_text(UpstreamItem.objects.get(), by=robot, at=NOW + timedelta(minutes=30))
    assert text.body == "<p>文</p>"
    assert not Asset.objects.exists()


def test_a_picture_inside_our_network_is_not_fetched(pictured, upstream, province, robot, settings):
    settings.UPSTREAM_ALLOWED_HOSTS = []
    text = prepare_text(pictured, by=robot, at=NOW + timedelta(minutes=30))
    assert "<img" not in text.body
    assert asked_for(upstream, "/a.png") == 0
    assert "内部网络" in UpstreamPicture.objects.first().error


def test_copies_share_the_text_and_show_it(source, upstream, province, automatic, robot):
    other = a_site("other", host="other.testserver", parent=province, reprints_automatically=True)
    a_column(other, "gwyxx")
    receive_from(source, by=robot, at=NOW)
    item = UpstreamItem.objects.get()
    open_duties(item, at=NOW)
    assert reprint_automatically(item, by=robot, at=NOW) == (2, 0)
    text = UpstreamText.objects.get()
    copies = Article.objects.filter(site__in=[automatic, other])
    assert {copy.live.shared_text for copy in copies} == {text}
    assert set(Revision.objects.filter(article__in=copies).values_list("body", flat=True)) == {""}
    assert {copy.live.body for copy in copies} == {"<p>第1项工作的要求如下。</p>"}
    for copy in copies:
        assert "第1项工作的要求如下。" in render_page(copy.site.host, copy.path).body.decode()
    assert {duty.text for duty in Reprint.objects.filter(site__in=[automatic, other])} == {text}


def test_the_index_finds_the_words_of_a_shared_text(source, upstream, automatic, robot):
    receive_from(source, by=robot, at=NOW)
    sweep(by=robot, at=NOW)
    copy = Article.objects.get(site=automatic)
    assert "要求如下" in documents_for("content.Article", [copy.pk], at=NOW)[copy.pk].text


def test_a_copy_that_an_editor_rewrites_has_a_text_of_its_own(source, upstream, automatic, robot):
    receive_from(source, by=robot, at=NOW)
    sweep(by=robot, at=NOW)
    copy = Article.objects.get(site=automatic)
    writer = the_office_of(copy.column)["writer"]
    same = save_draft(copy, by=writer, at=NOW, title="本市转载：意见", body=copy.live.body)
    assert Revision.objects.get(pk=same.pk).shared_text_id
    other = save_draft(copy, by=writer, at=NOW, body="<p>本市按语。</p>")
    kept = Revision.objects.get(pk=other.pk)
    assert (kept.body, kept.shared_text_id) == ("<p>本市按语。</p>", None)
    assert UpstreamText.objects.get().body == "<p>第1项工作的要求如下。</p>"


def test_the_hash_of_what_was_judged_covers_a_shared_text(source, upstream, automatic, robot):
    receive_from(source, by=robot, at=NOW)
    sweep(by=robot, at=NOW)
    live = Article.objects.get(site=automatic).live
    judged = live.steps.get().text_hash
    assert Revision.objects.get(pk=live.pk).text_hash == judged
    UpstreamText.objects.update(body="<p>篡改</p>")
    assert Revision.objects.get(pk=live.pk).text_hash != judged


def test_a_site_owes_no_copy_of_what_it_published_itself(province, news, city, robot):
    a_column(city, "gwyxx")
    Site.objects.filter(pk=city.pk).update(reprints_automatically=True)
    article = an_article(news)
    source = UpstreamSource.objects.create(name="省要闻", kind="column", address=f"{province.slug}:news")
    receive_from(source, by=robot, at=NOW)
    item = UpstreamItem.objects.get()
    assert item.article == article
    swept = sweep(by=robot, at=NOW)
    assert (swept.opened, swept.copied) == (1, 1)
    assert [duty.site for duty in Reprint.objects.all()] == [city]


def test_a_picture_that_copies_show_is_no_orphan(pictured, province, robot):
    prepare_text(pictured, by=robot, at=NOW + timedelta(minutes=20))
    assert not Asset.objects.unused().exists()
