"""What the citizen does: write and rate."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from interaction import floods, notices
from interaction.actions.files import files_of_draft
from interaction.actions.moving import start_clock, tell
from interaction.codes import FormToken, code_for, code_hash, new_number
from interaction.models import EventKind, Letter, LetterAttachment, Mailbox
from sites.audit import Event, record
from sites.calendar import local_day
from sites.refusals import refuse_if

NUMBERS_TRIED = 8


class Submitted(NamedTuple):
    """What the citizen takes away: the letter, the code that is shown once, and whether it had arrived before."""

    letter: Letter
    code: str
    is_repeat: bool


def submit_letter(
    mailbox: Mailbox,
    *,
    title: str,
    body: str,
    writer_name: str,
    writer_phone: str,
    at: datetime,
    writer_email: str = "",
    writer_address: str = "",
    wants_public: bool = True,
    form_secret: str | None = None,
    suspicion: str = "",
    tell_writer: bool = True,
    by: None = None,
) -> Submitted:
    """Take in a letter with the files of its form and start its clock; the same form sent twice is one letter. Raises
    Refused when closed. What looks like a flood is taken in like any other letter, marked for a person to look at.

    `form_secret` is the random text of the form's token: the query code is made from it, and only its digest is kept.
    `suspicion` says why whoever let the letter in wants a person to look first.
    """
    secret = form_secret or secrets.token_urlsafe(24)
    digest = FormToken(secret, mailbox.pk, at).digest
    code = code_for(secret)
    if not mailbox.is_open:
        earlier = _sent_with(digest)
        refuse_if(earlier is None, _("“%s”暂停接收来信，请选择其他信箱。") % mailbox.name)
        return Submitted(earlier, code, True)
    letter = Letter(
        mailbox=mailbox,
        site=mailbox.site,
        title=title.strip(),
        body=body.strip(),
        writer_name=writer_name.strip(),
        writer_phone=writer_phone.strip(),
        writer_email=writer_email.strip(),
        writer_address=writer_address.strip(),
        wants_public=wants_public and mailbox.is_public,
        form_token=digest,
        received_at=at,
        received_on=local_day(at),
    )
    start_clock(letter, on=letter.received_on)
    letter.fingerprint = floods.fingerprint(letter.title, letter.body)
    letter.suspect_reason = suspicion or floods.suspicion(letter, at=at)
    letter.is_suspect = bool(letter.suspect_reason)
    for remaining in reversed(
        range(NUMBERS_TRIED)
    ):  # the database tells what was sent before and which numbers are free
        try:
            _take_in(letter, code, at, tell_writer=tell_writer)
        except IntegrityError:
            letter.pk = None
            earlier = _sent_with(digest)
            if earlier is not None:
                return Submitted(earlier, code, True)
            if not remaining:
                raise
        else:
            break
    return Submitted(letter, code, False)


def _sent_with(digest: str) -> Letter | None:
    return Letter.objects.filter(form_token=digest).first()


@transaction.atomic
def _take_in(letter: Letter, code: str, at: datetime, *, tell_writer: bool) -> None:
    _number(letter, code)
    letter.save(force_insert=True)
    if files := files_of_draft(letter.site, letter.form_token):
        LetterAttachment.objects.filter(pk__in=[file.pk for file in files]).update(letter=letter, draft="")
    promise = _("将在 %(days)s 个工作日内答复，最迟 %(due)s。")
    said = promise % {"days": letter.working_days, "due": letter.due_in_words}
    tell(letter, EventKind.RECEIVED, by=None, at=at, text=said)
    if tell_writer:
        notices.tell_writer(letter, notices.RECEIVED)
    after = {"mailbox": letter.mailbox, "due_on": letter.due_on, "suspicion": letter.suspect_reason}
    record(Event.LETTER_RECEIVED, letter, by=None, at=at, after=after)


def save_under_free_number(letter: Letter, code: str) -> None:
    """Try random numbers until one is free; every other conflict, such as a form sent twice at once, is raised."""
    for remaining in reversed(range(NUMBERS_TRIED)):
        _number(letter, code)
        try:
            with transaction.atomic():
                letter.save(force_insert=True)
            return
        except IntegrityError:
            letter.pk = None
            if not remaining or Letter.objects.filter(form_token=letter.form_token).exists():
                raise


def _number(letter: Letter, code: str) -> None:
    letter.number = new_number(letter.received_on)
    letter.code_hash = code_hash(letter.number, code)
