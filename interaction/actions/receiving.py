"""What the intake of a site does: accept or decline, hand over, close."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from interaction import notices
from interaction.actions.moving import a_reason, locked_for, set_state, tell
from interaction.models import Assignment, DeclineKind, EventKind, Extension, ExtensionState, Letter
from interaction.workflow import Move
from sites.audit import Event, record
from sites.calendar import local_day
from sites.refusals import refuse_if, refuse_unless

if TYPE_CHECKING:
    from sites.models import Organization, User


@transaction.atomic
def accept_letter(letter: Letter, *, by: User, at: datetime) -> Letter:
    """Accept a letter for handling. Raises Conflict when it is no longer waiting."""
    letter = locked_for(letter, Move.ACCEPT, by=by)
    letter.accepted_on = local_day(at)
    set_state(letter, Move.ACCEPT, "accepted_on")
    tell(letter, EventKind.ACCEPTED, by=by, at=at, text=_("来信已受理。"))
    record(Event.LETTER_ACCEPTED, letter, by=by, at=at)
    return letter


@transaction.atomic
def decline_letter(
    letter: Letter, *, reason: str, advice: str, by: User, at: datetime, kind: str = DeclineKind.OTHER
) -> Letter:
    """Decline a letter with the reason and where to turn instead; the citizen is told both. Raises Refused."""
    letter = locked_for(letter, Move.DECLINE, by=by)
    letter.decline_reason = a_reason(reason, _("请写明不予受理的理由（不少于 5 个字）。"), shortest=5)
    letter.advice = a_reason(advice, _("请告诉来信人可以向哪里反映（不少于 5 个字）。"), shortest=5)
    refuse_unless(kind in DeclineKind.values, _("请选择不予受理的情形。"))
    letter.decline_kind = DeclineKind(kind)
    set_state(letter, Move.DECLINE, "decline_kind", "decline_reason", "advice")
    said = _("%(kind)s。理由：%(reason)s 建议：%(advice)s") % {
        "kind": letter.get_decline_kind_display(),
        "reason": letter.decline_reason,
        "advice": letter.advice,
    }
    if letter.decline_kind == DeclineKind.OTHER:
        said = _("理由：%(reason)s 建议：%(advice)s") % {"reason": letter.decline_reason, "advice": letter.advice}
    tell(letter, EventKind.DECLINED, by=by, at=at, text=said)
    notices.tell_writer(letter, notices.DECLINED)
    record(
        Event.LETTER_DECLINED,
        letter,
        by=by,
        at=at,
        after={"kind": letter.decline_kind, "reason": letter.decline_reason},
    )
    return letter


@transaction.atomic
def assign_letter(letter: Letter, *, organization: Organization, by: User, at: datetime, note: str = "") -> Letter:
    """Hand the letter to an organization, of whatever site; its number and its clock stay. Raises Refused."""
    letter = locked_for(letter, Move.ASSIGN, by=by)
    refuse_unless(organization.is_active, _("“%s”已停用，不能转办。") % organization.name)
    refuse_if(letter.organization_id == organization.pk, _("这封信已由“%s”承办，不必再次转办。") % organization.name)
    before = letter.organization
    letter.organization, letter.handler = organization, None
    set_state(letter, Move.ASSIGN, "organization", "handler")
    Assignment.objects.filter(letter=letter, ended_at=None).update(ended_at=at)
    Assignment.objects.create(
        letter=letter, organization=organization, round=letter.round, note=note.strip()[:300], by=by, at=at
    )
    Extension.objects.filter(letter=letter, state=ExtensionState.ASKED).update(state=ExtensionState.LAPSED)
    said = _("已转交“%s”办理，办理期限不变。") % organization.name
    tell(letter, EventKind.ASSIGNED, by=by, at=at, text=said, organization=organization)
    record(
        Event.LETTER_ASSIGNED,
        letter,
        by=by,
        at=at,
        before={"organization": before},
        after={"organization": organization, "note": note.strip()[:300]},
    )
    return letter


@transaction.atomic
def accept_and_assign(letter: Letter, *, organization: Organization, by: User, at: datetime, note: str = "") -> Letter:
    """Accept a letter and hand it over at once; both happen or neither. Raises Refused."""
    return assign_letter(accept_letter(letter, by=by, at=at), organization=organization, note=note, by=by, at=at)


@transaction.atomic
def close_letter(letter: Letter, *, by: User, at: datetime) -> Letter:
    """Close an answered letter. Raises Conflict when it is not answered or closed already."""
    letter = locked_for(letter, Move.CLOSE, by=by)
    set_state(letter, Move.CLOSE)
    tell(letter, EventKind.CLOSED, by=by, at=at, text=_("本件办结。"))
    record(Event.LETTER_CLOSED, letter, by=by, at=at)
    return letter
