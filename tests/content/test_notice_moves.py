"""A holiday notice shows the duties to reprint, the corrections of copies and the lacking reviews whose last day it moves, and
moves them when applied."""

from datetime import date

import pytest

from content.actions import open_duties, publish_emergency
from content.actions.corrections import open_corrections
from content.actions.item_withdrawals import withdraw_item
from content.actions.reprint_duties import recount_duties
from content.actions.reprints import sweep
from content.models import Correction, Reprint, Revision, UpstreamItem
from sites.actions import apply_calendar_notice
from sites.models import AuditEntry, CalendarNotice
from sites.notice_page import preview_notice
from sites.policy import Role
from tests.builders import a_draft, an_article
from tests.cast import NOW, a_person
from tests.content.reprint_cast import received

TODAY, NEXT, LATER = date(2026, 11, 18), date(2026, 11, 19), date(2026, 11, 20)


@pytest.fixture
def notice() -> CalendarNotice:
    """Tomorrow is off: what was due on it is due on Friday."""
    days_off = [{"day": "2026-11-19", "name": "临时放假"}]
    return CalendarNotice(year=2026, title="补充通知", published_on=TODAY, days_off=days_off)


def moves_of(notice, label):
    (moves,) = (moves for moves in preview_notice(notice, on=TODAY).moves if moves.label == label)
    return moves


def test_the_preview_shows_the_duties_that_would_move_and_moves_none(source, province, city, notice):
    item = received(source)
    open_duties(item, at=NOW)
    moves = moves_of(notice, "转载任务")
    assert (moves.count, moves.later, moves.earlier, moves.overdue) == (2, 2, 0, 0)
    (move,) = moves.first
    assert (move.what, move.before, move.after, move.note) == (item.title, NEXT, LATER, "2 个网站")
    assert f"/items/{item.pk}/" in move.url
    assert set(Reprint.objects.values_list("due_on", flat=True)) == {NEXT}


def test_applying_moves_as_many_as_the_preview_said(source, province, city, notice, root):
    open_duties(received(source), at=NOW)
    preview = preview_notice(notice, on=TODAY)
    moved = apply_calendar_notice(notice, seen=preview.seen, by=root, at=NOW)
    assert moved["转载任务"] == 2 == preview.count
    assert set(Reprint.objects.values_list("due_on", flat=True)) == {LATER}
    assert AuditEntry.objects.filter(event="content.reprint.recounted").count() == 1


def test_a_second_notice_moves_them_back(source, province, notice, root):
    open_duties(received(source), at=NOW)
    apply_calendar_notice(notice, seen=preview_notice(notice, on=TODAY).seen, by=root, at=NOW)
    days_off = [{"day": "2026-10-01", "name": "国庆节"}]
    back = CalendarNotice(year=2026, title="再次通知", published_on=LATER, days_off=days_off, replaces_year=True)
    moves = moves_of(back, "转载任务")
    assert (moves.count, moves.earlier) == (1, 1)
    moved = apply_calendar_notice(back, seen=preview_notice(back, on=TODAY).seen, by=root, at=NOW)
    assert moved["转载任务"] == 1 and Reprint.objects.get().due_on == NEXT


def test_what_is_done_or_late_or_not_touched_is_not_shown(source, province, notice, root):
    open_duties(received(source), at=NOW)
    Reprint.objects.update(state="waived", waived_reason="本站不涉及")
    assert moves_of(notice, "转载任务").count == 0


def test_an_item_that_fails_keeps_no_other_from_being_counted(source, province, notice, root, monkeypatch):
    items = [received(source, number) for number in (1, 2)]
    for item in items:
        open_duties(item, at=NOW)

    def fails_once(item, **kwargs):
        if item.pk == items[0].pk:
            raise ValueError("boom")
        return recount_duties(item, **kwargs)

    monkeypatch.setattr("content.recounting.recount_duties", fails_once)
    moved = apply_calendar_notice(notice, seen=preview_notice(notice, on=TODAY).seen, by=root, at=NOW)
    assert moved["转载任务"] == 1


@pytest.fixture
def owed(source, news, robot) -> UpstreamItem:
    """An item that was withdrawn above, of which the province still has a public copy."""
    item = received(source)
    Reprint.objects.create(
        item=item, site=news.site, target_at=NOW, due_on=NEXT, state="done", done_at=NOW, article=an_article(news)
    )
    withdraw_item(item, by=robot, at=NOW, why="上级通知")
    item.refresh_from_db()
    assert open_corrections(item, by=robot, at=NOW) == 1
    return item


def test_a_correction_that_is_owed_is_previewed_and_moves(owed, notice, root):
    moves = moves_of(notice, "更正任务")
    (move,) = moves.first
    assert (moves.count, move.what, move.before, move.after) == (1, owed.title, NEXT, LATER)
    assert (move.note, f"/items/{owed.pk}/" in move.url) == ("1 篇转载稿", True)
    assert Correction.objects.get().due_on == NEXT
    moved = apply_calendar_notice(notice, seen=preview_notice(notice, on=TODAY).seen, by=root, at=NOW)
    assert moved["更正任务"] == 1 and Correction.objects.get().due_on == LATER
    entry = AuditEntry.objects.get(event="content.correction.recounted")
    assert (entry.before, entry.after) == (
        {"due_on": {"province": "2026-11-19"}}, {"due_on": {"province": "2026-11-20"}},
    )  # fmt: skip


def test_a_correction_that_is_closed_or_late_stays_where_it_was(owed, notice, root):
    Correction.objects.update(state="kept", reason="只改了标点", closed_at=NOW)
    assert moves_of(notice, "更正任务").count == 0
    Correction.objects.update(state="pending", reason="", closed_at=None, due_on=date(2026, 11, 17))
    assert moves_of(notice, "更正任务").count == 0
    moved = apply_calendar_notice(notice, seen=preview_notice(notice, on=TODAY).seen, by=root, at=NOW)
    assert moved["更正任务"] == 0 and Correction.objects.get().due_on == date(2026, 11, 17)


def test_the_sweep_moves_corrections_that_an_apply_left(owed, notice, robot):
    notice.created_at = NOW
    notice.save()
    assert sweep(by=robot, at=NOW, dry_run=True).recounted == 1
    assert Correction.objects.get().due_on == NEXT
    assert sweep(by=robot, at=NOW).recounted == 1
    assert sweep(by=robot, at=NOW).recounted == 0
    assert Correction.objects.get().due_on == LATER


def test_a_lacking_review_moves_too(news, notice, root):
    alarm = a_person("alarm", (Role.EMERGENCY_ISSUER, news))
    revision = publish_emergency(a_draft(news), by=alarm, at=NOW, reason="山洪预警须立即告知沿河群众")
    moves = moves_of(notice, "应急发布追审")
    assert (moves.count, moves.first[0].before, moves.first[0].after) == (1, NEXT, LATER)
    assert moves.first[0].what == revision.title
    moved = apply_calendar_notice(notice, seen=preview_notice(notice, on=TODAY).seen, by=root, at=NOW)
    assert moved["应急发布追审"] == 1 and Revision.objects.get(pk=revision.pk).review_due_on == LATER


def test_the_preview_costs_the_same_for_many_sites(
    source, province, city, subsite, notice, django_assert_max_num_queries
):
    open_duties(received(source), at=NOW)
    with django_assert_max_num_queries(16):
        preview_notice(notice, on=TODAY)
