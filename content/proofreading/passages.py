"""The visible text of a piece of HTML, with the way back: every character knows where in the HTML it stands.

Blocks (paragraphs, cells, headings, line breaks) are kept apart by a line feed, which stands for no character of the HTML.
Inline markup leaves no trace, so a word with half of it in bold is one word.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape, unescape

from content.proofreading.findings import Finding, Kind, Severity

TOKEN = re.compile(
    r"<!--.*?-->|<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9-]*)(?P<attributes>(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)>"
    r"|(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});)|(?P<text>[^<&]++)|(?P<odd>[<&])",
    re.S,
)
ATTRIBUTE = re.compile(r"([a-zA-Z-]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++)))?")
INLINE = frozenset({
    "a", "b", "strong", "em", "i", "u", "s", "sub", "sup", "small", "mark", "span", "code", "img", "col", "colgroup",
})  # fmt: skip
WHITE = str.maketrans("\t\r\n\f", "    ")
AROUND = 12


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag of the HTML: where it stands in the text, and what it says."""

    name: str
    is_closing: bool
    attributes: str
    at: int

    def get(self, wanted: str) -> str | None:
        """Return an attribute's value, None when it is not there."""
        for name, *values in ATTRIBUTE.findall(self.attributes):
            if name.lower() == wanted:
                return unescape("".join(values))
        return None


@dataclass(slots=True)
class Passage:
    """The visible text of one field. `runs` are (start in the text, length in the text,
    start in the HTML, length in the HTML); the lengths differ where the HTML has an entity."""

    name: str
    html: str
    text: str
    tags: list[Tag] = field(default_factory=list)
    runs: list[tuple[int, int, int, int]] = field(default_factory=list)
    is_html: bool = True

    def blocks(self) -> Iterator[tuple[int, str]]:
        """Yield each block that says something, with where it begins in the text."""
        start = 0
        for block in self.text.split("\n"):
            if block.strip():
                yield start, block
            start += len(block) + 1

    def finding(
        self, kind: Kind, severity: Severity, start: int, end: int, message: str, replacement: str | None = None
    ) -> Finding:
        """Return a finding about the characters from start to end."""
        quote = self.text[start:end]
        before = self.text[max(start - AROUND, 0) : start].rpartition("\n")[2]
        after = self.text[end : end + AROUND].partition("\n")[0]
        return Finding(
            kind, severity, self.name, str(message), quote, start, end, self.text.count(quote, 0, start), replacement,
            context=f"{before}{quote}{after}",
        )  # fmt: skip

    def element_finding(self, kind: Kind, tag: Tag, number: int, message: str) -> Finding:
        """Return a warning about the n-th element of its name."""
        blocks = (block.strip() for block in self.text[tag.at : tag.at + 200].split("\n"))
        after = next(filter(None, blocks), "")[: 2 * AROUND]
        return Finding(
            kind, Severity.WARN, self.name, str(message), start=tag.at, end=tag.at, occurrence=number,
            element=tag.name, context=after,
        )  # fmt: skip

    def with_replacements(self, findings: Iterable[Finding]) -> str:
        """Return the HTML with the right forms put in; markup inside a replaced word stays, around the right form."""
        html = self.html
        for finding in sorted(findings, key=lambda each: each.start, reverse=True):
            if finding.replacement is None or finding.end <= finding.start:
                continue
            pieces = self._pieces(finding.start, finding.end)
            for number in range(len(pieces) - 1, -1, -1):
                begin, end = pieces[number]
                html = html[:begin] + (self._written(finding.replacement) if number == 0 else "") + html[end:]
        return html

    def _written(self, text: str) -> str:
        return escape(text, quote=False) if self.is_html else text

    def _pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        """The spans of the HTML that show the characters from start to end."""
        pieces = []
        first = max(bisect_right(self.runs, start, key=lambda run: run[0]) - 1, 0)
        for number in range(first, len(self.runs)):
            run_start, length, html_start, html_length = self.runs[number]
            begin, stop = max(start, run_start), min(end, run_start + length)
            if run_start >= end:
                break
            if begin < stop and length != html_length:
                pieces.append((html_start, html_start + html_length))
            elif begin < stop:
                pieces.append((html_start + begin - run_start, html_start + stop - run_start))
        return pieces


def line_of(name: str, text: str) -> Passage:
    """Return a field of one line, such as a title, as a passage."""
    return Passage(name, text, text.translate(WHITE), [], [(0, len(text), 0, len(text))], is_html=False)


def passage_of(name: str, html: str) -> Passage:
    """Return the visible text of sanitised HTML as a passage; whatever is no markup is text, so nothing is lost."""
    parts: list[str] = []
    tags: list[Tag] = []
    runs: list[tuple[int, int, int, int]] = []
    at = 0
    for token in TOKEN.finditer(html):
        if token["name"]:
            tag = token["name"].lower()
            tags.append(Tag(tag, bool(token["close"]), token["attributes"], at))
            if tag not in INLINE and parts and parts[-1] != "\n":
                parts.append("\n")
                at += 1
            continue
        shown = token["text"] or token["odd"] or (unescape(token["entity"]) if token["entity"] else "")
        if shown:
            runs.append((at, len(shown), token.start(), token.end() - token.start()))
            parts.append(shown.translate(WHITE))
            at += len(shown)
    return Passage(name, html, "".join(parts), tags, runs)
