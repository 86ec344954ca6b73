"""How a clock reads: words, colour and the share of the ring agree on every day of a letter."""

from datetime import date

import pytest
from django.urls import reverse

from interaction.countdown import countdown
from interaction.models import Letter
from sites.models import CalendarNotice
from tests.interaction.letters import a_letter, a_letter_in, china

RECEIVED = china(2026, 11, 18)  # a Wednesday, due on the 27th


def read(letter: Letter, day: date) -> tuple[str, str, int]:
    reading = countdown(letter, on=day, calendar=CalendarNotice.objects.calendar())
    return reading.words, reading.tone, reading.percent


@pytest.mark.parametrize(
    ("day", "words", "tone", "percent"),
    [
        (18, "余 7 个工作日", "safe", 0),
        (20, "余 5 个工作日", "safe", 29),
        (22, "余 5 个工作日", "safe", 29),  # a Sunday costs nothing
        (25, "余 2 个工作日", "soon", 71),
        (26, "余 1 个工作日", "soon", 86),
        (27, "今日到期", "soon", 100),
        (28, "已逾期", "late", 100),  # a Saturday: late, but by no working day yet
        (30, "逾期 1 个工作日", "late", 100),
    ],
)
def test_an_open_letter_counts_down(mailbox, day, words, tone, percent):
    assert read(a_letter(mailbox, at=RECEIVED), date(2026, 11, day)) == (words, tone, percent)


def test_an_answer_stops_the_clock(mailbox, people):
    letter = a_letter_in("replied", mailbox, people, at=RECEIVED)
    assert read(letter, date(2027, 3, 1)) == ("当日答复", "stopped", 0)


def test_the_ring_of_the_letters_page_is_filled_by_the_days_used(client, mailbox, people, time_machine):
    letter = a_letter_in("in-hand", mailbox, people, at=RECEIVED)
    time_machine.move_to(china(2026, 11, 25))
    client.force_login(people.handler)
    for address in (
        reverse("interaction-office:letter", args=[letter.number]),
        reverse("interaction-office:workbench"),
    ):
        page = client.get(address).content.decode()
        assert 'stroke-dasharray="71 100"' in page and "余 2 个工作日" in page
