"""How letters and mailboxes are put before people: cards, timelines, clocks, the days that were counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from interaction.countdown import Countdown, countdown
from interaction.models import EarlierRound, EventKind, Letter, Mailbox, Reply, ReplyState
from interaction.reply_clock import explained
from sites.calendar import WEEKDAY_NAMES, DayCounted, WorkCalendar
from sites.privacy import Known, findings, masked

if TYPE_CHECKING:
    from sites.models import Organization

TONES = {
    EventKind.DECLINED: "late",
    EventKind.RETURNED: "soon",
    EventKind.EXTENDED: "soon",
    EventKind.REPLIED: "safe",
    EventKind.CLOSED: "safe",
}


# The record is worded for the writer; on the public page anybody reads it.
FOR_EVERYBODY = (("，请在查询页面填写", ""), ("您好，", ""), ("您好！", ""), ("您", "来信人"))


@dataclass(frozen=True)
class MailboxCard:
    """A mailbox with what it promises."""

    mailbox: Mailbox
    days: int
    organization: Organization | None
    icon: str


def mailbox_card(box: Mailbox, allowed: int) -> MailboxCard:
    """Return the mailbox with the days within which it answers."""
    from interaction.figures import ICONS

    return MailboxCard(box, min(box.reply_days or allowed, allowed), box.organization, ICONS[box.kind])


def mailbox_cards(boxes: Iterable[Mailbox], allowed: Callable[[str], int]) -> list[MailboxCard]:
    """Return all mailboxes with what they promise, the open ones first."""
    return sorted((mailbox_card(box, allowed(box.kind)) for box in boxes), key=lambda card: not card.mailbox.is_open)


def clock(letter: Letter, *, on: date, calendar: WorkCalendar) -> Countdown:
    """Return how the letter's clock reads on the day."""
    return countdown(letter, on=on, calendar=calendar)


@dataclass(frozen=True)
class CountedDay:
    """One line of “how this date was counted”."""

    day: date
    weekday: str
    words: str
    counts: bool
    is_last: bool
    is_provisional: bool


def days_counted(letter: Letter, calendar: WorkCalendar, *, on: date) -> list[CountedDay]:
    """Explain the due date day by day, in words for people, as it is counted on the day. One query."""
    lines = explained(letter, calendar, on=on)
    return [
        CountedDay(
            line.day,
            WEEKDAY_NAMES[line.day.weekday()],
            _words(line),
            line.counts,
            place == len(lines),
            line.is_provisional,
        )
        for place, line in enumerate(lines, start=1)
    ]


def _words(line: DayCounted) -> str:
    if line.number is None:
        return f"{line.reason}，不计" if "不计" not in line.reason else line.reason
    return f"第 {line.number} 个工作日" + (f"（{line.reason}）" if line.reason != "工作日" else "")


def _timeline(letter: Letter, words: Any) -> list[dict[str, Any]]:
    events = list(letter.events.filter(is_public=True))
    return [
        {
            "what": event.get_kind_display(),
            "at": event.at,
            "note": words(event.text),
            "tone": TONES.get(event.kind, ""),
            "is_current": event is events[-1],
        }
        for event in events
    ]


def writers_timeline(letter: Letter) -> list[dict[str, Any]]:
    """Return the letter's record for the person who wrote it. One query."""
    return _timeline(letter, str)


def public_timeline(letter: Letter) -> list[dict[str, Any]]:
    """Return the letter's record for everybody: it speaks of the writer instead of to them, and personal data that an
    official let slip is masked. One query."""
    known = letter.known_of_writer
    return _timeline(letter, lambda text: masked(_for_everybody(text), known=known))


def _for_everybody(text: str) -> str:
    for to_writer, of_writer in FOR_EVERYBODY:
        text = text.replace(to_writer, of_writer)
    return text


def public_answer(letter: Letter) -> Letter | EarlierRound:
    """Return the round whose answer the public copy shows: during a second handling that is the first."""
    if letter.round == letter.public_round:
        return letter
    return letter.earlier_rounds.select_related("organization").get(round=letter.public_round)


def approved_reply(letter: Letter) -> Reply | None:
    """Return the answer that went out last, with the organization that gave it."""
    rows = letter.replies.filter(state=ReplyState.APPROVED).select_related("organization")
    return rows.order_by("-round").first()


def marked(text: str, *, known: Known = ()) -> list[tuple[str, str]]:
    """Return the text in pieces, each with the kind of personal data that it is, or nothing."""
    pieces, place = [], 0
    for finding in findings(text, known=known):
        pieces += [(text[place : finding.start], ""), (finding.text, str(finding.kind.label))]
        place = finding.end
    return [*pieces, (text[place:], "")]
