"""What every move of a letter shares: lock the row, judge state and person again under the lock, write the timeline."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from interaction import workflow
from interaction.models import EventKind, Letter, LetterEvent
from interaction.workflow import Move, State
from sites.clocks import Clock, working_days_allowed
from sites.models import CalendarNotice
from sites.policy import can
from sites.refusals import Conflict, Refused, refuse_if, refuse_unless

if TYPE_CHECKING:
    from sites.models import Organization, User

SHORTEST_REASON = 10
# What a move decides upon: whoever has not seen these lines of the record decides about something else.
DECIDES_UPON: dict[Move, frozenset[EventKind]] = {
    Move.DRAFT: frozenset({EventKind.SUPPLEMENTED, EventKind.CONTRIBUTED}),
    Move.APPROVE: frozenset({EventKind.DRAFTED, EventKind.SUPPLEMENTED}),
    Move.RETURN: frozenset({EventKind.DRAFTED}),
    Move.GRANT_EXTENSION: frozenset({EventKind.EXTENSION_ASKED}),
    Move.REFUSE_EXTENSION: frozenset({EventKind.EXTENSION_ASKED}),
    Move.PUBLISH: frozenset({EventKind.REPLIED}),
}


def locked_for(letter: Letter, move: Move, *, by: User | None) -> Letter:
    """Return the letter under its row lock, fit for the move; raise Conflict when somebody else was faster."""
    current = Letter.objects.select_for_update(of=("self",)).filter(pk=letter.pk).first()
    if current is None:
        raise Conflict(_("这封信已转交其他单位，您不再是它的承办人。"))
    if not workflow.allows(current.state, move):
        said = {"state": current.get_state_display(), "move": move.label}
        if by is None:
            raise Conflict(_("这封信现在是“%(state)s”，不能再“%(move)s”。请看下面的最新情况。") % said)
        raise Conflict(_("这封信现在是“%(state)s”，不能再“%(move)s”。可能已有同事先处理了，请核对后再操作。") % said)
    action = workflow.TABLE[move].action
    if action is not None and not can(by, action, current):
        raise Refused(_("您没有对这封信“%s”的权限。") % move.label)
    return current


def refuse_unseen(letter: Letter, move: Move, *, seen: int) -> None:
    """Raise Conflict when what the move decides upon came after the line of the record that the person saw last. Locks the
    letter's row until the caller's transaction ends, so nothing comes in between."""
    kinds = DECIDES_UPON.get(move)
    if not kinds:
        return
    Letter.objects.select_for_update(of=("self",)).filter(pk=letter.pk).first()
    newer = LetterEvent.objects.filter(letter=letter, kind__in=kinds, pk__gt=seen).order_by("pk").first()
    if newer is not None:
        said = {"what": newer.get_kind_display(), "move": move.label}
        raise Conflict(_("您打开页面之后又有“%(what)s”，请看过再“%(move)s”。") % said)


def set_state(letter: Letter, move: Move, *changed: str, target: State | None = None) -> None:
    """Carry out the move and save the fields that go with it; `target` chooses where a move leads to several states."""
    rule = workflow.TABLE[move]
    letter.state = target or rule.target
    if letter.state not in rule.targets:
        raise ValueError(f"{move} does not lead to {letter.state}.")
    letter.save(update_fields=["state", *changed])


def start_clock(letter: Letter, *, on: date) -> None:
    """Set day zero and count the last day from it; the mailbox may promise less than the rules allow, never more."""
    calendar = CalendarNotice.objects.calendar()
    allowed = working_days_allowed(Clock.REPLY, letter.site, kind=letter.mailbox.kind)
    letter.counted_from, letter.working_days = on, min(allowed, letter.mailbox.reply_days or allowed)
    letter.due_on, letter.is_provisional = calendar.add_working_days(on, letter.working_days)
    letter.calendar_version = calendar.version


def tell(
    letter: Letter,
    kind: EventKind,
    *,
    by: User | None,
    at: datetime,
    text: str = "",
    organization: Organization | None = None,
    is_public: bool = True,
) -> LetterEvent:
    """Add a line to the letter's record; public lines are worded for the citizen."""
    return LetterEvent.objects.create(
        letter=letter, kind=kind, by=by, at=at, text=text[:600], organization=organization, is_public=is_public
    )


def answered_in_words(organization: str, days: int) -> str:
    """Return the line of the record about an answer: who gave it, and in how many working days."""
    if not days:
        return _("%s当日答复。") % organization
    return _("%(organization)s已答复，用时 %(days)s 个工作日。") % {"organization": organization, "days": days}


def a_reason(text: str, sentence: str, *, shortest: int = SHORTEST_REASON, longest: int = 500) -> str:
    """Return the reason stripped; raise Refused with the sentence when it says too little, or too much to keep."""
    text = text.strip()
    refuse_unless(len(text) >= shortest, sentence)
    refuse_if(len(text) > longest, _("文字过长，请控制在 %s 字以内。") % longest)
    refuse_if("\x00" in text, _("文字中含有不能保存的字符。"))
    return text
