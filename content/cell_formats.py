"""Values of a spreadsheet as the sheet shows them: number formats, percentages, amounts, dates as written in Chinese."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

WEEKDAYS = "一二三四五六日"
TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[(h+|m+|s+)\]|\[[^\]]*\]|_.|\*.|(上午/下午|AM/PM|A/P)|'
    r"(y+|e+|m+|d+|h+|s+(?:\.0+)?|a{3,4})|(.)",
    re.I,
)
DIGITS = re.compile(r"[0#?][0#?,]*(?:\.[0#?]*,*)?(?:E[+-]0+)?|\.[0#?]+", re.I)
ERRORS = {"#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!"}


def shown(value: object, form: str = "General") -> str:
    """Return the value as a reader sees it in the sheet; an empty cell is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (datetime, date, time)):
        return _moment(value, form)
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    if isinstance(value, (int, float, Decimal)):
        return _number(value, form or "General")
    return str(value).strip()


def _section(value: Decimal, form: str) -> tuple[str, Decimal]:
    """Return the part of the format for this sign, and the number to write with it."""
    parts = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', form)
    if len(parts) > 2 and value == 0:
        return parts[2], value
    if len(parts) > 1 and value < 0:
        return parts[1], -value
    return parts[0], value


def _number(value: float | Decimal, form: str) -> str:
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if not exact.is_finite():
        return str(value)
    section, exact = _section(exact, form)
    if section.strip().lower() in {"general", "@", "", "g/通用格式"} or "/" in _bare(section):
        return _general(exact)
    literal = ""
    pattern = None
    place = 0
    while place < len(section):
        digits = DIGITS.match(section, place)
        if digits and pattern is None:
            pattern = digits[0]
            literal += "\0"
            place = digits.end()
            continue
        token = TOKEN.match(section, place)
        literal += next((part for part in (token[1], token[2], token[3]) if part), "") or _plain(token)
        place = token.end()
    if pattern is None:
        return literal.strip()
    if "%" in literal:
        exact *= 100
    sign = "-" if exact < 0 else ""
    return literal.replace("\0", sign + _digits(abs(exact), pattern), 1).strip()


def _bare(section: str) -> str:
    return re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", section)


def _plain(token: re.Match[str]) -> str:
    return token[0] if (token[6] or token[7]) and token[0] not in "#?" else ""


def _general(value: Decimal) -> str:
    """Return a number without a format: at most eleven digits, no trailing zeros."""
    if value == value.to_integral_value() and abs(value) < Decimal(10) ** 15:
        return str(int(value))
    text = f"{float(value):.10g}"
    return text if "e" not in text else f"{float(value):.5E}"


def _digits(value: Decimal, pattern: str) -> str:
    """Write a number above zero with a pattern of 0, # and commas."""
    if "E" in pattern.upper():
        decimals = len(pattern.upper().partition("E")[0].partition(".")[2])
        return f"{float(value):.{decimals}E}"
    value /= 1000 ** (len(pattern) - len(pattern.rstrip(",")))  # each trailing comma divides by a thousand
    whole, _point, fraction = pattern.rstrip(",").partition(".")
    least = sum(1 for each in fraction if each in "0?")
    rounded = value.quantize(Decimal(1).scaleb(-len(fraction)), rounding=ROUND_HALF_UP)
    text = f"{rounded:,.{len(fraction)}f}" if "," in whole else f"{rounded:.{len(fraction)}f}"
    integer, _point, decimals = text.partition(".")
    while len(decimals) > least and decimals.endswith("0"):
        decimals = decimals[:-1]
    zeros = sum(1 for each in whole if each == "0")
    if not zeros and integer == "0" and decimals:
        integer = ""
    return integer.rjust(zeros, "0") + (f".{decimals}" if decimals else "")


def _moment(value: date | time, form: str) -> str:
    """Return a date or a time of day as its format writes it; without one, as our pages write dates."""
    section = form.split(";")[0]
    tokens = [match for match in TOKEN.finditer(section)]
    if not any(match[6] for match in tokens) or re.fullmatch(
        r"(?:\[\$-F[48]00\].*|m/d/yy(?:yy)?|mm-dd-yy|m/d/yy h:mm)", section, re.I
    ):
        return _plain_moment(value)
    has_half_days = any(match[5] for match in tokens)
    result, after_hour = "", False
    for index, match in enumerate(tokens):
        if match[6]:
            name = match[6].lower()
            is_minute = name[0] == "m" and (after_hour or _seconds_follow(tokens, index))
            result += _part(value, name, is_minute=is_minute, has_half_days=has_half_days)
            after_hour = name[0] == "h"
        elif match[5]:
            result += "上午" if getattr(value, "hour", 0) < 12 else "下午"
        else:
            result += match[1] or match[2] or (match[7] if match[7] and match[7] != "@" else "") or ""
    return result.strip()


def _seconds_follow(tokens: list[re.Match[str]], index: int) -> bool:
    following = next((match[6].lower() for match in tokens[index + 1 :] if match[6]), "")
    return following.startswith("s")


def _part(value: date | time, name: str, *, is_minute: bool, has_half_days: bool) -> str:
    hour, minute, second = (getattr(value, part, 0) for part in ("hour", "minute", "second"))
    if is_minute:
        return f"{minute:02d}" if len(name) > 1 else str(minute)
    if name[0] == "h":
        hour = (hour - 1) % 12 + 1 if has_half_days else hour
        return f"{hour:02d}" if len(name) > 1 else str(hour)
    if name[0] == "s":
        return f"{second:02d}" if name.startswith("ss") else str(second)
    if not isinstance(value, date):
        return ""
    if name[0] in "ye":
        return f"{value.year % 100:02d}" if len(name) == 2 else str(value.year)
    if name[0] == "a":
        return ("星期" if len(name) > 3 else "周") + WEEKDAYS[value.weekday()]
    if name[0] == "m":
        return f"{value.month:02d}" if len(name) == 2 else str(value.month)
    if len(name) > 2:
        return ("星期" if len(name) > 3 else "周") + WEEKDAYS[value.weekday()]
    return f"{value.day:02d}" if len(name) == 2 else str(value.day)


def _plain_moment(value: date | time) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if (value.hour, value.minute) == (0, 0) else f"{value:%Y-%m-%d %H:%M}"
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else f"{value:%H:%M}"
