"""Mails to the citizen: that something happened, never what was written, and never in the way."""

import pytest

from tests.interaction.letters import ANSWER, a_letter, a_letter_in

WRITER = "writer@example.org"


@pytest.mark.parametrize(
    ("state", "subjects"),
    [
        ("submitted", ["来信已收到"]),
        ("declined", ["来信已收到", "来信不予受理"]),
        ("replied", ["来信已收到", "来信已答复"]),
    ],
)
def test_the_writer_is_told(mailbox, people, mails, django_capture_on_commit_callbacks, state, subjects):
    with django_capture_on_commit_callbacks(execute=True):
        letter = a_letter_in(state, mailbox, people, writer_email=WRITER)
    assert [mail.subject.partition("】")[2] for mail in mails] == subjects
    for mail in mails:
        assert mail.to == [WRITER] and letter.number in mail.body
        assert ANSWER not in mail.body and letter.body not in mail.body and letter.title not in mail.body


def test_without_an_address_nothing_is_sent(mailbox, people, mails, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        a_letter_in("replied", mailbox, people)
    assert mails == []


def test_a_mail_server_that_is_down_does_not_lose_the_letter(mailbox, monkeypatch, django_capture_on_commit_callbacks):
    def broken(*args, **kwargs):
        raise OSError("no mail server")

    monkeypatch.setattr("interaction.notices.EmailMessage.send", broken)
    with django_capture_on_commit_callbacks(execute=True):
        assert a_letter(mailbox, writer_email=WRITER).pk
