"""What passes between office and writer while a letter is open: what is missing (补正), and taking the letter back (撤回)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from interaction import notices
from interaction.actions.merging import release_followers
from interaction.actions.moving import a_reason, locked_for, set_state, tell
from interaction.actions.pausing import pause_clock, resume_clock, stop_waiting
from interaction.models import (
    Assignment,
    EventKind,
    Extension,
    ExtensionState,
    Letter,
    LetterLink,
    LinkKind,
    Reply,
    ReplyState,
    Supplement,
)
from interaction.workflow import Move
from sites.audit import Event, record
from sites.calendar import is_overdue, local_day
from sites.refusals import Conflict, refuse_if

if TYPE_CHECKING:
    from sites.models import User

LONGEST_SUPPLEMENT = 5_000


@transaction.atomic
def ask_supplement(letter: Letter, *, question: str, by: User, at: datetime) -> Supplement:
    """Ask the writer for what is missing, one thing at a time. The clock goes on unless the platform's rule stops it. Raises Refused or Conflict."""
    letter = locked_for(letter, Move.ASK_SUPPLEMENT, by=by)
    question = a_reason(question, _("请写明需要补充什么（不少于 10 个字）。"))
    refuse_if(open_supplement(letter), _("已经请来信人补充，还没有收到；请等来信人补充后再提。"))
    supplement = Supplement.objects.create(
        letter=letter, round=letter.round, question=question, asked_by=by, asked_at=at
    )
    pause_clock(letter, by=by, at=at)
    waits = letter.pauses.filter(resumed_on=None, paused_on__gte=letter.counted_from).exists()
    said = _("为办理来信，需要您补充情况，请在查询页面填写。")
    said += "" if waits else _("办理期限不变。")
    tell(letter, EventKind.SUPPLEMENT_ASKED, by=by, at=at, text=said, organization=letter.organization)
    notices.tell_writer(letter, _what_follows(letter, waits=waits, at=at))
    record(Event.LETTER_SUPPLEMENT_ASKED, letter, by=by, at=at, after={"question": question})
    return supplement


def _what_follows(letter: Letter, *, waits: bool, at: datetime) -> notices.Notice:
    """Return the mail that says how the clock goes on while the writer is asked."""
    if waits:
        return notices.SUPPLEMENT_AWAITED
    return notices.SUPPLEMENT_ASKED_LATE if is_overdue(letter.due_on, local_day(at)) else notices.SUPPLEMENT_ASKED


@transaction.atomic
def answer_supplement(letter: Letter, *, text: str, at: datetime, by: None = None) -> Supplement:
    """Keep what the writer adds. Raises Conflict when nothing is asked any more, Refused when too little is said."""
    letter = locked_for(letter, Move.SUPPLEMENT, by=None)
    supplement = open_supplement(letter)
    if supplement is None:
        raise Conflict(_("现在没有需要补充的内容；有新的情况，欢迎另行来信。"))
    short = _("请写明补充的内容（不少于 2 个字）。")
    supplement.answer, supplement.answered_at = a_reason(text, short, shortest=2, longest=LONGEST_SUPPLEMENT), at
    supplement.save(update_fields=["answer", "answered_at"])
    resume_clock(letter, by=None, at=at)
    tell(letter, EventKind.SUPPLEMENTED, by=None, at=at, text=_("来信人已补充情况，承办单位继续办理。"))
    record(Event.LETTER_SUPPLEMENTED, letter, by=None, at=at)
    return supplement


@transaction.atomic
def withdraw_letter(letter: Letter, *, at: datetime, reason: str = "", by: None = None) -> Letter:
    """Take a letter back that was not answered yet; those merged into it go on by themselves. Raises Refused or Conflict."""
    letter = locked_for(letter, Move.WITHDRAW, by=None)
    refuse_if(letter.round > 1, _("这封信已经答复过，正在再次办理，不能撤回。"))
    release_followers(letter, by=None, at=at)
    Extension.objects.filter(letter=letter, state=ExtensionState.ASKED).update(state=ExtensionState.LAPSED)
    stop_waiting(letter, by=None, at=at)
    Reply.objects.filter(letter=letter, state=ReplyState.DRAFTED).update(state=ReplyState.LAPSED)
    LetterLink.objects.filter(letter=letter, kind=LinkKind.MERGED, ended_at=None).update(ended_at=at)
    Assignment.objects.filter(letter=letter, ended_at=None).update(ended_at=at)
    set_state(letter, Move.WITHDRAW)
    said = _("来信人撤回来信，不再办理。")
    said += _("理由：%s") % reason.strip()[:300] if reason.strip() else ""
    tell(letter, EventKind.WITHDRAWN, by=None, at=at, text=said)
    record(Event.LETTER_WITHDRAWN, letter, by=None, at=at)
    return letter


def open_supplement(letter: Letter) -> Supplement | None:
    """Return what the writer is asked for now, None when nothing is."""
    return Supplement.objects.filter(letter=letter, answered_at=None, lapsed_at=None).first()
