"""Noting what a person has read."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from content.models import Revision, RevisionSeen
from sites.models import User


@transaction.atomic
def note_seen(revision: Revision, *, by: User, at: datetime) -> bool:
    """Remember that the person has read the revision; the first time counts. A text that can still be edited is not
    noted, for it may say something else tomorrow. Returns whether the note is new."""
    if not revision.is_frozen:
        return False
    _note, is_new = RevisionSeen.objects.get_or_create(revision=revision, person=by, defaults={"seen_at": at})
    return is_new
