"""What apps above ask of a text before it may enter issue (审发), and what is issued together with it.

A condition is a function that answers for one revision: what it asks, whether that is so, and a sentence. It is asked when
the second review passes a text on to issue, again when it is issued, and when the last review of an emergency publication
is made up; an emergency publication itself never waits for it. Register in your AppConfig.ready().
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sites.refusals import Refused

if TYPE_CHECKING:
    from content.models import Revision


@dataclass(frozen=True, slots=True)
class Answer:
    """How one condition stands: its name, whether it is met, and the sentence that says so or what is to be done."""

    label: str
    is_met: bool
    words: str


Condition = Callable[["Revision", datetime], Answer | None]
Companions = Callable[["Revision"], Iterable[int]]
_conditions: list[Condition] = []
_companions: list[Companions] = []


def add_condition(condition: Condition) -> Condition:
    """Ask this of every text that enters issue; the function answers None for what it has no say in."""
    if condition not in _conditions:
        _conditions.append(condition)
    return condition


def issue_together(companions: Companions) -> Companions:
    """Issue the articles whose keys the function returns together with the revision."""
    if companions not in _companions:
        _companions.append(companions)
    return companions


def answers_for(revision: Revision, *, at: datetime) -> list[Answer]:
    """Return how every condition that concerns the revision stands."""
    return [answer for answer in (condition(revision, at) for condition in _conditions) if answer is not None]


def refuse_unless_met(revision: Revision, *, at: datetime) -> None:
    """Raise Refused with the sentences of what is not met."""
    unmet = [answer.words for answer in answers_for(revision, at=at) if not answer.is_met]
    if unmet:
        raise Refused("".join(unmet))


def companions_of(revision: Revision) -> list[int]:
    """Return the keys of the articles that are issued together with the revision."""
    return sorted({pk for companions in _companions for pk in companions(revision)})
