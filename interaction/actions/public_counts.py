"""Keeping the counts of the public list in step with what is public; called by the actions that change it, in their transaction."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from interaction.models import Letter, PublicCount
from sites.scope import everything

Cell = dict[str, Any]


def cell_of(letter: Letter) -> Cell | None:
    """Return where the letter is counted as it stands, None while it is not public, or when its copy is so old that it does
    not say who answered and on which day: those were never counted (migration 0017)."""
    if not (letter.is_public and letter.public_organization_id and letter.public_replied_on):
        return None
    return {
        "site_id": letter.site_id, "mailbox_id": letter.mailbox_id, "organization_id": letter.public_organization_id,
        "month": letter.public_replied_on.replace(day=1),
    }  # fmt: skip


def count_again(before: Cell | None, after: Cell | None) -> None:
    """Count a letter where it is now instead of where it was. The rows are changed in one statement each, so two people who
    publish at once are both counted."""
    if before == after:
        return
    with everything("a letter that moved is counted at its new site instead of its old one"):
        rows = PublicCount.objects.all()
    if before is not None:
        rows.filter(**before, count__gt=0).update(count=F("count") - 1)
    if after is not None:
        rows.update_or_create(**after, defaults={"count": F("count") + 1}, create_defaults={"count": 1})
