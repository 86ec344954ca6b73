"""One Word file while it is read: its parts, styles and lists, and what has been gathered so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from content.archives import OfficeArchive, Relation, relations_of
from content.word.names import Element
from content.word.numbering import Numbering, numbering_of
from content.word.report import Report
from content.word.styles import Styles, styles_of

FOLDER = "word/"
MAIN = "word/document.xml"


@dataclass(frozen=True)
class Picture:
    """A picture found in the text; `key` is the address that stands for it in the body until it is kept."""

    key: str
    name: str
    content: bytes
    alt: str


@dataclass
class Field:
    """A field such as HYPERLINK or TOC that began and has not ended: its code, and whether its result is being read."""

    code: str = ""
    in_result: bool = False
    is_link: bool = False
    is_silent: bool = False


@dataclass
class Manuscript:
    """Everything that reading one file needs and gathers."""

    archive: OfficeArchive
    styles: Styles
    numbering: Numbering
    report: Report = field(default_factory=Report)
    relations: dict[str, Relation] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
    fields: list[Field] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)  # (kind, id) in the order of their first mention
    floating: list[Element] = field(default_factory=list)  # text boxes met inside the current paragraph
    depth: int = 0

    @property
    def is_silent(self) -> bool:
        """True inside a field whose text is not ours to show: its code, or a table of contents."""
        return any(not each.in_result or each.is_silent for each in self.fields)


def manuscript_of(archive: OfficeArchive) -> Manuscript:
    """Open what the whole file shares."""
    found = Manuscript(
        archive, styles_of(archive.xml("word/styles.xml")), numbering_of(archive.xml("word/numbering.xml"))
    )
    found.relations = relations_of(archive, MAIN)
    return found
