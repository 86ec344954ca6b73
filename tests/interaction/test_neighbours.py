"""From letter to letter: a queue is worked through in its order without going back to the list."""

import pytest
from django.urls import reverse
from django.utils import timezone

from interaction.actions import accept_letter
from sites.calendar import CHINA
from tests.interaction.letters import a_letter
from tests.interaction.test_workbench import HERE, received


@pytest.fixture
def letters(time_machine, mailbox):
    """Five letters, the oldest first."""
    time_machine.move_to(timezone.datetime(2026, 11, 18, 10, tzinfo=CHINA), tick=False)
    return [a_letter(mailbox, at=received(9 - number), title=f"第 {number} 封") for number in range(5)]


def around(client, letter) -> tuple[str, str]:
    along = client.get(reverse("interaction-office:letter", args=[letter.number])).context["along"]
    return along.previous, along.next


def walk(client, letter) -> list[str]:
    """The numbers from the letter to the end of its list."""
    found = [letter.number]
    while number := client.get(reverse("interaction-office:letter", args=[found[-1]])).context["along"].next:
        found.append(number)
    return found


def test_the_walk_is_the_list(client, intake, letters):
    client.force_login(intake)
    for query in (
        {"queue": "open"},
        {"queue": "open", "sort": "-due"},
        {"queue": "all"},
        {"queue": "all", "sort": "received"},
    ):
        client.get(HERE, {"clear": "1"})
        listed = [letter for letter, _clock in client.get(HERE, query).context["rows"]]
        assert walk(client, listed[0]) == [letter.number for letter in listed], query


def test_back_and_forth(client, intake, letters):
    client.force_login(intake)
    client.get(HERE, {"queue": "open"})
    assert around(client, letters[0]) == ("", letters[1].number)
    assert around(client, letters[2]) == (letters[1].number, letters[3].number)
    assert around(client, letters[4]) == (letters[3].number, "")


def test_a_letter_that_left_the_queue_still_leads_on(client, intake, letters):
    client.force_login(intake)
    client.get(HERE, {"queue": "accept"})
    accept_letter(letters[2], by=intake, at=timezone.now())
    assert around(client, letters[2]) == (letters[1].number, letters[3].number)


def test_filters_hold_on_the_way(client, intake, letters):
    client.force_login(intake)
    client.get(HERE, {"queue": "open", "q": "第 3"})
    assert around(client, letters[1]) == ("", letters[3].number)


def test_without_a_list_there_are_no_neighbours(client, intake, letters):
    client.force_login(intake)
    assert around(client, letters[1]) == ("", "")


def test_a_letter_without_a_place_in_the_list_has_no_neighbours(client, intake, letters):
    client.force_login(intake)
    client.get(HERE, {"queue": "done"})
    assert around(client, letters[1]) == ("", "")
