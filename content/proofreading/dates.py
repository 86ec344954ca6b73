"""Dates that do not exist, and days of the week that are not those of their date."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from content.proofreading.findings import Finding, Kind, Severity
from content.proofreading.passages import Passage
from content.proofreading.registry import Setting, check

WEEKDAYS = "一二三四五六日"
LEAP_YEAR = 2024
_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF10, 0xFF1A)}
_WEEKDAY = r"(?:\s*[（(]?\s*(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])(?![一二三四五六日天至到])\s*[)）]?)?"
_NUMBERED = re.compile(
    r"(?<![\d.])(?:(?P<year>\d{4})\s*年\s*)?(?P<month>\d{1,2})\s*月(?:\s*(?P<day>\d{1,2})\s*[日号](?!\w?码)"
    + _WEEKDAY
    + r")?"
)
_DASHED = re.compile(
    r"(?<![\d./-])(?P<year>(?:19|20)\d{2})(?P<dash>[-/.])(?P<month>\d{1,2})(?P=dash)(?P<day>\d{1,2})(?![\d./-])"
)
_HAN = re.compile(
    r"(?P<year>[一二][〇○零一二三四五六七八九]{3})年(?P<month>[一二三四五六七八九十]{1,3})月(?:(?P<day>[一二三四五六七八九十]{1,3})日"
    + _WEEKDAY
    + r")?"
)
_LUNAR = ("农历", "阴历", "旧历", "夏历")


@check
def dates(passage: Passage, setting: Setting) -> Iterator[Finding]:
    """A month has at most 31 days, a year twelve months, and each date one day of the week."""
    text = passage.text.translate(_FULL_WIDTH)
    for pattern, number_of in ((_NUMBERED, int), (_DASHED, int), (_HAN, number_of_han)):
        for match in pattern.finditer(text):
            if not text[max(match.start() - 6, 0) : match.start()].rstrip("年").endswith(_LUNAR):
                yield from _faults(passage, match, number_of)


def _faults(passage: Passage, match: re.Match[str], number_of: object) -> Iterator[Finding]:
    parts = match.groupdict()
    year, month, day = (number_of(parts[name]) if parts.get(name) else None for name in ("year", "month", "day"))
    if year is None and day is None:
        return  # “18月” may be a span of time
    start, end = match.span()
    if parts.get("weekday"):
        end = match.start("weekday") + 1
    if not 1 <= month <= 12:
        yield passage.finding(Kind.DATE, Severity.WARN, start, end, _("没有 %s 月。") % month)
    elif day is not None and not 1 <= day <= monthrange(year or LEAP_YEAR, month)[1]:
        shown = _("%s 年 %s 月没有 %s 日。") % (year, month, day) if year else _("%s 月没有 %s 日。") % (month, day)
        yield passage.finding(Kind.DATE, Severity.WARN, start, end, shown)
    elif year and day and parts.get("weekday"):
        yield from _wrong_weekday(passage, match, date(year, month, day))


def _wrong_weekday(passage: Passage, match: re.Match[str], day: date) -> Iterator[Finding]:
    right = WEEKDAYS[day.weekday()]
    if match["weekday"].replace("天", "日") != right:
        at = match.start("weekday")
        start = match.start()
        written = passage.text[start:at] + right
        message = _("%(day)s是星期%(right)s。") % {"day": f"{day.year}年{day.month}月{day.day}日", "right": right}
        yield passage.finding(Kind.DATE, Severity.WARN, start, at + 1, message, written)


def number_of_han(text: str) -> int:
    """Return the number that Chinese numerals say, years digit by digit: 二〇二六 is 2026, 二十一 is 21."""
    digits = {han: value for value, han in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
    if "十" not in text:
        return int("".join(str(digits[han]) for han in text))
    tens, _ten, ones = text.partition("十")
    return (digits.get(tens, 0) if tens else 1) * 10 + (digits.get(ones, 0) if ones else 0)
