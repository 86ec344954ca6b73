"""Wrong codes lock a number for the network that they come from; a stranger keeps nobody else out."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from interaction.actions import submit_letter, sweep_lookup_trials
from interaction.actions.looking_up import WRONG_CODES_IN_ALL
from interaction.models import Letter, LookupTrial
from sites.models import AuditEntry
from tests.interaction.letters import words
from tests.interaction.test_lookup import WRONG, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(mailbox):
    return submit_letter(mailbox, **words(), at=timezone.now())


def look(client, number, code, *, of: str):
    return client.post(reverse("interaction:lookup"), {"number": number, "code": code}, REMOTE_ADDR=of)


def test_a_stranger_who_knows_the_number_cannot_keep_its_writer_out(client, sent):
    for _try in range(12):
        look(client, sent.letter.number, WRONG, of="203.0.113.7")
    assert look(client, sent.letter.number, sent.code, of="203.0.113.8").status_code == 404
    assert look(client, sent.letter.number, sent.code, of="198.51.100.1").status_code == 302


def test_wrong_codes_from_everywhere_lock_the_letter_for_everybody_in_the_end(client, sent):
    Letter.objects.update(wrong_codes=WRONG_CODES_IN_ALL - 1)
    look(client, sent.letter.number, WRONG, of="203.0.113.7")
    assert look(client, sent.letter.number, sent.code, of="198.51.100.1").status_code == 404
    assert AuditEntry.objects.get(event="interaction.letter.locked").after == {"for": ["everybody"]}


def test_an_unknown_number_is_counted_and_locked_like_a_known_one(client, sent, django_assert_num_queries):
    def locked(number):
        for _try in range(6):
            answer = look(client, number, WRONG, of="203.0.113.7")
        return answer

    unknown, known = locked("20260101000000"), locked(sent.letter.number)
    assert shown(unknown) == shown(known) and unknown.status_code == known.status_code
    assert LookupTrial.objects.filter(locked_until__isnull=False).count() == 2


def test_tries_older_than_an_hour_do_not_add_up(client, sent, time_machine):
    for _try in range(3):
        for _wrong in range(3):
            look(client, sent.letter.number, WRONG, of="203.0.113.7")
        time_machine.move_to(timezone.now() + timedelta(minutes=61))
    assert look(client, sent.letter.number, sent.code, of="203.0.113.7").status_code == 302


def test_what_is_kept_names_neither_number_nor_address_and_is_swept(client, sent):
    look(client, sent.letter.number, WRONG, of="203.0.113.7")
    trial = LookupTrial.objects.get()
    assert sent.letter.number not in trial.key and "203" not in str(trial)
    assert sweep_lookup_trials(at=timezone.now() + timedelta(days=2)) == 1
