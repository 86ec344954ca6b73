"""Files that citizens send with a form: kept while it is being written, taken over by the letter, swept when it never comes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from interaction.codes import FORM_IS_VALID_FOR
from interaction.letter_files import MEGABYTE, recognised_from_citizen
from interaction.models import LetterAttachment
from sites.files import FileRefused
from sites.prepared import BLANKS, PreparedObjects
from sites.refusals import Refused, refuse_if
from sites.scope import everything

if TYPE_CHECKING:
    from sites.models import Site

ABANDONED_AFTER = 2 * FORM_IS_VALID_FOR
MOST_WAITING_MB = 4096  # of all forms together: nobody fills the disk with letters that never come


@transaction.atomic
def keep_file(site: Site, file: BinaryIO, *, draft: str, at: datetime, by: None = None) -> LetterAttachment:
    """Keep a file of a form that is being filled in. Raises Refused with a sentence about the file."""
    kept = list(LetterAttachment.objects.of_draft(draft).values_list("name", "size"))
    try:
        found = recognised_from_citizen(file)
    except FileRefused as refusal:
        raise Refused(str(refusal)) from None
    name = _named(found.name, found.extension)
    if (name, found.size) in kept:  # chosen once more after the page came back
        return LetterAttachment.objects.of_draft(draft).filter(name=name, size=found.size).first()
    said = {"most": settings.LETTER_FILES, "name": name}
    refuse_if(len(kept) >= settings.LETTER_FILES, _("一封信最多附 %(most)s 个文件，“%(name)s”没有收下。") % said)
    row = LetterAttachment(
        site=site,
        draft=draft,
        name=name,
        extension=found.extension,
        content_type=found.content_type,
        is_picture=found.kind == "image",
        size=found.size,
        at=at,
    )
    row.file.save("file", ContentFile(found.content), save=False)
    row.save()
    return row


def _named(name: str, extension: str) -> str:
    """The file's name with the ending of what it is now: a BMP that was drawn anew is a JPEG or PNG."""
    stem, _dot, ending = name.rpartition(".")
    return name if ending.lower() in {extension, "jpeg"} else f"{stem}.{extension}"


def too_much_waits() -> bool:
    """Tell whether the files of unfinished forms fill what is set aside for them."""
    from django.db.models import Sum

    waiting = LetterAttachment.objects.filter(letter=None).aggregate(total=Sum("size"))["total"] or 0
    return waiting > MOST_WAITING_MB * MEGABYTE


def files_of_draft(site: Site, draft: str) -> list[LetterAttachment]:
    """Return the files that were sent to the site with a form that is not a letter yet."""
    return list(_files_of_drafts().about(site=site.pk, name=draft))


@cache
def _files_of_drafts() -> PreparedObjects[LetterAttachment]:
    with everything("a query to be filled in with site and form"):
        return PreparedObjects(LetterAttachment.objects.for_site(BLANKS["site"]).of_draft(BLANKS["name"]))


@transaction.atomic
def drop_files(pks: Iterable[int], *, draft: str) -> None:
    """Forget files of a form that the citizen took out again."""
    _forget(LetterAttachment.objects.of_draft(draft).filter(pk__in=list(pks)))


def carry_files(*, draft: str, to: str) -> None:
    """Give the files of a form that expired to the form that took its place."""
    LetterAttachment.objects.of_draft(draft).update(draft=to)


@transaction.atomic
def sweep_abandoned_files(*, at: datetime) -> int:
    """Forget the files of forms that can no longer be sent; return how many."""
    return _forget(LetterAttachment.objects.abandoned(before=at - ABANDONED_AFTER))


def _forget(rows: Iterable[LetterAttachment]) -> int:
    forgotten = list(rows)
    for row in forgotten:
        storage, name = row.file.storage, row.file.name
        row.delete()
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name), robust=True)
    return len(forgotten)
