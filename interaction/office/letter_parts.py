"""The parts of a letter's page: each function adds what one partial of `templates/interaction/office/letter/` needs.

A new part is one function in `PARTS` and one include in `letter.html`. A part costs a fixed number of queries.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from interaction import shown
from interaction.models import Letter
from interaction.similar import similar_for
from sites.calendar import WorkCalendar, local_day
from sites.policy import Action, can

if TYPE_CHECKING:
    from sites.models import User


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


def clock_part(reading: Reading) -> dict[str, Any]:
    """The ring with the days left, and how the date was counted."""
    return {
        "clock": shown.clock(reading.letter, on=reading.today, calendar=reading.calendar),
        "days": shown.days_counted(reading.letter, reading.calendar),
    }


def original_part(reading: Reading) -> dict[str, Any]:
    """What the citizen wrote, with personal data marked."""
    return {"original": shown.marked(reading.letter.body, known=reading.letter.known_of_writer)}


def handling_part(reading: Reading) -> dict[str, Any]:
    """The extension and the answers so far."""
    letter = reading.letter
    return {
        "extension": letter.extensions.select_related("asked_by", "decided_by").last(),
        "replies": list(letter.replies.select_related("written_by", "decided_by", "organization")),
    }


def record_part(reading: Reading) -> dict[str, Any]:
    """What happened when."""
    return {"events": reading.letter.events.select_related("by", "organization")}


def citizens_part(reading: Reading) -> dict[str, Any]:
    """The citizen's files, and whether the answer may go into the knowledge base."""
    letter = reading.letter
    may_keep = letter.is_public and can(reading.user, Action.KNOWLEDGE_CHANGE, letter.site)
    may_clear = letter.is_suspect and can(reading.user, Action.LETTER_ACCEPT, letter)
    return {"files": list(letter.files.all()), "may_keep_answer": may_keep, "may_clear": may_clear}


def similar_part(reading: Reading) -> dict[str, Any]:
    """What was answered about the like, to start from while the letter has no answer yet."""
    return {"similar": similar_for(reading.letter, on=reading.today) if reading.letter.is_open else []}


PARTS: tuple[Callable[[Reading], dict[str, Any]], ...] = (
    clock_part,
    original_part,
    handling_part,
    record_part,
    citizens_part,
    similar_part,
)
