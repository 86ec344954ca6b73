"""The form of document numbers (发文字号): GB/T 9704-2012, 7.2.5."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from content.proofreading.findings import Finding, Kind, Severity
from content.proofreading.passages import Passage
from content.proofreading.registry import Setting, check

_NUMBER = re.compile(
    r"(?P<organ>[\u4e00-\u9fff]{1,10}(?:发|函|办|字|规|复|电|任|呈))(?P<left>[〔\[【（(［])\s?(?P<year>(?:19|20)\d{2})\s?(?P<right>[〕\]】）)］])"
    r"\s?(?P<first>第?)(?P<zeros>0*)(?P<number>[1-9]\d{0,4})号"
)


@check
def document_numbers(passage: Passage, setting: Setting) -> Iterator[Finding]:
    """The year stands in full in hexagonal brackets, the number has neither 第 nor leading zeros."""
    for match in _NUMBER.finditer(passage.text):
        right = f"〔{match['year']}〕{match['number']}号"
        start = match.start("left")
        if passage.text[start : match.end()] == right:
            continue
        message = _("发文字号的年份用六角括号〔〕，序号不加“第”，不编虚位。")
        yield passage.finding(Kind.DOCUMENT_NUMBER, Severity.WARN, start, match.end(), message, right)
