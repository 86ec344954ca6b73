"""When the calendar changes, open letters are counted again, with a record of what moved."""

from datetime import date

from interaction.actions import recount_open_letters
from interaction.deadlines import sweep
from interaction.models import Letter
from sites.actions import save_calendar_notice
from sites.models import AuditEntry, CalendarNotice
from tests.cast import NOW
from tests.interaction.letters import a_letter, a_letter_in, china


def a_day_off(day: str) -> None:
    notice = CalendarNotice(
        year=2026,
        title="临时放假通知",
        published_on=date(2026, 11, 19),
        days_off=[{"day": day, "name": "临时放假"}],
        created_at=NOW,
    )
    save_calendar_notice(notice, by=None, at=NOW)


def test_open_letters_move_and_answered_ones_stay(mailbox, people):
    open_letter = a_letter(mailbox, at=china(2026, 11, 18))
    answered = a_letter_in("replied", mailbox, people, at=china(2026, 11, 18))
    a_day_off("2026-11-20")
    assert [letter.pk for letter in recount_open_letters(by=None, at=NOW)] == [open_letter.pk]
    assert Letter.objects.get(pk=open_letter.pk).due_on == date(2026, 11, 30)
    assert Letter.objects.get(pk=answered.pk).due_on == date(2026, 11, 27)
    entry = AuditEntry.objects.get(event="interaction.letter.recounted")
    assert (entry.before, entry.after) == ({"due_on": "2026-11-27"}, {"due_on": "2026-11-30"})


def test_a_day_off_after_the_date_moves_nothing(mailbox):
    a_letter(mailbox, at=china(2026, 11, 18))
    a_day_off("2026-12-18")
    assert recount_open_letters(by=None, at=NOW) == []
    assert Letter.objects.get().calendar_version == CalendarNotice.objects.calendar().version


def test_the_sweep_counts_again_before_it_tells_anybody(mailbox):
    a_letter(mailbox, at=china(2026, 11, 18))
    a_day_off("2026-11-20")
    swept = sweep(at=china(2026, 11, 28))
    assert (swept.moved, swept.overdue) == (1, 0)
