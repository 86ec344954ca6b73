"""The clock stands still for a supplement only where the platform says so; the last day is always derived."""

from datetime import date

import pytest
from django.urls import reverse

from interaction import shown
from interaction.actions import (
    approve_reply,
    ask_supplement,
    decline_letter,
    draft_reply,
    merge_letter,
    pause_clock,
    resume_clock,
    split_letter,
    withdraw_letter,
)
from interaction.deadlines import sweep
from interaction.models import DeadlineNotice, Letter, LetterEvent, Pause, Supplement
from sites.actions import save_calendar_notice, save_platform_rule
from sites.calendar import seed_calendar
from sites.models import AuditEntry, CalendarNotice, PlatformRule
from tests.interaction.letters import ANSWER, a_letter_in, china

RECEIVED = china(2026, 11, 18)  # a Wednesday; due on Friday the 27th


@pytest.fixture
def letter(mailbox, people):
    return a_letter_in("in-hand", mailbox, people, at=RECEIVED)


@pytest.fixture
def rule(db):
    return save_platform_rule(PlatformRule(rule="supplement-stops-clock", value=1), by=None, at=RECEIVED)


def due() -> date:
    return Letter.objects.get().due_on


def test_by_default_the_clock_runs_on(letter, people):
    assert pause_clock(letter, by=people.handler, at=china(2026, 11, 20)) is None
    assert resume_clock(letter, by=None, at=china(2026, 11, 25)) is None
    assert (due(), Pause.objects.count()) == (date(2026, 11, 27), 0)


@pytest.mark.parametrize(
    ("asked", "answered", "expected"),
    [
        (20, 20, "2026-11-27"),  # answered the same day: nothing was waited for
        (20, 21, "2026-11-30"),  # a Friday was lost
        (20, 24, "2026-12-01"),  # Friday and Monday
        (21, 23, "2026-11-27"),  # asked on a Saturday, answered on Monday: no working day was lost
        (27, 30, "2026-11-30"),  # asked on the last day: one day is left from the answer on
    ],
)
def test_the_days_from_the_request_until_the_day_before_the_answer_are_not_counted(
    letter, rule, people, asked, answered, expected
):
    pause_clock(letter, by=people.handler, at=china(2026, 11, asked))
    resume_clock(letter, by=None, at=china(2026, 11, answered))
    assert due().isoformat() == expected


def test_while_it_waits_it_is_never_overdue_and_nobody_is_reminded(letter, rule, people):
    pause_clock(letter, by=people.handler, at=china(2026, 11, 27))
    for day in (28, 30):
        sweep(at=china(2026, 11, day))
        assert due() > date(2026, 11, day)
    sweep(at=china(2026, 12, 18))
    assert due() == date(2026, 12, 21)
    assert not DeadlineNotice.objects.exists()


def test_an_overdue_letter_does_not_stand_still(letter, rule, people):
    assert pause_clock(letter, by=people.handler, at=china(2026, 11, 28)) is None


def test_it_stands_still_once_at_a_time(letter, rule, people):
    pause_clock(letter, by=people.handler, at=china(2026, 11, 20))
    assert pause_clock(letter, by=people.handler, at=china(2026, 11, 23)) is None
    assert Pause.objects.count() == 1


def test_several_pauses_add_up(letter, rule, people):
    for asked, answered in ((19, 20), (23, 24)):
        pause_clock(letter, by=people.handler, at=china(2026, 11, asked))
        resume_clock(letter, by=None, at=china(2026, 11, answered))
    assert due() == date(2026, 12, 1)


def test_everybody_can_read_which_days_were_waited_for(letter, rule, people):
    pause_clock(letter, by=people.handler, at=china(2026, 11, 20))
    resume_clock(letter, by=None, at=china(2026, 11, 24))
    lines = shown.days_counted(Letter.objects.get(), seed_calendar(), on=date(2026, 11, 25))
    waited = [line.day.day for line in lines if "等待来信人补充" in line.words]
    assert waited == [20, 21, 22, 23]
    assert lines[-1].day == due()
    kinds = set(LetterEvent.objects.filter(is_public=True).values_list("kind", flat=True))
    assert {"clock-paused", "clock-resumed"} <= kinds
    assert AuditEntry.objects.filter(event__in=["interaction.letter.paused", "interaction.letter.resumed"]).count() == 2


def test_an_amended_calendar_counts_with_the_pause(letter, rule, people):
    pause_clock(letter, by=people.handler, at=china(2026, 11, 20))
    resume_clock(letter, by=None, at=china(2026, 11, 24))
    off = [{"day": "2026-11-25", "name": "临时放假"}]
    notice = CalendarNotice(year=2026, title="通知", published_on=date(2026, 11, 24), days_off=off)
    save_calendar_notice(notice, by=None, at=china(2026, 11, 24))
    sweep(at=china(2026, 11, 24))
    assert due() == date(2026, 12, 2)


def test_a_pause_left_open_by_an_earlier_round_does_not_stop_the_next(letter, rule, people):
    pause_clock(letter, by=people.handler, at=china(2026, 11, 20))
    Letter.objects.update(counted_from="2026-11-25", due_on="2026-12-04")
    sweep(at=china(2026, 11, 26))
    row = Letter.objects.running().get()
    assert row.due_on == date(2026, 12, 4)
    assert pause_clock(row, by=people.handler, at=china(2026, 11, 26)) is not None


def test_the_days_that_were_waited_are_not_days_used(letter, rule, people):
    pause_clock(letter, by=people.handler, at=china(2026, 11, 20))
    resume_clock(letter, by=None, at=china(2026, 11, 24))
    draft_reply(letter, text=ANSWER, by=people.handler, at=china(2026, 11, 24))
    approve_reply(letter, by=people.approver, at=china(2026, 11, 24, 11))
    assert Letter.objects.get().days_used == 2  # the 19th and the 24th


ASKED = "请说明路灯的灯杆编号和具体位置。"


def test_an_answer_ends_the_pause_on_its_day(letter, rule, people):
    ask_supplement(letter, question=ASKED, by=people.handler, at=china(2026, 11, 20))
    draft_reply(letter, text=ANSWER, by=people.handler, at=china(2026, 11, 24))
    approve_reply(letter, by=people.approver, at=china(2026, 11, 24, 11))
    row, pause = Letter.objects.get(), Pause.objects.get()
    assert (pause.resumed_on, row.due_on, row.days_used) == (date(2026, 11, 24), date(2026, 12, 1), 2)
    assert Supplement.objects.get().lapsed_at == china(2026, 11, 24, 11)
    sweep(at=china(2026, 12, 18))
    assert due() == date(2026, 12, 1)  # nothing moves on any more
    assert not LetterEvent.objects.filter(kind="clock-resumed").exists()  # the writer reads of the answer
    assert AuditEntry.objects.filter(event="interaction.letter.resumed").count() == 1


def test_a_letter_that_is_taken_back_or_declined_waits_for_nothing(mailbox, rule, people):
    gone, declined = (a_letter_in("accepted", mailbox, people, at=RECEIVED) for _letter in range(2))
    for each in (gone, declined):
        ask_supplement(each, question=ASKED, by=people.intake, at=china(2026, 11, 20))
    withdraw_letter(gone, at=china(2026, 11, 23))
    why = {"reason": "不属于本信箱受理范围。", "advice": "请向燃气公司反映。"}
    decline_letter(declined, **why, by=people.intake, at=china(2026, 11, 23))
    assert {pause.resumed_on for pause in Pause.objects.all()} == {date(2026, 11, 23)}
    assert all(each.lapsed_at for each in Supplement.objects.all())


def test_an_answer_given_along_does_not_count_the_days_that_were_waited(mailbox, rule, people):
    main, merged = (a_letter_in("in-hand", mailbox, people, at=RECEIVED) for _letter in range(2))
    ask_supplement(merged, question=ASKED, by=people.handler, at=china(2026, 11, 20))
    merge_letter(merged, number=main.number, by=people.intake, at=china(2026, 11, 23))
    draft_reply(main, text=ANSWER, by=people.handler, at=china(2026, 11, 24))
    approve_reply(main, by=people.approver, at=china(2026, 11, 24, 11))
    merged.refresh_from_db()
    assert (merged.state, merged.days_used, merged.pauses.get().resumed_on) == ("replied", 2, date(2026, 11, 24))


def test_a_letter_that_is_split_off_has_the_days_too_but_waits_no_longer(letter, rule, people):
    for asked, answered in ((19, 20), (23, None)):
        pause_clock(letter, by=people.handler, at=china(2026, 11, asked))
        if answered:
            resume_clock(letter, by=None, at=china(2026, 11, answered))
    matter = {"title": "人行道破损", "body": "东风路口的人行道破损已久，请一并修复。"}
    second = split_letter(letter, **matter, by=people.intake, at=china(2026, 11, 25))
    assert [(each.paused_on.day, each.resumed_on.day) for each in second.pauses.all()] == [(19, 20), (23, 25)]
    assert second.due_on == date(2026, 12, 2)  # three working days later than without
    said = second.events.get(kind="split").text
    assert "2026-12-02" in said
    lines = shown.days_counted(second, seed_calendar(), on=date(2026, 11, 25))
    assert [line.day.day for line in lines if "等待来信人补充" in line.words] == [19, 23, 24]
    letter.refresh_from_db()
    assert letter.pauses.filter(resumed_on=None).count() == 1  # the first still waits


def test_whoever_asks_for_a_supplement_reads_whether_the_clock_waits(letter, mailbox, people, client):
    client.force_login(people.handler)
    address = reverse("interaction-office:letter", args=[letter.number])
    assert "办理期限照常计算" in client.get(address).content.decode()
    save_platform_rule(PlatformRule(rule="supplement-stops-clock", value=1), by=None, at=RECEIVED)
    said = client.get(address).content.decode()
    assert "办理期限停计" in said and "办理期限照常计算" not in said
