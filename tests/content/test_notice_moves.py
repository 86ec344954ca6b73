"""A holiday notice shows the duties to reprint and the lacking reviews whose last day it moves, and moves them when applied."""

from datetime import date

import pytest

from content.actions import open_duties, publish_emergency
from content.actions.reprint_duties import recount_duties
from content.models import Reprint, Revision
from sites.actions import apply_calendar_notice
from sites.models import AuditEntry, CalendarNotice
from sites.notice_page import preview_notice
from sites.policy import Role
from tests.builders import a_draft
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
