"""Small builders for the tests of proof-reading: a text read with given words, without a database."""

from __future__ import annotations

from content.proofreading import reading  # noqa: F401 (the checks register themselves)
from content.proofreading.findings import Finding, Kind, Severity
from content.proofreading.matching import Entry, Matcher, folded_word
from content.proofreading.passages import line_of, passage_of
from content.proofreading.registry import Setting, findings_of_all_checks
from content.proofreading.vocabulary import Vocabulary
from tests.cast import NOW

BLOCK, WARN = Severity.BLOCK, Severity.WARN


def an_entry(pattern: str, right: str = "", **fields) -> Entry:
    """A word to look for."""
    fine = tuple(folded_word(each) for each in fields.pop("exceptions", ()))
    kind = fields.pop("kind", Kind.ERROR if right else Kind.SENSITIVE)
    return Entry(
        folded_word(pattern), pattern, kind, fields.pop("severity", WARN), right, exceptions=fine, **fields
    )  # fmt: skip


def found(text: str, *entries: Entry, words: Vocabulary | None = None) -> list[Finding]:
    """What is found in a line of text, or in HTML when it begins with a tag."""
    passage = passage_of("body", text) if text.startswith("<") else line_of("title", text)
    words = words or Vocabulary((Matcher(entries),) if entries else ())
    return sorted(findings_of_all_checks(passage, Setting(None, words, NOW)), key=lambda each: (each.start, each.end))


def quotes(text: str, *entries: Entry) -> list[str]:
    """The passages that were found."""
    return [finding.quote for finding in found(text, *entries)]
