"""Fixtures of the interaction tests: a mailbox and the people around its letters."""

from types import SimpleNamespace

import pytest

from sites.policy import Role
from tests.cast import a_person
from tests.interaction.letters import a_mailbox


@pytest.fixture
def mailbox(province):
    """A mailbox of the province."""
    return a_mailbox(province)


@pytest.fixture
def people(bureau, intake, handler, reply_approver):
    """Who takes a letter from receipt to its answer, and their organization."""
    return SimpleNamespace(intake=intake, handler=handler, approver=reply_approver, bureau=bureau)


@pytest.fixture
def city_intake(city):
    """The intake of another site."""
    return a_person("cityintake", (Role.INTAKE, city))


@pytest.fixture
def mails(settings):
    """The mails that were sent; they go out after the commit, so use django_capture_on_commit_callbacks."""
    from django.core import mail

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    return mail.outbox
