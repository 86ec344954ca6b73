"""Merging repeated letters (并案): each keeps its number, its clock and its writer; one answer goes to all of them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from interaction import notices
from interaction.actions.moving import answered_in_words, locked_for, set_state, tell
from interaction.actions.pausing import stop_waiting
from interaction.models import (
    Assignment,
    EventKind,
    Extension,
    ExtensionState,
    Letter,
    LetterLink,
    LinkKind,
    Reply,
)
from interaction.reply_clock import days_used
from interaction.workflow import Move, State
from sites.audit import Event, record
from sites.calendar import local_day
from sites.models import CalendarNotice
from sites.privacy import LITERAL, findings
from sites.refusals import refuse_if, refuse_unless
from sites.scope import everything

if TYPE_CHECKING:
    from sites.models import User

LETTERS_IN_ONE_ANSWER = 200


@transaction.atomic
def merge_letter(letter: Letter, *, number: str, by: User, at: datetime) -> LetterLink:
    """Let the letter be answered together with another open one of the same site. Raises Refused or Conflict."""
    main = Letter.objects.for_site(letter.site_id).filter(number=number.strip()).first()
    refuse_if(main is None, _("没有找到编号为“%s”的来信，请核对；并案只能在同一网站的来信之间进行。") % number.strip())
    refuse_if(main.pk == letter.pk, _("不能并入来信自己。"))
    main, letter = _both_locked(main, letter, by=by)
    refuse_unless(main.is_open, _("要并入的来信已经办结，不能再并案；可以关联来信后单独办理。"))
    refuse_if(main.state == State.MERGED, _("要并入的来信已经并入别的来信，请并入那一件。"))
    refuse_if(followers(letter).exists(), _("已有来信并入本件，请反过来把另一件并入本件。"))
    refuse_if(followers(main).count() >= LETTERS_IN_ONE_ANSWER, _("并入同一件的来信太多，请另选一件。"))
    Assignment.objects.filter(letter=letter, ended_at=None).update(ended_at=at)
    Extension.objects.filter(letter=letter, state=ExtensionState.ASKED).update(state=ExtensionState.LAPSED)
    link = LetterLink.objects.create(letter=letter, other=main, kind=LinkKind.MERGED, by=by, at=at)
    letter.accepted_on = letter.accepted_on or local_day(at)
    letter.organization, letter.handler = main.organization, None
    set_state(letter, Move.MERGE, "accepted_on", "organization", "handler")
    said = _("同一事项已有来信正在办理，本信并入一并办理。编号和办理期限不变，答复会同样发给您。")
    tell(letter, EventKind.MERGED, by=by, at=at, text=said, organization=letter.organization)
    inside = _("来信 %s 并入本件一并办理。") % letter.number
    tell(main, EventKind.MERGED, by=by, at=at, text=inside, is_public=False)
    record(Event.LETTER_MERGED, letter, by=by, at=at, after={"into": main})
    return link


@transaction.atomic
def unmerge_letter(letter: Letter, *, by: User, at: datetime) -> Letter:
    """Let a merged letter be handled by itself again, before it was answered. Raises Conflict."""
    letter = locked_for(letter, Move.UNMERGE, by=by)
    _release(letter, by=by, at=at)
    return letter


def followers(letter: Letter) -> QuerySet[Letter]:
    """Return the letters that wait for this one's answer, the oldest first."""
    with everything("a letter may be merged into one of another site"):
        merged = LetterLink.objects.filter(other=letter, kind=LinkKind.MERGED, ended_at=None)
        return Letter.objects.filter(state=State.MERGED, pk__in=merged.values("letter")).order_by("pk")


def follow(letter: Letter) -> None:
    """Keep the merged letters with whoever has the one they are merged into."""
    followers(letter).update(organization=letter.organization, handler=None)


def answer_followers(letter: Letter, reply: Reply) -> None:
    """Give the approved answer to every merged letter too; each one's own clock stops and tells its own story."""
    calendar = CalendarNotice.objects.calendar()
    for merged in followers(letter).select_related("site").select_for_update(of=("self",)):
        stop_waiting(merged, by=reply.decided_by, at=reply.decided_at)
        merged.organization, merged.handler = letter.organization, letter.handler
        merged.replied_at, merged.replied_on = letter.replied_at, letter.replied_on
        merged.days_used = days_used(merged, calendar, until=merged.replied_on)
        fields = ("organization", "handler", "replied_at", "replied_on", "days_used")
        set_state(merged, Move.ANSWER_ALONG, *fields)
        Reply.objects.create(
            letter=merged, organization=reply.organization, round=merged.round, text=reply.text,
            cannot_be_done=reply.cannot_be_done, explanation=reply.explanation, state=reply.state,
            written_by=reply.written_by, written_at=reply.written_at, decided_by=reply.decided_by,
            decided_at=reply.decided_at,
        )  # fmt: skip
        said = answered_in_words(reply.organization.name, merged.days_used)
        who, when = reply.decided_by, reply.decided_at
        tell(merged, EventKind.REPLIED, by=who, at=when, text=said, organization=reply.organization)
        notices.tell_writer(merged, notices.REPLIED)
        record(Event.LETTER_REPLIED, merged, by=who, at=when, after={"along_with": letter, "late": merged.is_late})


def release_followers(letter: Letter, *, by: User | None, at: datetime) -> None:
    """Let every merged letter be handled by itself: the one they were merged into will not be answered."""
    for merged in followers(letter).select_for_update(of=("self",)):
        _release(merged, by=by, at=at)


def refuse_to_name_writers(letter: Letter, text: str) -> None:
    """Refuse an answer that goes to several writers and names one of them: each would learn who else wrote."""
    merged = list(followers(letter))
    if not merged:
        return
    known = [said for one in [letter, *merged] for said in one.known_of_writer]
    named = any(finding.kind in LITERAL for finding in findings(text, known=known))
    refuse_if(named, _("答复会同时发给 %s 位来信人，请不要出现来信人的姓名或住址。") % (len(merged) + 1))


def _release(letter: Letter, *, by: User | None, at: datetime) -> None:
    from sites.models import User

    with everything("a letter may be merged into one of another site"):
        LetterLink.objects.filter(letter=letter, kind=LinkKind.MERGED, ended_at=None).update(ended_at=at)
    target = State.ASSIGNED if letter.organization_id else State.ACCEPTED
    if letter.organization_id:
        Assignment.objects.create(
            letter=letter, organization=letter.organization, round=letter.round, by=by or User.objects.robot(), at=at
        )
    set_state(letter, Move.UNMERGE, target=target)
    said = _("本信恢复单独办理，编号和办理期限不变。")
    tell(letter, EventKind.UNMERGED, by=by, at=at, text=said, organization=letter.organization)
    record(Event.LETTER_UNMERGED, letter, by=by, at=at)


def _both_locked(main: Letter, letter: Letter, *, by: User) -> tuple[Letter, Letter]:
    """Lock both rows in the order of their keys, so that two merges at once cannot wait for each other."""
    rows = Letter.objects.select_for_update(of=("self",)).filter(pk__in=[main.pk, letter.pk]).order_by("pk")
    locked = {row.pk: row for row in rows}
    return locked.get(main.pk, main), locked_for(letter, Move.MERGE, by=by)
