"""Fixtures of the mail tests: a server, an account that reads it, mails as bytes."""

from datetime import timedelta

import pytest

from interaction.actions import save_mail_account
from interaction.models import MailAccount
from tests.cast import NOW
from tests.interaction.mails import dovecot


@pytest.fixture
def server():
    """A real IMAP server with an empty folder."""
    if dovecot.PROGRAM is None:
        pytest.skip(dovecot.WHY_SKIPPED)
    with dovecot.running() as running:
        yield running


@pytest.fixture
def account(mailbox):
    """The account of the mailbox, of a server that is not there."""
    return an_account(mailbox)


@pytest.fixture
def read_account(mailbox, server):
    """The account of the mailbox on the running server."""
    return an_account(mailbox, port=server.port, ca_file=server.ca_file)


def an_account(mailbox, *, password: str = dovecot.PASSWORD, **fields) -> MailAccount:
    """A mail account."""
    defaults = {"address": "mayor@example.gov.cn", "host": "127.0.0.1", "port": 993, "username": dovecot.USER}
    account = MailAccount(mailbox=mailbox, since=NOW - timedelta(days=30), **{**defaults, **fields})
    return save_mail_account(account, by=None, at=NOW, password=password)
