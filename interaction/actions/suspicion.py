"""What a person decides about a letter that looked like a flood or an advertisement."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from interaction.models import Letter
from sites.audit import Event, record
from sites.policy import Action, can
from sites.refusals import Conflict, refuse_unless

if TYPE_CHECKING:
    from sites.models import User


@transaction.atomic
def clear_letter(letter: Letter, *, by: User, at: datetime) -> Letter:
    """Say that a letter is one like any other; it moves among those to accept. Raises Conflict when somebody did before."""
    current = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    refuse_unless(can(by, Action.LETTER_ACCEPT, current), _("您没有甄别这封信的权限。"))
    if not current.is_suspect:
        raise Conflict(_("这封信已经甄别过了。"))
    current.is_suspect = False
    current.save(update_fields=["is_suspect"])
    record(Event.LETTER_CLEARED, current, by=by, at=at, after={"reason": current.suspect_reason})
    return current
