"""What organizations do that help the lead (协办): they are invited, sign, hand in their part, or give it back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from interaction.actions.handing import LONGEST_NOTE, add_helper
from interaction.actions.moving import a_reason, locked_for, tell
from interaction.models import Assignment, EventKind, Letter
from interaction.workflow import Move
from sites.audit import Event, record
from sites.policy import Role
from sites.refusals import Conflict, refuse_if

if TYPE_CHECKING:
    from sites.models import Organization, User

LONGEST_CONTRIBUTION = 5_000


@transaction.atomic
def invite_helper(letter: Letter, *, organization: Organization, by: User, at: datetime, note: str = "") -> Assignment:
    """Ask one more organization to help the lead. Raises Refused or Conflict."""
    letter = locked_for(letter, Move.INVITE, by=by)
    assignment = add_helper(letter, organization, by=by, at=at, note=note.strip()[:LONGEST_NOTE])
    record(Event.LETTER_INVITED, letter, by=by, at=at, after={"organization": organization, "note": assignment.note})
    return assignment


@transaction.atomic
def sign_for_part(letter: Letter, *, by: User, at: datetime, organization: Organization | None = None) -> Assignment:
    """Sign for the part of the organization, or of one's own that waits for it. Raises Refused when that was done already."""
    letter = locked_for(letter, Move.SIGN, by=by)
    part = part_of(letter, by, organization, undone="signed_at")
    refuse_if(part.signed_at, _("“%s”已经签收。") % part.organization.name)
    part.signed_by, part.signed_at = by, at
    part.save(update_fields=["signed_by", "signed_at"])
    said = _("协办单位“%s”已签收。") % part.organization.name
    tell(letter, EventKind.SIGNED, by=by, at=at, text=said, organization=part.organization)
    record(Event.LETTER_SIGNED, letter, by=by, at=at, after={"organization": part.organization})
    return part


@transaction.atomic
def contribute(
    letter: Letter, *, text: str, by: User, at: datetime, organization: Organization | None = None
) -> Assignment:
    """Hand one's part to the lead, who alone answers the writer; a better one may follow. Raises Refused or Conflict."""
    letter = locked_for(letter, Move.CONTRIBUTE, by=by)
    short = _("请写明协办意见（不少于 10 个字）。")
    part = part_of(letter, by, organization)
    part.contribution = a_reason(text, short, longest=LONGEST_CONTRIBUTION)
    part.contributed_by, part.contributed_at = by, at
    part.signed_by, part.signed_at = part.signed_by or by, part.signed_at or at
    part.save(update_fields=["contribution", "contributed_by", "contributed_at", "signed_by", "signed_at"])
    said = _("协办单位“%s”已向主办单位提交意见。") % part.organization.name
    tell(letter, EventKind.CONTRIBUTED, by=by, at=at, text=said, organization=part.organization)
    record(Event.LETTER_CONTRIBUTED, letter, by=by, at=at, after={"organization": part.organization})
    return part


@transaction.atomic
def leave(
    letter: Letter, *, reason: str, by: User, at: datetime, organization: Organization | None = None
) -> Assignment:
    """Give one's part back to the lead, as not one's own. Raises Refused or Conflict."""
    letter = locked_for(letter, Move.LEAVE, by=by)
    reason = a_reason(reason, _("请写明不属于本单位职责的理由和依据（不少于 10 个字）。"))
    part = part_of(letter, by, organization)
    said = _("“%s”提出不属于本单位职责，不再协办。") % part.organization.name
    tell(letter, EventKind.DISMISSED, by=by, at=at, text=said, organization=part.organization)
    part.bounced_by, part.bounced_at, part.bounce_reason, part.ended_at = by, at, reason, at
    part.save(update_fields=["bounced_by", "bounced_at", "bounce_reason", "ended_at"])
    record(Event.LETTER_LEFT, letter, by=by, at=at, after={"organization": part.organization, "reason": reason})
    return part


def part_of(letter: Letter, user: User, organization: Organization | None = None, *, undone: str = "") -> Assignment:
    """Return the part of the organization that the person handles for, or of one they do: those without a moment in the field
    `undone` first, then their own. Raises Conflict when there is none."""
    held = user.grants.organizations_with(Role.HANDLER)
    parts = letter.assignments.live().co().filter(organization__in=held).select_related("organization")
    if organization is not None:
        parts = parts.filter(organization=organization)

    def rank(part: Assignment) -> tuple[bool, bool, int]:
        return bool(undone and getattr(part, undone)), part.organization_id != user.organization_id, part.pk

    found = sorted(parts, key=rank)
    if not found:
        raise Conflict(_("您的单位已不是这封信的协办单位。"))
    return found[0]
