"""The doors to letters and mailboxes. What a visitor may not have does not exist: hidden and absent are both 404, and an
unknown number, a wrong code and a locked letter all give the same None."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.http import Http404

from interaction.actions import note_right_code, note_wrong_code
from interaction.codes import code_fits
from interaction.models import Letter, Mailbox, MailboxKind
from sites.access import get_permitted
from sites.policy import Action

if TYPE_CHECKING:
    from sites.models import Site, User

NO_HASH = "0" * 64


def get_letter_for(user: User, number: str, action: Action = Action.LETTER_VIEW) -> Letter:
    """Return a letter the person may do the action to."""
    rows = Letter.objects.select_related("site", "mailbox", "mailbox__site", "organization", "handler")
    return get_permitted(rows, user, action, number=number)


def letters_reached(user: User) -> QuerySet[Letter]:
    """Return the letters the person may see in the office."""
    return Letter.objects.reached_by(user)


def get_letter_by_code(site: Site, number: str, code: str, *, at: datetime) -> Letter | None:
    """Return the letter whose number and query code fit together.

    None for an unknown number, a wrong code, and a letter locked after five wrong codes: they cannot be told apart.
    """
    letter = (
        Letter.objects.for_site(site).select_related("site", "mailbox", "organization").filter(number=number).first()
    )
    stored = letter.code_hash if letter is not None else NO_HASH
    fits = code_fits(stored, number, code)
    if letter is None:
        return None
    if letter.locked_until is not None and letter.locked_until > at:
        return None
    if not fits:
        note_wrong_code(letter, at=at)
        return None
    note_right_code(letter)
    return letter


def get_own_letter(site: Site, number: str) -> Letter:
    """Return a letter of the site for somebody who has shown its code in this session; raise Http404 otherwise."""
    rows = Letter.objects.for_site(site).select_related("site", "mailbox", "organization")
    letter = rows.filter(number=number).first()
    if letter is None:
        raise Http404
    return letter


def public_letters(site: Site) -> QuerySet[Letter]:
    """Return the site's letters whose public copy is on the site, newest answer first."""
    rows = Letter.objects.for_site(site).public().select_related("mailbox", "organization")
    return rows.order_by("-public_replied_on", "-pk")


def get_public_letter(site: Site, pk: int) -> Letter:
    """Return a letter whose public copy is on the site; raise Http404 otherwise."""
    letter = public_letters(site).filter(pk=pk).first()
    if letter is None:
        raise Http404
    return letter


def mailboxes(site: Site) -> QuerySet[Mailbox]:
    """Return the site's mailboxes in their order."""
    return Mailbox.objects.for_site(site).select_related("organization")


def get_mailbox(site: Site, slug: str) -> Mailbox:
    """Return a mailbox of the site; raise Http404 when there is none."""
    mailbox = mailboxes(site).select_related("site").filter(slug=slug).first()
    if mailbox is None:
        raise Http404
    return mailbox


def error_mailbox(site: Site) -> Mailbox | None:
    """Return the site's mailbox for reporting errors of the site, None when it has none."""
    return mailboxes(site).filter(kind=MailboxKind.SITE_ERROR, is_open=True).first()
