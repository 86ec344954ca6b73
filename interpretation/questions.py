"""The questions and answers of an interpretation, wherever its text has them: in blocks of a 图解, or as 问： and 答： in running
text. They can feed the knowledge base (portal/knowledge_feed.py)."""

from __future__ import annotations

import re

from lxml import html

from interpretation.charts import Kind, blocks_in

MOST = 50
_QUESTION = re.compile(r"^(?:\d{1,2}[.、．]\s*)?问(?:题?\d{0,2})?[：:]\s*(.+)", re.S)
_ANSWER = re.compile(r"^答[：:]\s*(.+)", re.S)
_LINES = {"p", "h2", "h3", "h4", "h5", "li", "dt", "dd", "div"}


def questions_in(text: str) -> list[tuple[str, str]]:
    """Return (question, answer) pairs in the order of the text; an answer may run over several paragraphs."""
    found: list[tuple[str, str]] = []
    for block in blocks_in(text):
        found += block.rows if block.kind == Kind.FAQ else _running(block.rows[0][0]) if block.kind == Kind.TEXT else ()
    return [(question, answer) for question, answer in found if question and answer][:MOST]


def _running(text: str) -> list[tuple[str, str]]:
    found: list[list[str]] = []
    is_answering = False
    for line, is_heading in _lines_of(text):
        if match := _QUESTION.match(line):
            found.append([match[1], ""])
            is_answering = False
        elif found and (match := _ANSWER.match(line)):
            found[-1][1], is_answering = match[1], True
        elif found and is_answering and not is_heading:
            found[-1][1] += f"\n{line}"
        else:
            is_answering = False
    return [(question, answer) for question, answer in found]


def _lines_of(text: str) -> list[tuple[str, bool]]:
    root = html.fragment_fromstring(text or "<p></p>", create_parent="div")
    rows = [
        each
        for each in root.iter()
        if each.tag in _LINES and not any(inner.tag in _LINES for inner in each.iterdescendants())
    ]
    lines = ((" ".join(" ".join(each.itertext()).split()), each.tag.startswith("h")) for each in rows)
    return [(words, is_heading) for words, is_heading in lines if words]
