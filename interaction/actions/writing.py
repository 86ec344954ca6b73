"""What the citizen does: write, look up, rate."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from interaction import notices
from interaction.actions.moving import start_clock, tell
from interaction.codes import code_for, code_hash, new_number
from interaction.models import EventKind, Letter, Mailbox
from sites.audit import Event, record
from sites.calendar import local_day
from sites.refusals import refuse_unless

WRONG_CODES_ALLOWED = 5
LOCKED_FOR = timedelta(hours=1)
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
    by: None = None,
) -> Submitted:
    """Take in a letter and start its clock; the same form sent twice is one letter. Raises Refused when closed.

    `form_secret` is the random text of the form's token: the query code is made from it, and only its digest is kept.
    """
    from interaction.codes import FormToken

    secret = form_secret or secrets.token_urlsafe(24)
    digest = FormToken(secret, mailbox.pk, at).digest
    code = code_for(secret)
    earlier = Letter.objects.filter(form_token=digest).first()
    if earlier is not None:
        return Submitted(earlier, code, True)
    refuse_unless(mailbox.is_open, _("“%s”暂停接收来信，请选择其他信箱。") % mailbox.name)
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
    try:
        _take_in(letter, code, at)
    except IntegrityError:
        earlier = Letter.objects.filter(form_token=digest).first()
        if earlier is None:
            raise
        return Submitted(earlier, code, True)
    return Submitted(letter, code, False)


@transaction.atomic
def _take_in(letter: Letter, code: str, at: datetime) -> None:
    _save_under_free_number(letter, code)
    promise = _("将在 %(days)s 个工作日内答复，最迟 %(due)s。")
    said = promise % {"days": letter.working_days, "due": letter.due_on.isoformat()}
    tell(letter, EventKind.RECEIVED, by=None, at=at, text=said)
    notices.tell_writer(letter, notices.RECEIVED)
    record(Event.LETTER_RECEIVED, letter, by=None, at=at, after={"mailbox": letter.mailbox, "due_on": letter.due_on})


def _save_under_free_number(letter: Letter, code: str) -> None:
    """Try random numbers until one is free; every other conflict, such as a form sent twice at once, is raised."""
    for remaining in reversed(range(NUMBERS_TRIED)):
        letter.number = new_number(letter.received_on)
        letter.code_hash = code_hash(letter.number, code)
        try:
            with transaction.atomic():
                letter.save(force_insert=True)
            return
        except IntegrityError:
            letter.pk = None
            if not remaining or Letter.objects.filter(form_token=letter.form_token).exists():
                raise


@transaction.atomic
def note_wrong_code(letter: Letter, *, at: datetime) -> None:
    """Count a wrong code; the fifth in a row locks the letter for an hour, also against the right code."""
    Letter.objects.filter(pk=letter.pk).update(wrong_codes=F("wrong_codes") + 1)
    locked = Letter.objects.filter(pk=letter.pk, wrong_codes__gte=WRONG_CODES_ALLOWED).update(
        wrong_codes=0, locked_until=at + LOCKED_FOR
    )
    if locked:
        record(Event.LETTER_LOCKED, letter, by=None, at=at)


def note_right_code(letter: Letter) -> None:
    """Forget wrong codes after a right one."""
    if letter.wrong_codes:
        Letter.objects.filter(pk=letter.pk).update(wrong_codes=0)
