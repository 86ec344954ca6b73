"""An item is one, whatever guid it is given, at whatever spelling of its address, by whichever source."""

from datetime import timedelta

import pytest

from content.actions.upstream import receive_from
from content.actions.upstream_items import enter_item
from content.models import UpstreamItem, UpstreamSource
from content.syndication.recognition import fingerprint, link_key
from sites.refusals import Refused
from tests.cast import NOW
from tests.content.upstream_server import a_feed, an_item

TITLE = "国务院关于第1项工作的意见"


def another_source(upstream, *items: str) -> UpstreamSource:
    return UpstreamSource.objects.create(name="省网", address=upstream.says(a_feed(*items), path="/other.xml"))


@pytest.mark.parametrize(
    "other",
    [
        "http://www.gov.cn/zhengce/1.htm",
        "https://gov.cn/zhengce/1.htm",
        "https://www.gov.cn:443/zhengce/1.htm#top",
        "https://www.gov.cn/zhengce/1.htm?",
    ],
)
def test_spellings_of_one_address_are_one_page(other):
    assert link_key(other) == link_key("https://www.gov.cn/zhengce/1.htm")


@pytest.mark.parametrize("other", ["https://www.gov.cn/zhengce/2.htm", "https://www.gov.cn/zhengce/1.htm?page=2"])
def test_other_pages_are_other_pages(other):
    assert link_key(other) != link_key("https://www.gov.cn/zhengce/1.htm")


def test_the_index_of_a_folder_is_the_folder():
    assert (
        link_key("https://a.gov.cn/x/index.html") == link_key("https://a.gov.cn/x/") == link_key("https://a.gov.cn/x")
    )


def test_a_title_on_its_day_is_known_in_any_width_and_with_any_marks():
    assert fingerprint("国务院关于第1项工作的意见", NOW) == fingerprint("国务院关于第１项工作的意见 ", NOW)
    assert fingerprint("国务院关于第1项工作的意见", NOW) != fingerprint(
        "国务院关于第1项工作的意见", NOW + timedelta(days=1)
    )
    assert fingerprint("公告", NOW) == ""


def test_a_new_guid_for_the_same_page_is_the_same_item(source, upstream, robot):
    receive_from(source, by=robot, at=NOW)
    upstream.says(a_feed(an_item(guid="made-anew", link="http://gov.cn/zhengce/1.htm?utm_source=rss")))
    assert receive_from(source, by=robot, at=NOW).new == 0
    assert UpstreamItem.objects.count() == 1


def test_two_sources_of_one_item_make_one(source, upstream, robot):
    receive_from(source, by=robot, at=NOW)
    other = another_source(
        upstream, an_item(guid="x", link="https://sheng.gov.cn/zt/1.html", title=f" {TITLE}", description="摘录")
    )
    received = receive_from(other, by=robot, at=NOW)
    assert (received.new, received.changed) == (0, 0)
    assert UpstreamItem.objects.get().body == "<p>第1项工作的要求如下。</p>"


def test_the_same_title_on_another_day_is_another_item(source, upstream, robot):
    receive_from(source, by=robot, at=NOW)
    other = another_source(
        upstream, an_item(guid="x", link="https://sheng.gov.cn/1.html", pubDate="Tue, 17 Nov 2026 09:40:00 +0800")
    )
    assert receive_from(other, by=robot, at=NOW).new == 1


def test_a_guid_given_to_two_items_in_one_feed_is_none(source, upstream, robot):
    upstream.says(a_feed(an_item(1, guid="same"), an_item(2, guid="same")))
    assert receive_from(source, by=robot, at=NOW).new == 2
    assert receive_from(source, by=robot, at=NOW + timedelta(minutes=5)).new == 0
    assert UpstreamItem.objects.count() == 2


def test_a_guid_given_to_another_item_later_is_another_item(source, upstream, robot):
    receive_from(source, by=robot, at=NOW)
    upstream.says(a_feed(an_item(2, guid="gov-1")))
    received = receive_from(source, by=robot, at=NOW)
    assert (received.new, received.changed) == (1, 0)
    assert receive_from(source, by=robot, at=NOW).new == 0


def test_a_guid_twice_with_other_text_at_the_same_page_is_one_item(source, upstream, robot):
    upstream.says(a_feed(an_item(1, description="新"), an_item(1, description="旧")))
    assert receive_from(source, by=robot, at=NOW).new == 1
    assert UpstreamItem.objects.get().body == "新"


def test_a_feed_that_gives_all_items_one_address_still_has_several(source, upstream, robot):
    home = "https://www.gov.cn/"
    upstream.says(a_feed(*(an_item(number, link=home) for number in (1, 2, 3))))
    assert receive_from(source, by=robot, at=NOW).new == 3
    upstream.says(a_feed(*(an_item(number, link=home) for number in (1, 2, 3, 4))))
    assert receive_from(source, by=robot, at=NOW).new == 1


def test_a_page_that_calls_another_address_its_own_is_that_page(db, upstream, robot):
    text = f"<p>{'第一项工作的要求如下。' * 9}</p>"
    upstream.says(f'<link rel="canonical" href="/zhengce/1.html">{text}', path="/m/1.html")
    upstream.says(text, path="/zhengce/1.html")
    found = []
    for name, link in (("a", "/m/1.html"), ("b", "/zhengce/1.html")):
        address = upstream.says(f'<ul><li><a href="{link}">说明</a></li></ul>', path=f"/{name}.html")
        listed = UpstreamSource.objects.create(name=name, kind="list", address=address, item_selector="li")
        found.append(receive_from(listed, by=robot, at=NOW).new)
    assert found == [1, 0]


def test_what_was_fetched_cannot_be_entered_by_hand_again(source, upstream, robot, root):
    receive_from(source, by=robot, at=NOW)
    by_hand = UpstreamSource.objects.create(name="人工", kind="manual")
    typed = UpstreamItem(
        source=by_hand, title=TITLE, link="http://gov.cn/zhengce/1.htm", body="文", published_at=NOW
    )  # fmt: skip
    with pytest.raises(Refused, match="已经录入"):
        enter_item(typed, by=root, at=NOW)


def test_an_item_from_before_there_were_marks_gets_them(source, upstream, robot):
    receive_from(source, by=robot, at=NOW)
    UpstreamItem.objects.update(link_key="", fingerprint="")
    receive_from(source, by=robot, at=NOW)
    assert UpstreamItem.objects.get().link_key == link_key("https://www.gov.cn/zhengce/1.htm")
