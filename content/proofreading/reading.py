"""Reading a text: its fields through every check, and what may not pass."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from content.models import Revision
from content.proofreading import (  # noqa: F401 (the checks register themselves)
    dates,
    document_numbers,
    links,
    markup,
    pairs,
    personal,
    punctuation,
    repetition,
    words,
)
from content.proofreading.findings import Finding
from content.proofreading.passages import Passage, line_of, passage_of
from content.proofreading.registry import Setting, findings_of_all_checks
from content.proofreading.vocabulary import vocabulary_of
from content.sanitising import opening_words, plain_text
from sites.models import Site

FIELDS = ("title", "subtitle", "body", "summary")


def findings_in(fields: Mapping[str, str], *, site: Site, at: datetime) -> list[Finding]:
    """Return what is wrong with the fields of a text of the site, in the order in which it is read. `body` is sanitised
    HTML, every other field one line; a summary that only repeats the beginning of the body is not read twice."""
    setting = Setting(site, vocabulary_of(site), at)
    found = []
    for passage in passages_of(fields):
        in_order = sorted(findings_of_all_checks(passage, setting), key=lambda each: (each.start, each.end))
        found += in_order
    return found


def passages_of(fields: Mapping[str, str]) -> list[Passage]:
    """Return the fields as passages, in the order in which they are read."""
    body, summary = fields.get("body", ""), fields.get("summary", "")
    read = {name: fields[name] for name in FIELDS if fields.get(name)}
    if summary and body and any(start(body).startswith(summary.rstrip("…")) for start in (opening_words, plain_text)):
        read.pop("summary")
    return [passage_of(name, text) if name == "body" else line_of(name, text) for name, text in read.items()]


def fields_of(revision: Revision) -> dict[str, str]:
    """Return the fields of a revision that are read."""
    return {name: getattr(revision, name) for name in FIELDS}


def findings_of(revision: Revision, *, at: datetime) -> list[Finding]:
    """Return what is wrong with a revision's text. The article and its site are expected to be loaded."""
    return findings_in(fields_of(revision), site=revision.article.site, at=at)


def corrected(fields: Mapping[str, str], findings: list[Finding]) -> dict[str, str]:
    """Return the fields that change when every right form that is known is put in; blocking or not makes no difference."""
    changed = {}
    for passage in passages_of(fields):
        new = passage.with_replacements(each for each in findings if each.field == passage.name)
        if new != passage.html:
            changed[passage.name] = new
    return changed
