"""From a real server to items: each once, changes noticed, and one bad source never stops the rest."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from content.actions.upstream import receive_all, receive_from
from content.models import Reprint, UpstreamItem, UpstreamSource
from content.tasks import fetch_upstream
from sites.models import AuditEntry, JobRun
from tests.cast import NOW
from tests.content.upstream_server import a_feed, an_item


def test_new_items_are_kept_once(source, upstream, robot):
    assert receive_from(source, by=robot, at=NOW).new == 1
    assert receive_from(source, by=robot, at=NOW + timedelta(minutes=5)).new == 0
    item = UpstreamItem.objects.get()
    assert (item.guid, item.title, item.link, item.received_at) == (
        "gov-1", "国务院关于第1项工作的意见", "https://www.gov.cn/zhengce/1.htm", NOW,
    )  # fmt: skip
    assert AuditEntry.objects.filter(event="content.upstream.received").count() == 1


def test_an_unchanged_source_is_recognised_by_its_marks(source, upstream, robot):
    upstream.says(a_feed(an_item()), ETag='"7"')
    receive_from(source, by=robot, at=NOW)
    source.refresh_from_db()
    assert source.etag == '"7"'
    assert receive_from(source, by=robot, at=NOW).new == 0
    assert upstream.requests[-1][1]["If-None-Match"] == '"7"'


def test_an_item_changed_above_is_noticed(source, upstream, robot):
    receive_from(source, by=robot, at=NOW)
    upstream.says(a_feed(an_item(title="国务院关于第1项工作的意见（更正）")))
    later = NOW + timedelta(hours=1)
    assert receive_from(source, by=robot, at=later).changed == 1
    item = UpstreamItem.objects.get()
    assert (item.title, item.changed_at) == ("国务院关于第1项工作的意见（更正）", later)


def test_a_bad_source_is_marked_and_the_others_are_fetched(source, upstream, robot):
    bad = UpstreamSource.objects.create(name="坏", address=upstream.says("x", path="/bad.xml", status=500))
    worse = UpstreamSource.objects.create(name="更坏", address=upstream.says("<p>x</p>", path="/worse.xml"))
    good = UpstreamSource.objects.create(name="好", address=upstream.says(a_feed(an_item(2)), path="/good.xml"))
    results = receive_all(by=robot, at=NOW)
    assert [result.new for result in results] == [1, 0, 0, 1]
    errors = {each.name: each.error for each in UpstreamSource.objects.all()}
    assert errors == {
        source.name: "",
        bad.name: "转载源返回 HTTP 500。",
        worse.name: "转载源不是 RSS 或 Atom 格式。",
        good.name: "",
    }


def test_an_unforeseen_failure_stops_only_its_source(source, upstream, robot, monkeypatch):
    UpstreamSource.objects.create(name="好", address=upstream.says(a_feed(an_item(2)), path="/good.xml"))
    real = receive_from

    def fails_for_the_first(each, **kwargs):
        if each.pk == source.pk:
            raise RecursionError
        return real(each, **kwargs)

    monkeypatch.setattr("content.actions.upstream.receive_from", fails_for_the_first)
    assert [bool(result.error) for result in receive_all(by=robot, at=NOW)] == [True, False]


def test_a_source_that_recovers_loses_its_error(source, upstream, robot):
    upstream.says("x", status=503)
    receive_from(source, by=robot, at=NOW)
    upstream.says(a_feed(an_item()))
    receive_from(source, by=robot, at=NOW)
    source.refresh_from_db()
    assert source.error == ""


def test_a_fetch_cut_short_is_fetched_again(source, upstream, robot, monkeypatch):
    upstream.says(a_feed(an_item(1, pubDate="2026-11-18 09:00"), an_item(2, pubDate="2026-11-18 09:30")), ETag='"7"')
    from content.actions import upstream as receiving

    real = receiving.receive_item
    with monkeypatch.context() as patched:

        def killed_at_the_second(source, entry, **kwargs):
            if entry.guid == "gov-2":
                raise KeyboardInterrupt
            return real(source, entry, **kwargs)

        patched.setattr(receiving, "receive_item", killed_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            receive_from(source, by=robot, at=NOW)
    source.refresh_from_db()
    assert source.etag == ""
    assert receive_from(source, by=robot, at=NOW).new == 1
    assert UpstreamItem.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_job_fetches_and_spreads_at_once(upstream, province):
    UpstreamSource.objects.create(name="s", address=upstream.says(a_feed(an_item(pubDate=""))))
    assert "新收 1 条" in fetch_upstream()
    assert Reprint.objects.get().site == province
    assert JobRun.objects.get(name="content.tasks.fetch_upstream").failures == 0


def test_the_command_fetches_one_source_by_name(source, upstream, province):
    out = StringIO()
    upstream.says(a_feed(an_item(pubDate="")))
    call_command("fetch_upstream", source=source.name, stdout=out)
    assert "新收 1 条" in out.getvalue()
    assert "新建任务 1 项" in out.getvalue()


def test_a_dry_run_keeps_nothing(source, province):
    out = StringIO()
    call_command("fetch_upstream", "--dry-run", stdout=out)
    source.refresh_from_db()
    assert "新收 1 条" in out.getvalue()
    assert (UpstreamItem.objects.count(), source.fetched_at) == (0, None)


def test_an_unknown_source_is_one_sentence(source):
    with pytest.raises(CommandError, match="没有名为“无”"):
        call_command("fetch_upstream", source="无")


def test_the_sweep_by_hand_refuses_a_day_to_come_and_a_bad_one(db):
    with pytest.raises(CommandError, match="只能试算"):
        call_command("sweep_reprints", "--on", "2099-01-01")
    with pytest.raises(CommandError, match="不是有效的日期"):
        call_command("sweep_reprints", "--on", "30/11/2026")
    out = StringIO()
    call_command("sweep_reprints", "--on", "2099-01-01", "--dry-run", stdout=out)
    assert out.getvalue().startswith("（试算，未改动数据）新建任务 0 项")
