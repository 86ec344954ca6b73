"""The doors to letters and mailboxes. What a visitor may not have does not exist: hidden and absent are both 404, and an
unknown number, a wrong code and a locked letter all give the same None."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.http import Http404

from interaction.actions import note_right_code, note_wrong_code
from interaction.actions.files import files_of_draft
from interaction.actions.looking_up import lookup_is_locked, trial_key
from interaction.codes import code_fits
from interaction.models import (
    Circular,
    IncomingMail,
    KnowledgeEntry,
    Letter,
    LetterAttachment,
    LinkKind,
    MailAccount,
    Mailbox,
    MailboxKind,
    ReplyTemplate,
    Urge,
)
from sites.access import get_permitted
from sites.policy import Action, Role, can
from sites.prepared import BLANKS, PreparedObjects
from sites.scope import everything

if TYPE_CHECKING:
    from sites.models import Site, User

NO_HASH = "0" * 64


def get_letter_for(user: User, number: str, action: Action = Action.LETTER_VIEW) -> Letter:
    """Return a letter the person may do the action to."""
    rows = Letter.objects.select_related("site", "mailbox", "mailbox__site", "organization", "handler")
    return get_permitted(rows, user, action, number=number)


def get_letter_file_for(user: User, number: str, pk: int) -> LetterAttachment:
    """Return a file of a letter that the person may see in the office; raise Http404 otherwise."""
    return _file_of(get_letter_for(user, number), pk)


def get_own_file(site: Site, number: str, pk: int) -> LetterAttachment:
    """Return a file of a letter for somebody who has shown its code in this session; raise Http404 otherwise."""
    return _file_of(get_own_letter(site, number), pk)


def _file_of(letter: Letter, pk: int) -> LetterAttachment:
    file = LetterAttachment.objects.filter(letter=letter, pk=pk).first()
    if file is None:
        raise Http404
    return file


def letters_reached(user: User) -> QuerySet[Letter]:
    """Return the letters the person may see in the office."""
    return Letter.objects.reached_by(user)


def get_template_for(user: User, pk: int) -> ReplyTemplate:
    """Return a template of answers that the person may change."""
    rows = ReplyTemplate.objects.select_related("site", "organization")
    return get_permitted(rows, user, Action.TEMPLATE_CHANGE, pk=pk)


def templates_for(letter: Letter) -> QuerySet[ReplyTemplate]:
    """Return the templates for a letter that the person has in hand: those of its organization and of its site."""
    with everything("the handler of a letter may use the templates of the site that received it"):
        return ReplyTemplate.objects.for_letter(letter)


def mails_reached(user: User) -> QuerySet[IncomingMail]:
    """Return the mails the person may see in the office, the newest first."""
    return IncomingMail.objects.reached_by(user)


def mail_accounts_reached(user: User) -> QuerySet[MailAccount]:
    """Return the mail accounts of the sites where the person takes in letters or watches, for how they are doing."""
    rows = MailAccount.objects.select_related("mailbox__site")
    if user.is_platform_admin:
        return rows
    return rows.filter(mailbox__site__in=user.grants.sites_with(Role.INTAKE, Role.SUPERVISOR))


def get_mail_for(user: User, pk: int, action: Action = Action.MAIL_VIEW) -> IncomingMail:
    """Return a mail the person may do the action to."""
    return get_permitted(IncomingMail.objects.select_related("account__mailbox__site", "letter"), user, action, pk=pk)


def get_mailbox_to_read(user: User, pk: int) -> Mailbox:
    """Return a mailbox whose letters the person takes in."""
    return get_permitted(Mailbox.objects.select_related("site", "mail_account"), user, Action.MAILBOX_READ, pk=pk)


def sites_overseen(user: User) -> QuerySet[Site]:
    """Return the sites whose letters the person oversees or receives, the topmost first."""
    from sites.models import Site

    sites = Site.objects.order_by("depth", "tree_id", "lft")
    if user.is_platform_admin:
        return sites
    return sites.filter(pk__in=user.grants.sites_with(Role.SUPERVISOR, Role.INTAKE))


def get_circular_site(user: User, pk: int, action: Action = Action.CIRCULAR_VIEW) -> Site:
    """Return a site whose circulars the person may see or issue."""
    from sites.models import Site

    return get_permitted(Site.objects.all(), user, action, pk=pk)


def circulars_of(site: Site) -> QuerySet[Circular]:
    """Return the circulars issued for the site, the newest first."""
    return Circular.objects.for_site(site)


def get_urge_for(user: User, pk: int) -> Urge:
    """Return an urge about a letter that the person works on."""
    urge = Urge.objects.select_related("letter").filter(pk=pk).first()
    if urge is None or not can(user, Action.LETTER_NOTE, urge.letter):
        raise Http404
    return urge


def get_letter_by_code(site: Site, number: str, code: str, *, at: datetime, network: str = "") -> Letter | None:
    """Return the letter whose number and query code fit together.

    None for an unknown number, a wrong code, and a number that is locked after wrong codes from this network: they cannot be
    told apart, neither by the answer nor by the work behind it.
    """
    letter = (
        Letter.objects.for_site(site).select_related("site", "mailbox", "organization").filter(number=number).first()
    )
    stored = letter.code_hash if letter is not None else NO_HASH
    fits = code_fits(stored, number, code)
    key = trial_key(site, number, network)
    if lookup_is_locked(letter, key, at=at):
        return None
    if letter is None or not fits:
        note_wrong_code(letter, key, site=site, at=at)
        return None
    note_right_code(letter, key)
    return letter


def get_own_letter(site: Site, number: str) -> Letter:
    """Return a letter of the site for somebody who has shown its code in this session; raise Http404 otherwise."""
    rows = Letter.objects.for_site(site).select_related("site", "mailbox", "organization")
    letter = rows.filter(number=number).first()
    if letter is None:
        raise Http404
    return letter


def files_of_form(site: Site, digest: str) -> list[LetterAttachment]:
    """Return the files of a form that is being filled in on the site; whoever holds its token may have them."""
    return files_of_draft(site, digest)


def was_sent_already(site: Site, digest: str) -> bool:
    """Tell whether the form of this token has become a letter."""
    return Letter.objects.for_site(site).filter(form_token=digest).exists()


def split_from(letter: Letter) -> QuerySet[Letter]:
    """Return the letters that were split from this one, which have its writer."""
    return Letter.objects.filter(links__other=letter, links__kind=LinkKind.SPLIT).order_by("pk")


def public_letters(site: Site) -> QuerySet[Letter]:
    """Return the site's letters whose public copy is on the site, newest answer first."""
    rows = Letter.objects.for_site(site).public().select_related("mailbox", "public_organization")
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
    mailbox = next(_mailboxes().about(site=site.pk, slug=slug), None)
    if mailbox is None:
        raise Http404
    return mailbox


@cache
def _mailboxes() -> PreparedObjects[Mailbox]:
    with everything("a query to be filled in with site and mailbox"):
        rows = mailboxes(BLANKS["site"]).filter(slug=BLANKS["slug"])
    return PreparedObjects(rows.order_by().select_related("organization", "site"))


def error_mailbox(site: Site) -> Mailbox | None:
    """Return the site's mailbox for reporting errors of the site, None when it has none."""
    return mailboxes(site).filter(kind=MailboxKind.SITE_ERROR, is_open=True).first()


def public_entries(site: Site, *, on: date) -> QuerySet[KnowledgeEntry]:
    """Return the entries of the site's knowledge base that anybody may read, the newest first."""
    rows = KnowledgeEntry.objects.for_site(site).public(on=on).select_related("organization")
    return rows.order_by("-published_at", "-pk")


def get_public_entry(site: Site, pk: int, *, on: date) -> KnowledgeEntry:
    """Return an entry that anybody may read; raise Http404 otherwise."""
    entry = public_entries(site, on=on).filter(pk=pk).first()
    if entry is None:
        raise Http404
    return entry
