"""A document's data as a revision keeps it (JSON), brought into one form on the way in."""

from __future__ import annotations

from typing import Any

from content.document_numbers import in_one_form
from content.sanitising import clean_line
from content.topics import TOPICS

LINES = {"index_number", "unified_number", "issuer_text"}


def cleaned_document(data: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return the data with its numbers written in one form and its lines cleaned; None for what is no document."""
    if not data:
        return data
    result = {name: clean_line(value) if name in LINES and value else value for name, value in data.items()}
    if result.get("document_number"):
        result["document_number"] = in_one_form(clean_line(result["document_number"]))
    return result


def topic_code(topic: str) -> str:
    """Return the number of a topic in the State Council's classification, two digits for each level: 财政/税务 is 0402."""
    group, _slash, name = topic.partition("/")
    groups = list(TOPICS)
    if group not in TOPICS:
        return ""
    code = f"{groups.index(group) + 1:02d}"
    return f"{code}{TOPICS[group].index(name) + 1:02d}" if name in TOPICS[group] else f"{code}00"
