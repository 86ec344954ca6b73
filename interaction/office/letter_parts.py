"""The parts of a letter's page: each function adds what one partial of `templates/interaction/office/letter/` needs.

A new part is one function in `PARTS` and one include in `letter.html`. A part costs a fixed number of queries, and none for what
is not there: the record, read once, says what happened, and `Reading.has` what lies beside the letter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from interaction import shown
from interaction.access import templates_for
from interaction.models import (
    AssignmentRole,
    Card,
    EventKind,
    Letter,
    LetterAttachment,
    LetterEvent,
    LetterLink,
    LinkKind,
    Note,
    Pause,
    Reply,
    ReplyDraft,
    ReplyState,
    Urge,
)
from interaction.perfunctory import Source, signs
from interaction.reply_templates import filled, paragraphs
from interaction.similar import Similar, similar_for
from interaction.workflow import Move, State, allows
from sites.calendar import WorkCalendar, local_day
from sites.policy import Action, can
from sites.scope import everything

if TYPE_CHECKING:
    from interaction.models import ReplyTemplate
    from sites.models import User

EARLIER_REPLIES = 50  # of the same writer, that a new one may have been copied from
STILL_WRITING = timedelta(minutes=30)


JOINED = (EventKind.MERGED, EventKind.SPLIT, EventKind.LINKED)
BESIDE = {
    "attachments": LetterAttachment,
    "notes": Note,
    "drafts": ReplyDraft,
    "urges": Urge,
    "cards": Card,
}
LINK_WORDS = {
    (LinkKind.MERGED, True): "本件并入",
    (LinkKind.MERGED, False): "并入本件",
    (LinkKind.SPLIT, True): "本件分自",
    (LinkKind.SPLIT, False): "由本件分出",
    (LinkKind.REFERS, True): "涉及较早的来信",
    (LinkKind.REFERS, False): "后来的来信",
}


@dataclass(frozen=True)
class Reading:
    """One person reading one letter at one moment."""

    letter: Letter
    user: User
    at: datetime
    calendar: WorkCalendar

    @property
    def today(self) -> date:
        """The local day."""
        return local_day(self.at)

    @cached_property
    def events(self) -> list[LetterEvent]:
        """The letter's record, read once: it also says which other parts have anything to show."""
        return list(self.letter.events.select_related("by", "organization"))

    @cached_property
    def has(self) -> frozenset[str]:
        """Of which kinds something lies beside the letter. One query for all of them."""
        with everything("what lies beside a letter that was reached already"):
            asked = {f"has_{name}": Exists(rows.objects.filter(letter=OuterRef("pk"))) for name, rows in BESIDE.items()}
            row = Letter.objects.filter(pk=self.letter.pk).values(**asked).get()
        return frozenset(name for name in BESIDE if row[f"has_{name}"])

    @cached_property
    def replies(self) -> list[Reply]:
        """The answers so far, those of the letter it was merged into among them."""
        if not self.happened(EventKind.DRAFTED, EventKind.REPLIED):
            return []
        return list(self.letter.replies.select_related("written_by", "decided_by", "organization"))

    @property
    def drafted_reply(self) -> Reply | None:
        """The answer that waits for approval."""
        return next((reply for reply in self.replies if reply.state == ReplyState.DRAFTED), None)

    @cached_property
    def templates(self) -> list[ReplyTemplate]:
        """The templates for the letter."""
        return list(templates_for(self.letter))

    @cached_property
    def drafts(self) -> list[ReplyDraft]:
        """The unfinished answers of everybody."""
        return list(self.letter.drafts.exclude(text="").select_related("by")) if "drafts" in self.has else []

    @property
    def own_draft(self) -> ReplyDraft | None:
        """What the reader began to write."""
        return next((draft for draft in self.drafts if draft.by_id == self.user.pk), None)

    @cached_property
    def similar(self) -> list[Similar]:
        """What was answered about the like, while the letter is open."""
        return similar_for(self.letter, on=self.today) if self.letter.is_open else []

    def happened(self, *kinds: EventKind) -> bool:
        """Tell whether the record has a line of one of the kinds."""
        return any(event.kind in kinds for event in self.events)


def clock_part(reading: Reading) -> dict[str, Any]:
    """The ring with the days left, and how the date was counted."""
    if not reading.happened(EventKind.PAUSED, EventKind.SPLIT):  # the second of two matters has the pauses of the first
        reading.letter._prefetched_objects_cache = {"pauses": Pause.objects.none()}
    return {
        "clock": shown.clock(reading.letter, on=reading.today, calendar=reading.calendar),
        "days": shown.days_counted(reading.letter, reading.calendar, on=reading.today),
    }


def cards_part(reading: Reading) -> dict[str, Any]:
    """The yellow and red cards that the letter brought, taken back or not."""
    cards = reading.letter.cards.select_related("organization") if "cards" in reading.has else []
    return {"cards": cards}


def original_part(reading: Reading) -> dict[str, Any]:
    """What the citizen wrote, with personal data marked."""
    return {"original": shown.marked(reading.letter.body, known=reading.letter.known_of_writer)}


def handling_part(reading: Reading) -> dict[str, Any]:
    """The extension of the running round and the answers so far."""
    letter, extension = reading.letter, None
    if reading.happened(EventKind.EXTENSION_ASKED):
        extension = letter.extensions.filter(round=letter.round).select_related("asked_by", "decided_by").last()
    return {"extension": extension, "replies": reading.replies}


def sharing_part(reading: Reading) -> dict[str, Any]:
    """Who has the letter, who had it, and what those who help handed in."""
    rows = reading.letter.assignments.select_related(
        "organization", "by", "signed_by", "bounced_by", "contributed_by", "handed_by"
    )
    assignments = list(rows)
    parts = [row for row in assignments if row.role == AssignmentRole.CO and row.ended_at is None]
    reading.letter.helpers = frozenset(row.organization_id for row in parts)
    return {"assignments": assignments, "parts": parts}


def story_part(reading: Reading) -> dict[str, Any]:
    """What the writer was asked for, the letters that belong to this one, the earlier rounds and the ratings."""
    letter, happened = reading.letter, reading.happened
    asked, joined = happened(EventKind.SUPPLEMENT_ASKED), happened(*JOINED)
    return {
        "supplements": list(letter.supplements.select_related("asked_by")) if asked else [],
        "links": linked(letter, reading.user) if joined else [],
        "earlier_rounds": list(letter.earlier_rounds.select_related("organization")) if letter.round > 1 else [],
        "ratings": list(letter.ratings.all()) if happened(EventKind.RATED) else [],
    }


def linked(letter: Letter, user: User) -> list[dict[str, Any]]:
    """Return the letters linked with this one that the person may see, each with what it is to this one. Two queries."""
    with everything("letters of several sites belong together; below only those are shown that the person may see"):
        rows = LetterLink.objects.filter(Q(letter=letter) | Q(other=letter), ended_at=None)
    links = {link.other_id if link.letter_id == letter.pk else link.letter_id: link for link in rows}
    if not links:
        return []
    return [
        {"words": LINK_WORDS[links[other.pk].kind, other.pk == links[other.pk].other_id], "letter": other,
         "note": links[other.pk].note}
        for other in Letter.objects.reached_by(user).filter(pk__in=links).order_by("pk")
    ]  # fmt: skip


def record_part(reading: Reading) -> dict[str, Any]:
    """What happened when, and how far the page has read."""
    return {"events": reading.events, "seen_event": max((event.pk for event in reading.events), default=0)}


def citizens_part(reading: Reading) -> dict[str, Any]:
    """The citizen's files, and whether the answer may go into the knowledge base."""
    letter = reading.letter
    may_keep = letter.is_public and can(reading.user, Action.KNOWLEDGE_CHANGE, letter.site)
    may_clear = letter.is_suspect and can(reading.user, Action.LETTER_ACCEPT, letter)
    files = list(letter.files.all()) if "attachments" in reading.has else []
    return {"files": files, "may_keep_answer": may_keep, "may_clear": may_clear}


def similar_part(reading: Reading) -> dict[str, Any]:
    """What was answered about the like, to start from while the letter has no answer yet."""
    return {"similar": reading.similar}


def desk_part(reading: Reading) -> dict[str, Any]:
    """Notes among staff; for those who may answer also what they began to write, who else is writing, and templates."""
    letter, user = reading.letter, reading.user
    notes = list(letter.notes.select_related("by")) if "notes" in reading.has else []
    part: dict[str, Any] = {
        "notes": notes,
        "seen_note": max((note.pk for note in notes), default=0),
        "may_note": can(user, Action.LETTER_NOTE, letter),
    }
    if can(user, Action.LETTER_REPLY, letter) and allows(letter.state, Move.DRAFT):
        part["draft"] = reading.own_draft
        part["writing_too"] = [
            draft for draft in reading.drafts if draft.by_id != user.pk and reading.at - draft.saved_at < STILL_WRITING
        ]
        part["templates"] = reading.templates
    return part


def hints_part(reading: Reading) -> dict[str, Any]:
    """What makes the answer look perfunctory: the one that waits for approval, or the one that the person began."""
    letter, user = reading.letter, reading.user
    if letter.state == State.DRAFTED:
        answer = reading.drafted_reply
        writer = answer.written_by_id if answer else None
    elif allows(letter.state, Move.DRAFT) and can(user, Action.LETTER_REPLY, letter):
        answer, writer = reading.own_draft, user.pk
    else:
        return {"hints": []}
    if answer is None:
        return {"hints": []}
    sources = [Source(_("已有答复“%s”") % each.title, each.answer) for each in reading.similar]
    sources += [
        Source(_("模板“%s”") % each.name, filled(each.text, letter, on=reading.today)) for each in reading.templates
    ]
    earlier = Reply.objects.filter(written_by=writer).exclude(letter=letter).order_by("-pk")
    sources += [
        Source(_("对来信 %s 的答复") % number, text)
        for number, text in earlier.values_list("letter__number", "text")[:EARLIER_REPLIES]
    ]
    return {"hints": signs(letter.title, letter.body, answer.text, sources)}


def urges_part(reading: Reading) -> dict[str, Any]:
    """What supervisors demanded and what was answered."""
    rows = reading.letter.urges.select_related("by", "organization", "answered_by")
    urges = list(rows) if "urges" in reading.has else []
    waits = any(each.answered_at is None for each in urges)
    may_urge = reading.letter.is_open and not waits and can(reading.user, Action.LETTER_URGE, reading.letter)
    return {"urges": urges, "may_urge": may_urge}


def marks_part(reading: Reading) -> dict[str, Any]:
    """What of a drafted answer a template gave unchanged, for whoever approves it."""
    letter = reading.letter
    if letter.state != State.DRAFTED:
        return {}
    reply = reading.drafted_reply
    lines = paragraphs(reply.full_text, reading.templates, letter, on=reading.today) if reply else []
    return {"drafted_lines": lines, "from_template": sum(bool(line.template) for line in lines)}


PARTS: tuple[Callable[[Reading], dict[str, Any]], ...] = (
    clock_part,
    cards_part,
    original_part,
    handling_part,
    sharing_part,
    story_part,
    record_part,
    citizens_part,
    similar_part,
    desk_part,
    urges_part,
    marks_part,
    hints_part,
)
