"""The public copy of a letter while it is edited: what personal data is in it, field by field, and what one click masks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from interaction import shown
from sites.privacy import Finding, findings, masked_name, masked_where

if TYPE_CHECKING:
    from interaction.models import Letter

FIELDS = {"title": "标题", "name": "姓名", "body": "来信内容", "reply": "答复内容"}
MASK_ALL = "all"


@dataclass
class Suspect:
    """One piece of personal data, wherever it stands in the copy."""

    finding: Finding
    places: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Checked:
    """A copy as it was looked through: each field in pieces (text, finding or None), and what must be masked or confirmed."""

    pieces: dict[str, list[tuple[str, Finding | None]]]
    suspects: list[Suspect]

    @property
    def fields(self) -> list[tuple[str, str, list[tuple[str, Finding | None]]]]:
        """The fields in which something was found: short name, label, pieces."""
        return [(name, FIELDS[name], parts) for name, parts in self.pieces.items() if any(part[1] for part in parts)]


def checked(texts: Mapping[str, str], letter: Letter) -> Checked:
    """Look through the fields of a copy."""
    pieces, suspects = {}, {}
    for name in FIELDS:
        text, place, parts = texts.get(name) or "", 0, []
        for finding in findings(text, known=letter.known_of_writer):
            parts += [(text[place : finding.start], None), (finding.text, finding)]
            place = finding.end
            suspect = suspects.setdefault(finding.key, Suspect(finding))
            if FIELDS[name] not in suspect.places:
                suspect.places.append(FIELDS[name])
        pieces[name] = [part for part in [*parts, (text[place:], None)] if part[0]]
    return Checked(pieces, list(suspects.values()))


def masked_copy(
    texts: Mapping[str, str], letter: Letter, key: str, *, confirmed: Collection[str] = ()
) -> dict[str, str]:
    """Return the fields with one finding masked wherever it stands, or with all of them that nobody confirmed; the name of
    the copy becomes the writer's masked one when there is something to mask in it."""

    def is_meant(finding: Finding) -> bool:
        return finding.key == key or (key == MASK_ALL and finding.key not in confirmed)

    known = letter.known_of_writer
    done = {name: masked_where(texts.get(name) or "", is_meant, known=known) for name in FIELDS}
    if done["name"] != (texts.get("name") or ""):
        done["name"] = masked_name(letter.writer_name)
    return done


def public_page(letter: Letter) -> dict[str, Any]:
    """Return what the public page of a letter shows, for the page itself and for the look at it beforehand."""
    return {
        "letter": letter,
        "events": shown.public_timeline(letter),
        "answer": shown.public_answer(letter),
    }


def as_published(letter: Letter, texts: Mapping[str, str], *, at: datetime) -> Letter:
    """Return the letter in memory as it would be with this copy on the site; the one in the database is not touched."""
    for name in FIELDS:
        setattr(letter, f"public_{name}", (texts.get(name) or "").strip())
    letter.keep_round_of_copy()
    letter.published_at = letter.published_at or at
    return letter
