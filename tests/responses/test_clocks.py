"""The clocks of responses: five, twenty-four and forty-eight hours of real time, through nights and holidays (OP1, OP2)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from responses.actions import (
    change_topic,
    close_topic,
    reopen_topic,
    submit_text,
    void_topic,
    waive_duty,
    withdraw_text,
)
from responses.hours import HourSchedule, HourStep
from responses.models import HotTopic, ResponseDuty
from responses.standing import standing_of
from sites.actions import save_platform_rule
from sites.models import AuditEntry, PlatformRule
from sites.refusals import Refused
from tests.cast import NOW
from tests.responses.conftest import HAPPENED, a_statement, an_emergency, said

CHINA = timedelta(hours=8)
NIGHT = datetime(2026, 10, 1, 23, 30, tzinfo=UTC) - CHINA  # the eve of a week of holidays, half past eleven at night


def due(topic: HotTopic) -> dict[str, datetime]:
    return dict(topic.duties.values_list("kind", "due_at"))


@pytest.mark.parametrize(
    "occurred",
    [NIGHT, datetime(2026, 2, 15, 3, 0, tzinfo=UTC), datetime(2026, 11, 14, 15, 59, tzinfo=UTC), NOW],
    ids=["the night before a holiday", "new year", "a saturday night", "a working day"],
)
def test_hours_run_through_nights_and_holidays(province, bureau, desk, occurred):
    later = occurred + timedelta(minutes=10)
    topic = an_emergency(province, bureau, desk, at=later, occurred_at=occurred)
    assert due(topic) == {"information": occurred + timedelta(hours=5), "briefing": occurred + timedelta(hours=24)}
    other = an_emergency(province, bureau, desk, at=later, occurred_at=occurred, kind="concern")
    assert due(other) == {"answer": occurred + timedelta(hours=48)}


def test_they_start_when_it_happened_however_late_it_is_entered(province, bureau, desk):
    topic = an_emergency(province, bureau, desk, occurred_at=NOW - timedelta(hours=9))
    assert ResponseDuty.objects.overdue(at=NOW).get().kind == "information"
    assert topic.opened_at == NOW


@pytest.mark.parametrize("occurred", [NOW + timedelta(seconds=1), NOW - timedelta(days=366)])
def test_impossible_moments_are_refused(province, bureau, desk, occurred):
    with pytest.raises(Refused, match="发生"):
        an_emergency(province, bureau, desk, occurred_at=occurred)


def test_the_first_statement_meets_the_five_hours(emergency, desk):
    said(emergency, desk, at=HAPPENED + timedelta(hours=5))
    duty = emergency.duties.get(kind="information")
    assert duty.met_at == HAPPENED + timedelta(hours=5) and not duty.was_met_late
    assert AuditEntry.objects.filter(event="responses.duty.met").count() == 1


def test_one_second_later_is_late(emergency, desk):
    said(emergency, desk, at=HAPPENED + timedelta(hours=5, seconds=1))
    assert emergency.duties.get(kind="information").was_met_late


def test_a_draft_or_a_text_in_review_meets_nothing(emergency, desk):
    a_statement(emergency, desk)
    assert emergency.duties.open().count() == 2


def test_a_briefing_counts_from_when_it_was_held(emergency, desk):
    held = HAPPENED + timedelta(hours=20)
    said(emergency, desk, at=HAPPENED + timedelta(hours=26), kind="briefing", held_at=held)
    duty = emergency.duties.get(kind="briefing")
    assert duty.met_at == held and not duty.was_met_late


def test_what_was_said_before_it_happened_or_has_not_been_held_is_refused(emergency, desk):
    with pytest.raises(Refused, match="早于"):
        a_statement(emergency, desk, kind="briefing", held_at=HAPPENED - timedelta(minutes=1))
    with pytest.raises(Refused, match="尚未召开"):
        said(emergency, desk, kind="briefing", held_at=NOW + timedelta(hours=1))
    with pytest.raises(Refused, match="召开时间"):
        a_statement(emergency, desk, kind="briefing")


def test_withdrawing_the_only_statement_opens_the_clock_again(emergency, desk):
    statement = said(emergency, desk)
    withdraw_text(statement, "数字有误", by=desk["issuer"], at=NOW)
    assert emergency.duties.get(kind="information").is_open
    said(emergency, desk, at=NOW + timedelta(hours=1))
    assert emergency.duties.get(kind="information").met_at == NOW + timedelta(hours=1)


def test_of_two_statements_the_earlier_counts(emergency, desk):
    first = said(emergency, desk)
    said(emergency, desk, at=NOW + timedelta(hours=1), kind="progress")
    assert emergency.duties.get(kind="information").met_by == first
    withdraw_text(first, "重复", by=desk["issuer"], at=NOW + timedelta(hours=2))
    assert emergency.duties.get(kind="information").met_at == NOW + timedelta(hours=1)


def test_a_corrected_moment_moves_the_clocks_and_is_on_record(emergency, desk, bureau):
    earlier = HAPPENED - timedelta(hours=2)
    change_topic(
        emergency, title=emergency.title, summary=emergency.summary, organization=bureau, occurred_at=earlier,
        by=desk["issuer"], at=NOW,
    )  # fmt: skip
    assert due(emergency)["information"] == earlier + timedelta(hours=5)
    entry = AuditEntry.objects.get(event="responses.topic.changed")
    assert entry.before["occurred_at"] != entry.after["occurred_at"]


def test_a_topic_ends_when_its_clocks_have(emergency, desk):
    with pytest.raises(Refused, match="尚未完成"):
        close_topic(emergency, by=desk["issuer"], at=NOW)
    said(emergency, desk)
    briefing = emergency.duties.get(kind="briefing")
    with pytest.raises(Refused, match="不能免除"):
        waive_duty(emergency.duties.get(kind="information"), "不需要", by=desk["issuer"], at=NOW)
    with pytest.raises(Refused, match="理由"):
        waive_duty(briefing, " ", by=desk["issuer"], at=NOW)
    waive_duty(briefing, "险情已解除，改为书面通报。", by=desk["issuer"], at=NOW)
    assert close_topic(emergency, by=desk["issuer"], at=NOW).state == "closed"
    with pytest.raises(Refused, match="已结束"):
        a_statement(emergency, desk)
    assert reopen_topic(emergency, by=desk["issuer"], at=NOW).state == "open"


def test_a_topic_entered_by_mistake_is_voided_with_a_reason_and_stays_on_record(concern, desk):
    with pytest.raises(Refused, match="理由"):
        void_topic(concern, " ", by=desk["issuer"], at=NOW)
    with pytest.raises(Refused, match="权限"):
        void_topic(concern, "重复登记。", by=desk["writer"], at=NOW)
    assert void_topic(concern, "重复登记。", by=desk["issuer"], at=NOW).state == "closed"
    assert not concern.duties.open().exists()
    assert concern.duties.get().waived_reason == "登记有误：重复登记。"
    assert AuditEntry.objects.get(event="responses.topic.voided").after["reason"] == "重复登记。"
    with pytest.raises(Refused, match="重新登记"):
        reopen_topic(concern, by=desk["issuer"], at=NOW)


def test_what_was_public_is_not_voided(concern, desk):
    withdraw_text(said(concern, desk, kind="answer"), "有误", by=desk["issuer"], at=NOW)
    with pytest.raises(Refused, match="不能作废"):
        void_topic(concern, "重复登记。", by=desk["issuer"], at=NOW)
    assert concern.duties.open().exists()


def test_the_same_topic_is_not_entered_twice_while_it_goes_on(province, bureau, desk):
    topic = an_emergency(province, bureau, desk)
    with pytest.raises(Refused, match="已经登记"):
        an_emergency(province, bureau, desk)
    void_topic(topic, "填错了时间。", by=desk["issuer"], at=NOW)
    assert an_emergency(province, bureau, desk).pk != topic.pk


def test_a_topic_does_not_end_under_a_text_in_review(concern, desk):
    from responses.actions import submit_text

    said(concern, desk, kind="answer")
    submit_text(a_statement(concern, desk, kind="progress"), by=desk["writer"], at=NOW)
    with pytest.raises(Refused, match="审核中"):
        close_topic(concern, by=desk["issuer"], at=NOW)


def test_a_site_may_be_stricter_and_nobody_looser(province, bureau, desk, root):
    save_platform_rule(PlatformRule(rule="emergency-information", site=province, value=2), by=root, at=NOW)
    topic = an_emergency(province, bureau, desk)
    assert due(topic)["information"] == HAPPENED + timedelta(hours=2)
    with pytest.raises(Exception, match="1 至 5"):
        save_platform_rule(PlatformRule(rule="emergency-information", value=6), by=root, at=NOW)


@pytest.mark.parametrize(
    ("after", "tone", "words"),
    [
        (timedelta(minutes=1), "running", "余 4 小时 59 分钟"),
        (timedelta(hours=4, minutes=1), "soon", "余 59 分钟"),
        (timedelta(hours=5), "soon", "余 不足 1 分钟"),
        (timedelta(hours=5, minutes=3), "late", "逾期 3 分钟"),
        (timedelta(hours=80), "late", "逾期 3 天"),
    ],
)
def test_how_a_clock_stands(emergency, after, tone, words):
    standing = standing_of(emergency.duties.get(kind="information"), at=HAPPENED + after)
    assert (standing.tone, standing.words) == (tone, words)


@pytest.mark.parametrize(
    ("after", "latest"),
    [
        (timedelta(0), HourStep.OPENED),
        (timedelta(hours=2, minutes=29), HourStep.OPENED),
        (timedelta(hours=2, minutes=30), HourStep.HALF),
        (timedelta(hours=4), HourStep.LAST_HOUR),
        (timedelta(hours=5), HourStep.LATE),
        (timedelta(hours=11), HourStep.LATE_6),
        (timedelta(hours=29), HourStep.LATE_24),
    ],
)
def test_the_steps_of_five_hours(after, latest):
    schedule = HourSchedule(HAPPENED + after)
    assert schedule.reached(HAPPENED + timedelta(hours=5), since=HAPPENED)[-1] == latest


def test_a_draft_left_behind_on_a_topic_that_ended_keeps_no_reviewer_waiting(concern, desk):
    said(concern, desk)
    left = a_statement(concern, desk)
    topic = close_topic(concern, by=desk["issuer"], at=NOW)
    with pytest.raises(Refused, match="已结束"):
        submit_text(left, by=desk["writer"], at=NOW)
    reopen_topic(topic, by=desk["issuer"], at=NOW)
    assert submit_text(left, by=desk["writer"], at=NOW).state == "review"
