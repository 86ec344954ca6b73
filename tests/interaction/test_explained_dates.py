"""Staff and the writer can open how a date was counted, each day with its reason; what may still move says so everywhere."""

import pytest
from django.urls import reverse
from django.utils import timezone

from interaction.actions import rate_reply, split_letter
from interaction.codes import code_for
from interaction.deadlines import Mail
from interaction.models import LetterEvent
from sites.models import CalendarNotice
from tests.interaction.letters import a_letter, a_letter_in, china

HOLIDAY = china(2026, 9, 30)  # before the National Day holidays and the Saturday worked for them
EXPLAINED = ("起算当日，不计入", "国庆节", "第 1 个工作日", "调休上班", "周末，不计")


def pages_of(client, letter, person) -> list[str]:
    """The page of the letter's writer, and the office's."""
    client.post(reverse("interaction:lookup"), {"number": letter.number, "code": code_for("secret")})
    own = client.get(reverse("interaction:status", args=[letter.number])).content.decode()
    client.force_login(person)
    return [own, client.get(reverse("interaction-office:letter", args=[letter.number])).content.decode()]


def test_every_day_is_listed_with_its_reason_for_staff_and_for_the_writer(client, mailbox, people, time_machine):
    time_machine.move_to(HOLIDAY)
    letter = a_letter(mailbox, at=HOLIDAY, form_secret="secret")
    for page in pages_of(client, letter, people.intake):
        assert [words for words in EXPLAINED if words not in page] == []


def test_a_date_that_may_move_is_called_provisional_on_every_page(client, mailbox, people, time_machine):
    time_machine.move_to(china(2026, 12, 28))
    letter = a_letter(mailbox, at=timezone.now(), form_secret="secret")
    for page in pages_of(client, letter, people.intake):
        assert "暂定" in page and "尚未公布" in page
    assert "暂定" in client.get(reverse("interaction-office:workbench") + "?queue=open").content.decode()


def test_mails_of_reminders_say_so_too(mailbox, people):
    letter = a_letter_in("in-hand", mailbox, people, at=china(2026, 12, 28))
    line = Mail(CalendarNotice.objects.calendar(), china(2026, 12, 29))._line(letter)
    assert "暂定" in line and letter.number in line


@pytest.mark.parametrize("kind", ["reopened", "split"])
def test_sentences_of_the_record_say_so_too(mailbox, people, kind):
    at = china(2026, 12, 28)
    if kind == "reopened":
        rate_reply(
            a_letter_in("replied", mailbox, people, at=at), attitude=4, speed=4, result=1, comment="没有说清楚", at=at
        )
    else:
        split_letter(
            a_letter(mailbox, at=at),
            title="人行道破损",
            body="东风路口的人行道破损已久，请一并修复。",
            by=people.intake,
            at=at,
        )
    said = " ".join(LetterEvent.objects.filter(kind=kind).values_list("text", flat=True))
    assert "（暂定）" in said
