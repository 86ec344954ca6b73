"""Sites that reprint by themselves publish a sourced copy, once, prominently; what fails is made up by the next sweep."""

from datetime import timedelta

import pytest

from content.actions import open_duties, reprint_automatically
from content.actions import reprint_copies as acting
from content.actions.reprints import sweep
from content.actions.upstream_texts import prepare_text
from content.models import Article, HomeSlot, Reprint, ReprintStanding, ReprintState
from sites.models import AuditEntry
from sites.outbox import _consumers, register_consumer
from tests.cast import NOW, a_column, a_site
from tests.content.reprint_cast import received


@pytest.fixture
def item(source, province, automatic):
    item = received(source)
    open_duties(item, at=NOW)
    return item


def test_the_copy_is_published_with_source_and_original(item, automatic, robot):
    assert reprint_automatically(item, by=robot, at=NOW) == (1, 0)
    copy = Article.objects.public(at=NOW).get(site=automatic)
    assert (copy.title, copy.column.path) == (item.title, "gwyxx")
    assert (copy.live.source, copy.live.source_url, copy.live.body) == ("中国政府网", item.link, item.body)
    assert copy.live.is_standing_approval
    assert item.link in copy.live.steps.get().opinion


def test_its_duty_is_met_within_the_hour(item, automatic, robot):
    reprint_automatically(item, by=robot, at=NOW)
    duty = Reprint.objects.get(site=automatic)
    assert (duty.state, duty.standing(at=NOW), duty.minutes(at=NOW)) == ("done", ReprintStanding.IN_TIME, 20)
    assert AuditEntry.objects.filter(event="content.reprint.done", object_id=duty.pk).count() == 1


def test_the_newest_copy_is_first_on_the_home_page_for_a_week(item, source, automatic, robot):
    reprint_automatically(item, by=robot, at=NOW)
    second = received(source, 2)
    open_duties(second, at=NOW)
    reprint_automatically(second, by=robot, at=NOW + timedelta(minutes=5))
    slots = HomeSlot.objects.filter(site=automatic, place="reprint").order_by("position")
    assert [slot.article.title for slot in slots] == [second.title, item.title]
    assert slots[0].ends_at == NOW + timedelta(days=7, minutes=5)


def test_places_that_ran_out_are_cleared(item, source, automatic, robot):
    reprint_automatically(item, by=robot, at=NOW)
    later = NOW + timedelta(days=8)
    second = received(source, 2, published_at=later, received_at=later)
    open_duties(second, at=later)
    reprint_automatically(second, by=robot, at=later)
    assert [slot.article.title for slot in HomeSlot.objects.filter(place="reprint")] == [second.title]


def test_a_site_that_does_not_reprint_by_itself_stays_pending(item, province, robot):
    a_column(province, "gwyxx")
    reprint_automatically(item, by=robot, at=NOW)
    assert Reprint.objects.get(site=province).state == ReprintState.PENDING


def test_a_site_without_the_column_stays_pending(source, city, robot):
    city.reprints_automatically = True
    city.save()
    item = received(source)
    open_duties(item, at=NOW)
    assert reprint_automatically(item, by=robot, at=NOW) == (0, 0)
    assert Reprint.objects.get(site=city).state == ReprintState.PENDING


def test_a_second_run_makes_no_second_copy(item, automatic, robot):
    reprint_automatically(item, by=robot, at=NOW)
    assert reprint_automatically(item, by=robot, at=NOW) == (0, 0)
    assert Article.objects.filter(site=automatic).count() == 1


def test_two_workers_at_once_make_one_copy(item, automatic, robot):
    column, duty = automatic.columns.get(path="gwyxx"), Reprint.objects.get(site=automatic)
    text = prepare_text(item, by=robot, at=NOW)
    assert acting._publish_copy(duty.pk, column, text, by=robot, at=NOW)
    assert not acting._publish_copy(duty.pk, column, text, by=robot, at=NOW)
    assert Article.objects.filter(site=automatic).count() == 1


def test_a_copy_cut_short_leaves_nothing_and_is_made_up(item, automatic, robot, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(acting, "show_on_home", lambda *args, **kwargs: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            reprint_automatically(item, by=robot, at=NOW)
    assert not Article.objects.filter(site=automatic).exists()
    assert not HomeSlot.objects.exists()
    assert sweep(by=robot, at=NOW + timedelta(minutes=5)).copied == 1
    assert Article.objects.filter(site=automatic).count() == 1


def test_one_bad_site_does_not_stop_the_rest(item, province, automatic, robot, monkeypatch):
    other = a_site("other", host="other.testserver", parent=province, reprints_automatically=True)
    a_column(other, "gwyxx")
    Reprint.objects.create(item=item, site=other, target_at=NOW, due_on=NOW.date())
    real = acting.publish_standing

    def fails_for_the_city(column, **kwargs):
        if column.site_id == automatic.pk:
            raise RuntimeError("boom")
        return real(column, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(acting, "publish_standing", fails_for_the_city)
        assert reprint_automatically(item, by=robot, at=NOW) == (1, 1)
    assert sweep(by=robot, at=NOW).copied == 1


def test_the_copy_is_announced_to_those_who_follow(item, automatic, robot, monkeypatch):
    from sites.models import OutboxRow

    monkeypatch.setattr("sites.outbox._consumers", dict(_consumers))
    register_consumer("test", subjects={"content.Article"}, wake=lambda: None)
    reprint_automatically(item, by=robot, at=NOW)
    copy = Article.objects.get(site=automatic)
    assert OutboxRow.objects.filter(consumer="test", subject_id=copy.pk).exists()


def test_a_dry_run_counts_and_changes_nothing(source, province, automatic, robot):
    item = received(source)
    would = sweep(by=robot, at=NOW, dry_run=True)
    assert (would.opened, would.copied) == (2, 0)
    open_duties(item, at=NOW)
    would = sweep(by=robot, at=NOW + timedelta(days=3), dry_run=True)
    assert (would.opened, would.copied, would.noted_late) == (0, 1, 2)
    assert Reprint.objects.pending().count() == 2
    assert not Article.objects.exists()


def test_lateness_is_written_down_once(item, province, automatic, robot):
    late = NOW + timedelta(days=2)
    assert sweep(by=robot, at=NOW + timedelta(days=1)).noted_late == 0
    assert sweep(by=robot, at=late).noted_late == 1
    assert sweep(by=robot, at=late).noted_late == 0
    assert AuditEntry.objects.filter(event="content.reprint.late", site=province).count() == 1
