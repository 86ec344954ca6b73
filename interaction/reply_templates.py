"""Templates of answers: the variables they may carry, what each becomes for a letter, and what of an answer is a template's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from sites.refusals import refuse_if

if TYPE_CHECKING:
    from interaction.models import Letter, ReplyTemplate

VARIABLE = re.compile(r"[{｛]([^{}｛｝\n]{1,20})[}｝]")
SHORTEST_MARKED = 6  # characters besides variables: a greeting or a date that everybody writes is nobody's template


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"  # without spaces, as official texts write it


VARIABLES: dict[str, tuple[str, Callable[[Letter, date], str]]] = {
    "称呼": ("来信人姓名加“同志”", lambda letter, on: f"{letter.writer_name}同志"),
    "编号": ("信件编号", lambda letter, on: letter.number),
    "标题": ("来信标题", lambda letter, on: letter.title),
    "信箱": ("信箱名称", lambda letter, on: letter.mailbox.name),
    "收到日期": ("收到来信的日期", lambda letter, on: _day(letter.received_on)),
    "最迟日期": ("最迟答复日期", lambda letter, on: _day(letter.due_on)),
    "承办单位": ("承办单位全称", lambda letter, on: letter.organization.name if letter.organization else ""),
    "联系电话": ("承办单位的联系电话", lambda letter, on: letter.organization.phone if letter.organization else ""),
    "网站": ("网站名称", lambda letter, on: letter.site.name),
    "今天": ("填入的日期", lambda letter, on: _day(on)),
}
"""The variables by name, each with what people read about it and what it becomes."""


def check_variables(text: str) -> None:
    """Raise Refused, naming them, when the text has variables that there are not."""
    unknown = [name for name in dict.fromkeys(VARIABLE.findall(text)) if name.strip() not in VARIABLES]
    known = "".join(f"{{{name}}}" for name in VARIABLES)
    said = _("没有这样的变量：%(unknown)s。可以使用：%(known)s。")
    refuse_if(unknown, said % {"unknown": "、".join(f"{{{name}}}" for name in unknown), "known": known})


def filled(text: str, letter: Letter, *, on: date) -> str:
    """Return the template's text with every variable as it reads for the letter; empty ones leave a gap to be filled in."""

    def value(match: re.Match[str]) -> str:
        name = match[1].strip()
        if name not in VARIABLES:
            return match[0]
        return VARIABLES[name][1](letter, on) or f"［{name}］"

    return VARIABLE.sub(value, text)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of an answer, and the template it was taken from word for word ('' when somebody wrote it)."""

    text: str
    template: str = ""


def paragraphs(text: str, templates: Iterable[ReplyTemplate], letter: Letter, *, on: date) -> list[Paragraph]:
    """Return the answer's paragraphs, those marked that a template gave unchanged."""
    given = {
        filled(line, letter, on=on): template.name
        for template in templates
        for line in _lines(template.text)
        if len(VARIABLE.sub("", line)) >= SHORTEST_MARKED
    }
    return [Paragraph(line, given.get(line, "")) for line in _lines(text)]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
