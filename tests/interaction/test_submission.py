"""What happens when a letter arrives: its number, its code, its clock."""

from datetime import date

import pytest

from interaction.actions import submit_letter
from interaction.codes import CODE_LENGTH, code_fits
from interaction.models import Letter
from sites.actions import save_clock_limit
from sites.models import AuditEntry, ClockLimit
from sites.refusals import Refused
from tests.cast import NOW
from tests.interaction.letters import a_letter, a_mailbox, china, words


def test_a_letter_is_due_seven_working_days_after_the_day_it_came(mailbox):
    letter = a_letter(mailbox, at=china(2026, 11, 18))
    assert (letter.received_on, letter.due_on) == (date(2026, 11, 18), date(2026, 11, 27))


def test_a_letter_after_midnight_in_china_counts_from_the_new_day(mailbox):
    assert a_letter(mailbox, at=china(2026, 11, 19, 0, 5)).received_on == date(2026, 11, 19)


def test_a_holiday_and_its_make_up_day_move_the_date(mailbox):
    letter = a_letter(mailbox, at=china(2026, 9, 28))
    assert letter.due_on == date(2026, 10, 13)  # 1 to 7 October off, Saturday the 10th worked


def test_a_letter_that_runs_into_a_year_without_notice_is_provisional(mailbox):
    assert a_letter(mailbox, at=china(2026, 12, 28)).is_provisional


def test_a_mailbox_may_promise_less(province):
    assert a_letter(a_mailbox(province, reply_days=3), at=china(2026, 11, 18)).due_on == date(2026, 11, 23)


def test_a_mailbox_may_not_promise_more(province):
    with pytest.raises(Refused):
        a_mailbox(province, reply_days=8)


def test_a_limit_set_later_above_the_mailbox_wins(province):
    box = a_mailbox(province, reply_days=6)
    save_clock_limit(ClockLimit(site=province, clock="reply", working_days=5), by=None, at=NOW)
    assert a_letter(box).working_days == 5


def test_a_mailbox_of_reports_is_never_public(province):
    with pytest.raises(Refused):
        a_mailbox(province, kind="report", is_public=True)


def test_the_code_is_not_stored_and_fits_only_its_letter(mailbox):
    first = submit_letter(mailbox, **words(), at=NOW)
    second = submit_letter(mailbox, **words(), at=NOW)
    assert len(first.code) == CODE_LENGTH and first.code != second.code
    assert first.code not in str(Letter.objects.filter(pk=first.letter.pk).values())
    assert code_fits(first.letter.code_hash, first.letter.number, first.code)
    assert not code_fits(second.letter.code_hash, second.letter.number, first.code)


def test_the_same_form_sent_twice_is_one_letter_with_the_same_code(mailbox):
    first = submit_letter(mailbox, **words(), form_secret="once", at=NOW)
    second = submit_letter(mailbox, **words(), form_secret="once", at=NOW)
    assert Letter.objects.count() == 1
    assert (second.letter.pk, second.code, second.is_repeat) == (first.letter.pk, first.code, True)


def test_a_number_that_is_taken_is_not_given_again(mailbox, monkeypatch):
    numbers = iter(["20261118000001", "20261118000001", "20261118000002"])
    monkeypatch.setattr("interaction.actions.writing.new_number", lambda day: next(numbers))
    assert [a_letter(mailbox).number, a_letter(mailbox).number] == ["20261118000001", "20261118000002"]


def test_a_form_that_arrives_twice_at_once_is_one_letter(mailbox, monkeypatch):
    first = submit_letter(mailbox, **words(), form_secret="once", at=NOW)
    answers = iter([None])
    real = Letter.objects.filter

    class Blind:
        def first(self):
            return next(answers)

    seen = []

    def filter_(*args, **kwargs):
        if "form_token" in kwargs and not seen:
            seen.append(1)
            return Blind()
        return real(*args, **kwargs)

    monkeypatch.setattr(Letter.objects, "filter", filter_, raising=False)
    second = submit_letter(mailbox, **words(), form_secret="once", at=NOW)
    assert (second.letter.pk, second.is_repeat) == (first.letter.pk, True)


def test_a_shut_mailbox_takes_no_letter(province):
    with pytest.raises(Refused):
        a_letter(a_mailbox(province, is_open=False))


def test_receipt_is_recorded_without_a_person(mailbox):
    letter = a_letter(mailbox)
    entry = AuditEntry.objects.get(event="interaction.letter.received", object_id=str(letter.pk))
    assert entry.actor is None and entry.site == mailbox.site
