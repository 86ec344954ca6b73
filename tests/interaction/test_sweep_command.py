"""`manage.py sweep_deadlines`, for people."""

import pytest
from django.core.management import CommandError, call_command

from interaction.models import DeadlineNotice
from tests.interaction.letters import a_letter_in, china


@pytest.fixture
def letter(mailbox, people):
    """A letter due on 27 November."""
    return a_letter_in("in-hand", mailbox, people, at=china(2026, 11, 18))


def test_a_dry_run_says_so_and_lists_the_letters(letter, capsys, time_machine):
    time_machine.move_to(china(2026, 11, 20))
    call_command("sweep_deadlines", "--on", "2026-11-30", "--dry-run")
    said = capsys.readouterr().out
    assert said.startswith("模拟运行") and letter.number in said and "逾期 1 个工作日" in said
    assert not DeadlineNotice.objects.exists()


def test_a_real_run_makes_the_notices(letter, capsys, time_machine):
    time_machine.move_to(china(2026, 11, 30))
    call_command("sweep_deadlines")
    assert "已逾期 1 件" in capsys.readouterr().out and DeadlineNotice.objects.exists()


def test_a_day_to_come_can_only_be_tried(letter, time_machine):
    time_machine.move_to(china(2026, 11, 20))
    with pytest.raises(CommandError, match="模拟运行"):
        call_command("sweep_deadlines", "--on", "2026-11-30")


@pytest.mark.parametrize("day", ["abc", "2026-13-01", "2026-11-31", ""])
def test_a_bad_date_is_a_sentence(db, day):
    if day:
        with pytest.raises(CommandError, match="不是日期"):
            call_command("sweep_deadlines", "--on", day)
