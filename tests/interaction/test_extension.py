"""More time: once, before expiry, fifteen working days in total from receipt, granted by somebody else."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from interaction.actions import (
    approve_reply,
    ask_extension,
    decide_extension,
    draft_reply,
    rate_reply,
    save_mailbox,
    take_letter,
)
from interaction.deadlines import sweep
from interaction.models import Extension, Letter, LetterEvent
from sites.actions import save_calendar_notice, save_clock_limit
from sites.models import CalendarNotice, ClockLimit
from sites.policy import Role
from sites.refusals import Conflict, Refused
from tests.cast import NOW, a_person
from tests.interaction.letters import ANSWER, a_letter_in, china, published

REASON = "涉及多个部门，需要现场踏勘后会商"
RECEIVED = china(2026, 11, 18)


@pytest.fixture
def letter(mailbox, people):
    """A letter in hand, received on Wednesday 18 November, due on the 27th."""
    return a_letter_in("in-hand", mailbox, people, at=RECEIVED)


def test_the_new_date_is_the_fifteenth_working_day_from_receipt(letter, people):
    ask_extension(letter, reason=REASON, by=people.handler, at=RECEIVED + timedelta(days=5))
    decide_extension(letter, grant=True, by=people.approver, at=RECEIVED + timedelta(days=6))
    letter.refresh_from_db()
    assert (letter.due_on, letter.working_days, letter.is_extended) == (date(2026, 12, 9), 15, True)
    assert letter.extension_reason == REASON


def test_asking_alone_moves_nothing(letter, people):
    ask_extension(letter, reason=REASON, by=people.handler, at=RECEIVED)
    letter.refresh_from_db()
    assert letter.due_on == date(2026, 11, 27)


def test_a_letter_is_extended_once(letter, people):
    ask_extension(letter, reason=REASON, by=people.handler, at=RECEIVED)
    with pytest.raises(Refused):
        ask_extension(letter, reason=REASON, by=people.handler, at=RECEIVED)
    decide_extension(letter, grant=True, by=people.approver, at=RECEIVED)
    with pytest.raises(Refused):
        ask_extension(letter, reason=REASON, by=people.handler, at=RECEIVED)


def test_after_a_refusal_a_better_reason_may_be_given(letter, people):
    ask_extension(letter, reason=REASON, by=people.handler, at=RECEIVED)
    decide_extension(letter, grant=False, by=people.approver, at=RECEIVED)
    assert ask_extension(letter, reason=REASON * 2, by=people.handler, at=RECEIVED).state == "asked"


def test_the_last_day_is_not_too_late_to_ask_the_next_is(letter, people):
    with pytest.raises(Refused):
        ask_extension(letter, reason=REASON, by=people.handler, at=china(2026, 11, 28, 0, 1))
    assert ask_extension(letter, reason=REASON, by=people.handler, at=china(2026, 11, 27, 23, 59))


def test_an_overdue_letter_is_not_extended_by_a_late_decision(letter, people):
    ask_extension(letter, reason=REASON, by=people.handler, at=RECEIVED)
    with pytest.raises(Refused):
        decide_extension(letter, grant=True, by=people.approver, at=china(2026, 11, 30))


@pytest.mark.parametrize("reason", ["", "    ", "太忙了", "九个字的理由不算够"])
def test_a_reason_needs_ten_characters(letter, people, reason):
    with pytest.raises(Refused):
        ask_extension(letter, reason=reason, by=people.handler, at=RECEIVED)


def test_nobody_grants_their_own_request(letter, bureau, mailbox, people):
    both = a_person("both", (Role.HANDLER, bureau), (Role.REPLY_APPROVER, bureau))
    ask_extension(letter, reason=REASON, by=both, at=RECEIVED)
    with pytest.raises(Refused):
        decide_extension(letter, grant=True, by=both, at=RECEIVED)


def test_of_two_decisions_the_second_is_a_conflict(letter, people, bureau):
    other = a_person("approver2", (Role.REPLY_APPROVER, bureau))
    ask_extension(letter, reason=REASON, by=people.handler, at=RECEIVED)
    decide_extension(letter, grant=False, by=people.approver, at=RECEIVED)
    with pytest.raises(Conflict):
        decide_extension(letter, grant=True, by=other, at=RECEIVED)


def test_an_answer_makes_the_request_lapse(letter, people):
    ask_extension(letter, reason=REASON, by=people.handler, at=RECEIVED)
    draft_reply(letter, text=ANSWER, by=people.handler, at=RECEIVED)
    approve_reply(letter, by=people.approver, at=RECEIVED)
    assert Extension.objects.get().state == "lapsed"


def test_handing_over_and_returning_never_reset_the_clock(letter, people, other_bureau):
    from interaction.actions import assign_letter, return_reply

    due = letter.due_on
    draft_reply(letter, text=ANSWER, by=people.handler, at=RECEIVED)
    return_reply(
        letter, reason="off-point", opinion="没有回应问题", by=people.approver, at=RECEIVED + timedelta(days=3)
    )
    assign_letter(letter, organization=other_bureau, by=people.intake, at=RECEIVED + timedelta(days=4))
    handler = a_person("h2", (Role.HANDLER, other_bureau))
    take_letter(letter, by=handler, at=RECEIVED + timedelta(days=4))
    assert Letter.objects.get().due_on == due


# --- the edges -------------------------------------------------------------------------------------------------------------------


def due_and_days() -> tuple[date, int]:
    return Letter.objects.values_list("due_on", "working_days").get()


def test_asked_on_the_last_day_and_not_granted_by_its_end_the_request_lapses(letter, people):
    ask_extension(letter, reason=REASON, by=people.handler, at=china(2026, 11, 27, 17))
    with pytest.raises(Refused, match="原定期限已过"):
        decide_extension(letter, grant=True, by=people.approver, at=china(2026, 11, 28, 0, 1))
    sweep(at=china(2026, 11, 28))
    assert Extension.objects.get().state == "lapsed"
    assert due_and_days() == (date(2026, 11, 27), 7)
    assert LetterEvent.objects.filter(kind="extension-lapsed", is_public=False).count() == 1


def test_asked_and_granted_on_the_last_day_before_midnight(letter, people):
    ask_extension(letter, reason=REASON, by=people.handler, at=china(2026, 11, 27, 17))
    decide_extension(letter, grant=True, by=people.approver, at=china(2026, 11, 27, 23, 59))
    assert due_and_days() == (date(2026, 12, 9), 15)


def test_a_request_is_still_open_on_its_last_day(letter, people):
    ask_extension(letter, reason=REASON, by=people.handler, at=RECEIVED)
    sweep(at=china(2026, 11, 27, 23, 59))
    assert Extension.objects.get().state == "asked"


def test_a_tighter_limit_of_the_site_bounds_the_extension(letter, people, province):
    save_clock_limit(ClockLimit(site=province, clock="reply-extended", working_days=10), by=None, at=RECEIVED)
    ask_extension(letter, reason=REASON, by=people.handler, at=RECEIVED)
    decide_extension(letter, grant=True, by=people.approver, at=RECEIVED)
    assert due_and_days() == (date(2026, 12, 2), 10)


def test_a_limit_for_this_kind_of_mailbox_bounds_it_too(letter, people, province):
    limit = ClockLimit(site=province, clock="reply-extended", kind=letter.mailbox.kind, working_days=9)
    save_clock_limit(limit, by=None, at=RECEIVED)
    ask_extension(letter, reason=REASON, by=people.handler, at=RECEIVED)
    assert Extension.objects.get().new_due_on == date(2026, 12, 1)


def test_an_extension_that_would_give_nothing_is_refused(letter, people, province):
    save_clock_limit(ClockLimit(site=province, clock="reply-extended", working_days=7), by=None, at=RECEIVED)
    with pytest.raises(Refused, match="没有意义"):
        ask_extension(letter, reason=REASON, by=people.handler, at=RECEIVED)


def test_a_limit_tightened_between_request_and_decision_holds(letter, people, province):
    ask_extension(letter, reason=REASON, by=people.handler, at=RECEIVED)
    save_clock_limit(ClockLimit(site=province, clock="reply-extended", working_days=7), by=None, at=RECEIVED)
    with pytest.raises(Refused, match="没有意义"):
        decide_extension(letter, grant=True, by=people.approver, at=RECEIVED)
    assert due_and_days() == (date(2026, 11, 27), 7)


def test_a_mailbox_that_promises_less_is_extended_to_the_same_fifteen(mailbox, people):
    mailbox.reply_days = 3
    save_mailbox(mailbox, by=None, at=RECEIVED)
    letter = a_letter_in("in-hand", mailbox, people, at=RECEIVED)
    ask_extension(letter, reason=REASON, by=people.handler, at=RECEIVED)
    decide_extension(letter, grant=True, by=people.approver, at=RECEIVED)
    assert due_and_days() == (date(2026, 12, 9), 15)


def test_a_calendar_amended_between_request_and_decision_is_the_one_that_counts(letter, people):
    ask_extension(letter, reason=REASON, by=people.handler, at=RECEIVED)
    off = [{"day": "2026-12-08", "name": "临时放假"}]
    notice = CalendarNotice(year=2026, title="通知", published_on=date(2026, 11, 19), days_off=off)
    save_calendar_notice(notice, by=None, at=RECEIVED)
    decide_extension(letter, grant=True, by=people.approver, at=china(2026, 11, 20))
    assert due_and_days() == (date(2026, 12, 10), 15)
    assert Letter.objects.get().calendar_version == CalendarNotice.objects.calendar().version


def test_a_double_click_asks_once_and_grants_once(letter, people, client, time_machine):
    time_machine.move_to(RECEIVED)
    address = f"/admin/workbench/letters/{letter.number}/"
    client.force_login(people.handler, backend="django.contrib.auth.backends.ModelBackend")
    asked = [client.post(f"{address}ask-extension/", {"reason": REASON}).status_code for _click in range(2)]
    client.force_login(people.approver, backend="django.contrib.auth.backends.ModelBackend")
    granted = [client.post(f"{address}grant-extension/", {}).status_code for _click in range(2)]
    assert (asked, granted) == ([302, 409], [302, 409])
    assert (Extension.objects.count(), due_and_days()) == (1, (date(2026, 12, 9), 15))


def test_the_citizen_is_told_and_can_read_why(letter, people, mails, django_capture_on_commit_callbacks):
    Letter.objects.filter(pk=letter.pk).update(writer_email="citizen@example.org")
    ask_extension(letter, reason=REASON, by=people.handler, at=RECEIVED)
    with django_capture_on_commit_callbacks(execute=True):
        decide_extension(letter, grant=True, by=people.approver, at=RECEIVED)
    assert [mail.to for mail in mails] == [["citizen@example.org"]] and "2026-12-09" in mails[0].body
    told = LetterEvent.objects.get(kind="extended")
    assert told.is_public and REASON in told.text


def test_the_public_page_says_that_it_was_extended(client, letter, people):
    ask_extension(letter, reason=REASON, by=people.handler, at=RECEIVED)
    decide_extension(letter, grant=True, by=people.approver, at=RECEIVED)
    draft_reply(letter, text=ANSWER, by=people.handler, at=RECEIVED)
    approve_reply(letter, by=people.approver, at=RECEIVED)
    shown = published(Letter.objects.get(), people)
    page = client.get(shown.get_absolute_url()).content.decode()
    assert "经批准延期" in page and REASON in page


def test_a_second_handling_may_be_extended_once_too_and_its_page_offers_it(client, mailbox, people):
    letter = a_letter_in("in-hand", mailbox, people)
    ask_extension(letter, reason=REASON, by=people.handler, at=NOW)
    decide_extension(letter, grant=True, by=people.approver, at=NOW)
    draft_reply(letter, text=ANSWER, by=people.handler, at=NOW)
    approve_reply(letter, by=people.approver, at=NOW)
    rate_reply(letter, attitude=4, speed=4, result=1, comment="没有说清楚", at=NOW)
    take_letter(letter, by=people.handler, at=NOW)
    client.force_login(people.handler)
    response = client.get(reverse("interaction-office:letter", args=[letter.number]))
    assert response.context["extension"] is None
    ask_extension(letter, reason=REASON, by=people.handler, at=NOW)
    decide_extension(letter, grant=True, by=people.approver, at=NOW)
    assert "自再次办理起 15 个工作日" in letter.events.filter(kind="extended").last().text
