"""What the to-do page is made of: numbers with the addresses of their rows, under headings."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Card:
    """One number with the address of its rows; the tone is work, soon, late or plain."""

    label: str
    number: int
    link: str
    tone: str = "plain"
    note: str = ""


@dataclass(frozen=True)
class Group:
    """The cards of one kind of work, under its heading."""

    title: str
    cards: list[Card] = field(default_factory=list)


def tone_of(number: int, tone: str) -> str:
    """Return the tone, plain where there is nothing to do."""
    return tone if number else "plain"
