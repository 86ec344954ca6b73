"""The demo's 图解: blocks over the same subjects as the texts, so that chart and document agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from interpretation.charts import Block, Kind, to_html

from .documents import Subject
from .shapes import DocumentSpec


def chart_body(lines: Sequence[str], document: DocumentSpec, subject: Subject, fill: Callable[[str], str]) -> str:
    """Compose the chart: the lines of its text as table and steps, the days that count, and what people ask."""
    table = tuple(tuple(cell.strip() for cell in line.strip("| ").split("|")) for line in lines if line.startswith("|"))
    things = tuple((line.partition(". ")[2].rstrip("。"), "") for line in lines if line[:1].isdigit())
    days = [(document.written_on, "成文"), (document.printed_on, "印发"), (document.effective_on, "施行")]
    if document.expires_on:
        days.append((document.expires_on, "有效期届满"))
    blocks = [
        Block(Kind.STEPS, "与您有关的几件事", things),
        Block(Kind.COMPARISON, "主要规定", table),
        Block(
            Kind.TIMELINE,
            "几个日子",
            tuple((_day(day), words) for day, words in sorted(days, key=lambda each: each[0])),
        ),
        Block(
            Kind.FAQ, "大家常问", tuple((fill(question), fill(answer)) for question, answer in subject.questions[:3])
        ),
    ]
    shown = [block for block in blocks if block.rows]
    return f"<p>{lines[0]}</p>{to_html(shown)}<p>{lines[-1]}</p>"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
