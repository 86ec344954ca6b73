"""A holiday notice as a file: a table (CSV, XLSX) of days, or JSON as it is exchanged between offices."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from sites.notice_texts import Recognised
from sites.refusals import Refused, refuse_if, refuse_unless
from sites.tables import read_rows

MOST_DAYS = 200
LARGEST_JSON = 2**20
OFF = {"放假", "休", "休息", "off", "假", "true", "节假日", "调休放假"}
ON = {"上班", "班", "调休上班", "on", "false", "补班", "工作日"}


def read_notice(content: bytes, *, name: str = "") -> Recognised:
    """Return what the file says of a year's days; a person confirms it. Raises Refused for what is neither JSON nor a table."""
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"["):
        return _of_json(content)
    refuse_if(name.lower().endswith(".json"), _("文件不是可读的 JSON。"))
    found = Recognised()
    for number, cells in read_rows(content, most=MOST_DAYS, name=name):
        day = _day(cells[0])
        if day is None and number == 1:
            continue  # the heading of the table
        _take(found, day, cells[0], *(cells[1:3] + ["", ""])[:2], place=_("第 %s 行") % number)
    return _with_year(found)


def _of_json(content: bytes) -> Recognised:
    refuse_if(len(content) > LARGEST_JSON, _("文件过大，放假安排用不了这么多字。"))
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Refused(_("文件不是可读的 JSON。")) from None
    refuse_unless(isinstance(data, dict), _("JSON 应是一个对象，含 year、days_off、days_on，或 year、days。"))
    found = Recognised(
        title=_text(data, "title"), document_number=_text(data, "document_number"),
        published_on=_day(_text(data, "published_on")), year=data.get("year") if type(data.get("year")) is int else None,
    )  # fmt: skip
    for name, kind in (("days_off", "off"), ("days_on", "on"), ("days", "")):
        entries = data.get(name, [])
        refuse_unless(
            isinstance(entries, list) and len(entries) <= MOST_DAYS,
            _("%s 应是不超过 %s 项的列表。") % (name, MOST_DAYS),
        )
        for number, entry in enumerate(entries, start=1):
            typed = entry if isinstance(entry, dict) else {}
            said = kind or str(typed.get("isOffDay", "")).lower()
            day = str(typed.get("day") or typed.get("date") or "")
            name_ = str(typed.get("name") or "")
            _take(
                found,
                _day(day),
                day,
                said,
                name_,
                place=_("%(list)s 第 %(number)s 项") % {"list": name, "number": number},
            )
    return _with_year(found)


def _take(found: Recognised, day: date | None, typed: str, kind: str, name: str, *, place: str) -> None:
    if day is None:
        found.doubts.append(_("%(place)s的“%(typed)s”不是日期，没有计入。") % {"place": place, "typed": typed[:40]})
    elif kind.strip().lower() in OFF:
        found.days_off[day] = name.strip()[:40] or "放假"
    elif kind.strip().lower() in ON:
        found.days_on[day] = name.strip()[:40] or "调休上班"
    else:
        said = {"place": place, "kind": kind[:20]}
        found.doubts.append(_("%(place)s没有写明“放假”还是“上班”（写的是“%(kind)s”），没有计入。") % said)


def _with_year(found: Recognised) -> Recognised:
    """The year that most days lie in, unless the file names it."""
    days = [day.year for day in (*found.days_off, *found.days_on)]
    if found.year is None and days:
        found.year = max(set(days), key=days.count)
    if not days:
        found.doubts.append(_("文件中没有识别到日期。"))
    return found


def _text(data: dict[str, Any], name: str) -> str:
    return str(data.get(name) or "").replace("\x00", "")[:200]


def _day(text: str) -> date | None:
    """Return the date of 2027-01-01, 2027/1/1, 2027.1.1 or 2027年1月1日."""
    parts = (
        text.strip()
        .split(" ")[0]
        .replace("年", "-")
        .replace("月", "-")
        .rstrip("日")
        .replace("/", "-")
        .replace(".", "-")
    )
    try:
        return date(*map(int, parts.split("-")))
    except (TypeError, ValueError):
        return None
