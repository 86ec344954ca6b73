"""Looking a letter up by number and code: wrong, unknown and locked look the same."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from interaction.actions import submit_letter
from interaction.codes import spaced
from interaction.models import Letter
from sites.models import AuditEntry
from tests.interaction.letters import a_mailbox, words

WRONG = "AAAA-AAAA-AAAA-AAAA"


@pytest.fixture
def sent(mailbox):
    """A letter that has just arrived, with its code."""
    return submit_letter(mailbox, **words(), at=timezone.now())


def look(client, number, code):
    return client.post(reverse("interaction:lookup"), {"number": number, "code": code})


def shown(response) -> str:
    """The page without the forms' tokens and what was typed."""
    return str(response.context["form"].errors)


def test_number_and_code_open_the_letter(client, sent):
    response = look(client, sent.letter.number, spaced(sent.code).lower())
    assert response.url == reverse("interaction:status", args=[sent.letter.number])
    page = client.get(response.url).content.decode()
    assert sent.letter.body in page and "收到来信" in page and "余 " in page


def test_an_unknown_number_and_a_wrong_code_answer_alike(client, sent):
    wrong = look(client, sent.letter.number, WRONG)
    unknown = look(client, "20260101000000", WRONG)
    assert wrong.status_code == unknown.status_code == 404
    assert shown(wrong) == shown(unknown)


def test_five_wrong_codes_lock_the_letter_for_an_hour_even_for_the_right_one(client, sent, time_machine):
    for _attempt in range(5):
        wrong = look(client, sent.letter.number, WRONG)
    locked = look(client, sent.letter.number, sent.code)
    assert locked.status_code == 404 and shown(locked) == shown(wrong)
    assert AuditEntry.objects.filter(event="interaction.letter.locked").count() == 1
    time_machine.move_to(timezone.now() + timedelta(minutes=61))
    assert look(client, sent.letter.number, sent.code).status_code == 302


def test_a_right_code_forgets_the_wrong_ones(client, sent):
    for _attempt in range(4):
        look(client, sent.letter.number, WRONG)
    look(client, sent.letter.number, sent.code)
    assert Letter.objects.get().wrong_codes == 0


def test_the_letter_of_another_site_is_unknown_here(client, city):
    sent = submit_letter(a_mailbox(city, "citybox"), **words(), at=timezone.now())
    assert look(client, sent.letter.number, sent.code).status_code == 404


@pytest.mark.parametrize(
    ("number", "code"),
    [("", ""), ("abc", WRONG), ("20261118000001", ""), ("\x00", "\x00"), ("9" * 500, "A" * 500), ("١٢٣٤٥٦٧٨", WRONG)],
)
def test_nonsense_is_a_sentence(client, sent, number, code):
    assert look(client, number, code).status_code in {400, 404}


def test_the_status_page_needs_the_code(client, sent):
    assert client.get(reverse("interaction:status", args=[sent.letter.number])).status_code == 302


def test_the_status_page_closes_after_half_an_hour(client, sent, time_machine):
    url = look(client, sent.letter.number, sent.code).url
    time_machine.move_to(timezone.now() + timedelta(minutes=31))
    assert client.get(url).status_code == 302


def test_a_code_opens_only_its_own_letter(client, mailbox, sent):
    other = submit_letter(mailbox, **words(), at=timezone.now())
    look(client, sent.letter.number, sent.code)
    assert client.get(reverse("interaction:status", args=[other.letter.number])).status_code == 302
