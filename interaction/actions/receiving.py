"""What the intake of a site does first and last: accept or decline, close."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from interaction import notices
from interaction.actions.merging import followers
from interaction.actions.moving import a_reason, locked_for, set_state, tell
from interaction.actions.pausing import stop_waiting
from interaction.models import DeclineKind, EventKind, Letter
from interaction.workflow import Move
from sites.audit import Event, record
from sites.calendar import local_day
from sites.refusals import refuse_if, refuse_unless

if TYPE_CHECKING:
    from sites.models import User


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
    refuse_if(followers(letter).exists(), _("有来信并入本件，请先取消并案再作处理。"))
    refuse_unless(kind in DeclineKind.values, _("请选择不予受理的情形。"))
    stop_waiting(letter, by=by, at=at)
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
def close_letter(letter: Letter, *, by: User, at: datetime) -> Letter:
    """Close an answered letter. Raises Conflict when it is not answered or closed already."""
    letter = locked_for(letter, Move.CLOSE, by=by)
    set_state(letter, Move.CLOSE)
    tell(letter, EventKind.CLOSED, by=by, at=at, text=_("本件办结。"))
    record(Event.LETTER_CLOSED, letter, by=by, at=at)
    return letter
