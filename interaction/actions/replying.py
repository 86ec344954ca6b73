"""What the organization does: sign for the letter, draft the answer, approve it or send it back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from interaction import notices
from interaction.actions.merging import answer_followers, refuse_to_name_writers
from interaction.actions.moving import a_reason, answered_in_words, locked_for, set_state, tell
from interaction.actions.pausing import stop_waiting
from interaction.models import (
    Assignment,
    AssignmentRole,
    EventKind,
    Extension,
    ExtensionState,
    Letter,
    Reply,
    ReplyState,
    ReturnReason,
)
from interaction.reply_clock import days_used
from interaction.workflow import Move
from sites.audit import Event, record
from sites.calendar import local_day
from sites.models import CalendarNotice
from sites.refusals import Conflict, refuse_if, refuse_unless

if TYPE_CHECKING:
    from sites.models import User

SHORTEST_REPLY = 10
LONGEST_REPLY = 20_000
LONGEST_EXPLANATION = 2_000


@transaction.atomic
def take_letter(letter: Letter, *, by: User, at: datetime) -> Letter:
    """Sign for a letter: from now on the person is its handler. Raises Conflict when a colleague was faster."""
    letter = locked_for(letter, Move.TAKE, by=by)
    letter.handler = by
    set_state(letter, Move.TAKE, "handler")
    _sign(letter, by=by, at=at)
    said = _("%s已签收，正在办理。") % letter.organization.name
    tell(letter, EventKind.TAKEN, by=by, at=at, text=said, organization=letter.organization)
    record(Event.LETTER_TAKEN, letter, by=by, at=at)
    return letter


@transaction.atomic
def draft_reply(
    letter: Letter, *, text: str, by: User, at: datetime, cannot_be_done: bool = False, explanation: str = ""
) -> Reply:
    """Hand in an answer for approval; what cannot be done must be explained (国办发〔2014〕57号). Raises Refused or Conflict."""
    letter = locked_for(letter, Move.DRAFT, by=by)
    sentence = _("答复内容过短，请具体回应来信人的问题（不少于 10 个字）。")
    text = a_reason(text, sentence, shortest=SHORTEST_REPLY, longest=LONGEST_REPLY)
    why = _("无法办理的，请向来信人说明理由（不少于 10 个字）。")
    explanation = a_reason(explanation, why, longest=LONGEST_EXPLANATION) if cannot_be_done else ""
    refuse_to_name_writers(letter, text + explanation)
    letter.handler = letter.handler or by
    _sign(letter, by=by, at=at)
    reply = Reply.objects.create(
        letter=letter,
        organization=letter.organization,
        round=letter.round,
        text=text,
        cannot_be_done=cannot_be_done,
        explanation=explanation,
        written_by=by,
        written_at=at,
    )
    set_state(letter, Move.DRAFT, "handler")
    said = _("答复已拟好，正在审核。")
    tell(letter, EventKind.DRAFTED, by=by, at=at, text=said, organization=letter.organization, is_public=False)
    record(Event.LETTER_DRAFTED, letter, by=by, at=at, after={"cannot_be_done": cannot_be_done})
    return reply


@transaction.atomic
def approve_reply(letter: Letter, *, by: User, at: datetime) -> Letter:
    """Let the drafted answer go out; the writer of it cannot. The clock stops on this day. Raises Refused or Conflict."""
    letter = locked_for(letter, Move.APPROVE, by=by)
    reply = _decide(letter, ReplyState.APPROVED, by=by, at=at)
    refuse_to_name_writers(letter, reply.full_text)
    stop_waiting(letter, by=by, at=at)
    letter.replied_at, letter.replied_on = at, local_day(at)
    calendar = CalendarNotice.objects.calendar()
    letter.days_used = days_used(letter, calendar, until=letter.replied_on)
    set_state(letter, Move.APPROVE, "replied_at", "replied_on", "days_used")
    Extension.objects.filter(letter=letter, state=ExtensionState.ASKED).update(state=ExtensionState.LAPSED)
    said = answered_in_words(letter.organization.name, letter.days_used)
    tell(letter, EventKind.REPLIED, by=by, at=at, text=said, organization=letter.organization)
    notices.tell_writer(letter, notices.REPLIED)
    answer_followers(letter, reply)
    after = {"written_by": reply.written_by, "late": letter.is_late}
    record(Event.LETTER_REPLIED, letter, by=by, at=at, after=after)
    return letter


@transaction.atomic
def return_reply(letter: Letter, *, reason: str, opinion: str, by: User, at: datetime) -> Letter:
    """Send the drafted answer back with its fault and an opinion; it is kept and counted, and the clock runs on.

    Guideline 互动交流：敷衍、答非所问的，退回重办。 Raises Refused or Conflict.
    """
    letter = locked_for(letter, Move.RETURN, by=by)
    opinion = a_reason(opinion, _("请写明退回的意见（不少于 5 个字），便于重新办理。"), shortest=5)
    refuse_unless(reason in ReturnReason.values, _("请选择退回的原因。"))
    _decide(letter, ReplyState.RETURNED, by=by, at=at, opinion=opinion, return_reason=ReturnReason(reason))
    letter.returns += 1
    set_state(letter, Move.RETURN, "returns")
    said = _("答复需要进一步完善，已退回重新办理，办理期限不变。")
    tell(letter, EventKind.RETURNED, by=by, at=at, text=said, organization=letter.organization, is_public=False)
    record(
        Event.LETTER_RETURNED,
        letter,
        by=by,
        at=at,
        after={"reason": reason, "opinion": opinion, "returns": letter.returns},
    )
    return letter


def _sign(letter: Letter, *, by: User, at: datetime) -> None:
    """Note who signed for the lead's assignment; whoever answers without signing has signed by it."""
    lead = Assignment.objects.filter(letter=letter, role=AssignmentRole.LEAD, ended_at=None, signed_at=None)
    lead.update(signed_by=by, signed_at=at)


def _decide(letter: Letter, state: ReplyState, *, by: User, at: datetime, **said: str) -> Reply:
    reply = Reply.objects.select_related("written_by").filter(letter=letter, state=ReplyState.DRAFTED).first()
    if reply is None:
        raise Conflict(_("没有待审核的答复，可能已有同事先处理了。"))
    refuse_if(reply.written_by_id == by.pk, _("答复须由另一个人审核：您是这份答复的起草人。"))
    reply.state, reply.decided_by, reply.decided_at = state, by, at
    for name, value in said.items():
        setattr(reply, name, value)
    reply.save(update_fields=["state", "decided_by", "decided_at", *said])
    return reply
