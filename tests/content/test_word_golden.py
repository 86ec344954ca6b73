"""Whole Word files against the HTML they must become. Set GOLDEN=write to write the HTML anew after looking at it."""

import os
from pathlib import Path

import pytest

from content.word import read_word
from tests.content import word_builders as build

FILES = Path(__file__).parent / "word_files"
MADE = {"report": build.a_report, "policy": build.a_policy_document}  # with python-docx
KEPT = ["consultation"]  # made with LibreOffice


def shown(name: str, content: bytes) -> str:
    """What was read, laid out for reading: the facts, the body line by line, the report."""
    read = read_word(f"{name}.docx", content)
    facts = read.recognised
    lines = [
        f"<!-- {facts.title} | {facts.document_number} | {facts.genre} | {facts.written_on} | {facts.printed_on}",
        *facts.issuer_words, "-->", read.body.replace("><", ">\n<"), "<!--", *read.report, "-->",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", [*MADE, *KEPT])
def test_a_file_becomes_the_html_that_was_agreed(name):
    content = MADE[name]() if name in MADE else (FILES / f"{name}.docx").read_bytes()
    golden = FILES / f"{name}.html"
    if os.environ.get("GOLDEN") == "write":
        golden.write_text(shown(name, content), "utf-8")
    assert shown(name, content) == golden.read_text("utf-8")
