"""Many sources are asked at the same time; one that fails is left alone longer and longer, until it answers again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from content import upstream as fetching
from content.actions.upstream import pause_after, receive_all, receive_from
from content.models import UpstreamItem, UpstreamSource
from tests.cast import NOW
from tests.content.upstream_server import a_feed, an_item


def test_a_slow_source_delays_no_other(upstream, robot, monkeypatch, db):
    monkeypatch.setattr(fetching, "WHOLE_SECONDS", 4)
    slow = UpstreamSource.objects.create(name="慢", address=upstream.trickles(seconds=6))
    for number in range(20):
        feed = a_feed(an_item(number))
        UpstreamSource.objects.create(name=f"源{number}", address=upstream.says(feed, path=f"/{number}"))
    results = receive_all(by=robot, at=NOW)
    assert [result.new for result in results] == [0] + [1] * 20
    slow.refresh_from_db()
    assert "规定时间" in slow.error


def test_the_pause_grows_to_an_hour():
    minutes = [pause_after(failures).total_seconds() / 60 for failures in (1, 2, 3, 4, 5, 1000)]
    assert minutes == [4.5, 9, 18, 36, 60, 60]


def test_a_source_that_fails_is_left_alone_and_a_success_ends_that(source, upstream, robot):
    upstream.says("x", status=500)
    at = NOW
    for _time in range(2):
        assert receive_all(by=robot, at=at)[0].error
        at += timedelta(minutes=5)
    assert receive_all(by=robot, at=at - timedelta(minutes=1)) == []
    assert receive_all(by=robot, at=at, name=source.name)[0].error, "asked by name it is asked"
    upstream.says(a_feed(an_item()))
    assert receive_all(by=robot, at=at + timedelta(hours=1))[0].new == 1
    source.refresh_from_db()
    assert (source.failures, source.next_fetch_at) == (0, None)


def test_a_dry_run_leaves_a_failing_source_as_it_is(source, upstream, robot):
    upstream.says("x", status=500)
    receive_all(by=robot, at=NOW, dry_run=True)
    source.refresh_from_db()
    assert (source.failures, source.error) == (0, "")


# --- in the admin ----------------------------------------------------------------------------------------------------


@pytest.fixture
def office(client, root, province):
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    return client


def tried(office, **fields) -> object:
    return office.post(reverse("admin:content_upstreamsource_try"), {"kind": "feed", **fields})


def test_trying_a_source_shows_what_it_would_bring_and_keeps_nothing(office, upstream, db):
    address = upstream.says(a_feed(an_item(1), an_item(2, link="javascript:x"), an_item(3, pubDate="")))
    page = tried(office, address=address)
    text = page.content.decode()
    assert page.status_code == 200
    for words in (
        "国务院关于第1项工作的意见",
        "2026-11-18 09:40",
        "第1项工作的要求如下",
        "没有可用的原文地址",
        "未注明日期",
    ):
        assert words in text
    assert not UpstreamItem.objects.exists()
    assert not UpstreamSource.objects.exists()


def test_trying_says_what_is_wrong_in_a_sentence(office, upstream, settings):
    settings.UPSTREAM_ALLOWED_HOSTS = []
    for fields, sentence in [
        ({"address": upstream.says("x")}, "内部网络"),
        ({"address": ""}, "请填写转载源的地址"),
        ({"kind": "list", "address": "https://a.cn", "item_selector": "[["}, "不是有效的 CSS 选择器"),
        ({"kind": "column", "address": "x:y"}, "没有栏目"),
        ({"kind": "manual"}, "不需要试抓"),
        ({"kind": "x\x00"}, "类别"),
    ]:
        page = tried(office, **fields)
        assert (page.status_code, sentence in page.content.decode()) == (422, True), sentence


def test_the_form_of_a_source_offers_the_trial_and_the_list_says_when_it_is_asked_again(
    office, source, upstream, robot
):
    upstream.says("x", status=500)
    receive_from(source, by=robot, at=NOW)
    assert "试抓预览" in office.get(reverse("admin:content_upstreamsource_change", args=[source.pk])).content.decode()
    page = office.get(reverse("admin:content_upstreamsource_changelist")).content.decode()
    assert "连续失败 1 次，11-18 10:04 后再抓：转载源返回 HTTP 500。" in page


def test_an_item_is_entered_and_looked_at_in_the_admin(office, source, db):
    manual = UpstreamSource.objects.create(name="人工", kind="manual")
    form = {
        "source": manual.pk, "title": "国务院通知", "link": "https://www.gov.cn/1.htm", "body": "正文",
        "published_at_0": "2026-11-18", "published_at_1": "09:00", "summary": "",
    }  # fmt: skip
    assert office.post(reverse("admin:content_upstreamitem_add"), form).status_code == 302
    item = UpstreamItem.objects.get()
    assert office.get(reverse("admin:content_upstreamitem_change", args=[item.pk])).status_code == 200
    refused = office.post(reverse("admin:content_upstreamitem_add"), {**form, "source": source.pk})
    assert refused.status_code == 200
    assert "国务院通知" in refused.content.decode()
