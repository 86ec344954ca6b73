"""What was found, how it is named without saying it, and how it is masked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from sites.privacy.kinds import Kind
from sites.privacy.names import LITERAL, Known, introduced, literals, masked_name
from sites.privacy.numbers import numbers
from sites.privacy.reading import bare, read
from sites.privacy.words import words

OF_PEOPLE = frozenset({Kind.NAME, Kind.PERSON})


@dataclass(frozen=True)
class Finding:
    """One piece of personal data and where it stands in the text."""

    kind: Kind
    text: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """A short name of what was found, the same wherever it stands, for confirming it in a form."""
        said = f"{self.kind.value}:{self.text if self.kind in LITERAL else bare(self.text)}"
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    @property
    def hint(self) -> str:
        """What was found, recognisable but not readable: 138*****678."""
        if self.kind in OF_PEOPLE:
            return masked_name(self.text)
        if self.kind in {Kind.ADDRESS, Kind.HOUSE}:
            return f"{self.text[:3]}***"
        if self.kind == Kind.EMAIL:
            name, _at, host = read(self.text).plain.replace(" ", "").partition("@")
            return f"{name[:2]}***@{host}"
        said = bare(self.text)
        shown = 3 if len(said) > 8 else 2
        return f"{said[:shown]}{'*' * max(len(said) - 2 * shown, 3)}{said[-shown:]}"

    @property
    def mask(self) -> str:
        """What is put in its place: the surname of a name stays, everything else goes."""
        return self.hint if self.kind in OF_PEOPLE else f"［{self.kind.label}已隐去］"


def findings(text: str, *, known: Known = ()) -> list[Finding]:
    """Return the personal data found in the text, in order; where two readings overlap the stronger one stands.
    `known` is what no pattern could tell from other words: the writer's own name, address and telephone."""
    reading, taken, found = read(text), [], []
    of_words = [(kind, said) for kind, said in known if kind != Kind.PHONE]
    of_numbers = [(kind, said) for kind, said in known if kind == Kind.PHONE]
    readings = (
        literals(reading, of_words), numbers(reading), words(reading), literals(reading, of_numbers), introduced(reading)
    )  # fmt: skip
    for kind, start, end in chain.from_iterable(readings):
        if all(end <= other_start or start >= other_end for other_start, other_end in taken):
            taken.append((start, end))
            first, last = reading.written(start, end)
            found.append(Finding(kind, text[first:last], first, last))
    return sorted(found, key=lambda finding: finding.start)


def masked_where(text: str, chosen: Callable[[Finding], bool], *, known: Known = ()) -> str:
    """Return the text with those findings made unreadable that are chosen."""
    for finding in reversed(findings(text, known=known)):
        if chosen(finding):
            text = text[: finding.start] + finding.mask + text[finding.end :]
    return text


def cut_out(text: str, *, known: Known = ()) -> str:
    """Return the text without its personal data, for what compares texts by their words and may show which."""
    return "".join(_between(text, findings(text, known=known)))


def _between(text: str, found: Iterable[Finding]) -> Iterator[str]:
    place = 0
    for finding in found:
        yield f"{text[place : finding.start]} "
        place = finding.end
    yield text[place:]


def masked(text: str, *, known: Known = (), kinds: Collection[Kind] = tuple(Kind)) -> str:
    """Return the text with the personal data of these kinds made unreadable; a name keeps its surname."""
    return masked_where(text, lambda finding: finding.kind in kinds, known=known)
