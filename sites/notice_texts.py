"""What the text of a holiday notice says: days off and make-up days, read out of the sentences of the State Council's office.

    二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。

The reader is strict: what it does not understand, and what does not fit (a weekday that is another, a number of days that
is not the number listed), it says in a sentence. It decides nothing: a person confirms the table.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from sites.calendar import WEEKDAY_NAMES, WorkCalendar

LONGEST_TEXT = 20_000
LONGEST_SPAN = timedelta(days=15)
HOLIDAYS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
NEW_YEAR = "元旦"

_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_CHINESE = re.compile(r"[〇零一二三四五六七八九十]+(?=[年月日天])")
_NUMBER = re.compile(r"[一-鿿]{2,12}[〔\[【(]\d{4}[〕\]】)]第?\d+号")
_TITLE = re.compile(
    r"[^\n。:]*关于[^。:]{0,60}?(?:放假|节假日|假期|调休)[^。:]{0,20}?通知"
)  # it may be broken into lines
_SIGNED = re.compile(r"^\W*(\d{4})年(\d{1,2})月(\d{1,2})日\W*$", re.M)
_HEADING = re.compile(r"^\s*(?:[一二三四五六七八九十]{1,3}[、.,]|\(?\d{1,2}\)?[、.,])?\s*([一-鿿、和\d]{2,24}?)\s*:")
_WEEKDAY = r"(?:星期|周|礼拜)([一二三四五六日天])"
_DAY = (
    r"(?:(?P<{0}year>\d{{4}})年)?(?:(?P<{0}month>\d{{1,2}})月)?(?P<{0}day>\d{{1,2}})(?:日|号)(?P<{0}note>\([^()]*\))?"
)
_SPAN = re.compile(_DAY.format("a") + r"(?:\s*(?:至|到|~|-|—|–|－)+\s*" + _DAY.format("b") + ")?")
_VERB = re.compile(r"放假调休|调休放假|放假|补休|(?<!不)调休|休息|起(?:正常|照常)?上班|(?:正常|照常)?上班")
_HOW_MANY = re.compile(r"(?:共|放假)(\d{1,2})天")
_PROLONGED = re.compile(r"延长(?:\d{4}年)?([一-鿿]{2,3}?)假期?至")
_ADVICE = ("鼓励", "建议", "可结合", "倡导")


@dataclass
class Recognised:
    """What was read: the notice's particulars, the two tables in the order of their days, and what a person must look at."""

    year: int | None = None
    title: str = ""
    document_number: str = ""
    published_on: date | None = None
    days_off: dict[date, str] = field(default_factory=dict)
    days_on: dict[date, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def entries(self, days: dict[date, str]) -> list[dict[str, str]]:
        """Return days as a notice stores them."""
        return [{"day": day.isoformat(), "name": name} for day, name in sorted(days.items())]


def recognise(text: str, calendar: WorkCalendar | None = None) -> Recognised:
    """Read the text of a notice. The calendar tells when a holiday that is prolonged ended until now."""
    plain = _plain(text[:LONGEST_TEXT])
    found = Recognised(**_particulars(plain))
    if found.year is None:
        found.doubts.append("没有找到年度，请在下面填写。")
        return found
    _Reader(found, calendar).read(plain)
    if not found.days_off and not found.days_on:
        found.doubts.append("没有识别到放假或调休上班的日期，请核对文字，或直接按行填写。")
    return found


# --- before reading ------------------------------------------------------------------------------------------------------


def _plain(text: str) -> str:
    """Return the text with half-width digits and marks, and dates in digits; sentences still end with 。 or a new line."""
    text = unicodedata.normalize("NFKC", text.replace("：", ":").replace("；", "。").replace("\u3000", " "))
    text = re.sub(r"[\x00-\x08\x0b-\x1f]|[\u200b-\u200f\ufeff]", "", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = re.sub(r"(?<=[\d年月日至到])[ \t]+(?=[\d年月日至到天])", "", text)
    return _CHINESE.sub(lambda match: str(_number(match[0])), text)


def _number(words: str) -> int:
    """Return 二〇二六 as 2026, 三十一 as 31."""
    if "十" not in words:
        return int("".join(str(_DIGITS[char]) for char in words))
    tens, _ten, ones = words.partition("十")
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)


def _particulars(text: str) -> dict[str, object]:
    title = _TITLE.search(text)
    said = re.sub(r"\s+", "", title[0]) if title else ""
    number, years = _NUMBER.search(text.replace(title[0], "\n") if title else text), re.findall(r"(\d{4})年", said)
    signed = [_real(*map(int, parts)) for parts in _SIGNED.findall(text)]
    if not years:
        in_dates = re.findall(r"(\d{4})年\d{1,2}月", _SIGNED.sub("", text))
        years = in_dates[:1] or [str(day.year) for day in signed[-1:] if day]
    return {
        "year": int(years[-1]) if years and 2004 <= int(years[-1]) <= 2100 else None,
        "title": said[:200],
        "document_number": number[0] if number else "",
        "published_on": next((day for day in reversed(signed) if day), None),
    }


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# --- reading ---------------------------------------------------------------------------------------------------------------


class _Reader:
    """Goes through the sentences with the holiday it is about in mind."""

    def __init__(self, found: Recognised, calendar: WorkCalendar | None) -> None:
        self.found, self.calendar, self.holiday = found, calendar, ""

    def read(self, text: str) -> None:
        """Read every sentence; those with dates that say neither off nor on are named."""
        for sentence in re.split(r"[。\n]", text):
            self._sentence(_NUMBER.sub("", sentence).strip())  # 〔2026〕9号 is no ninth of a month

    def _sentence(self, sentence: str) -> None:
        heading = _HEADING.match(sentence)
        if heading and any(name in heading[1] for name in (*HOLIDAYS, "节", "纪念日", "假")):
            self.holiday, sentence = heading[1], sentence[heading.end() :]
        if not _SPAN.search(sentence) or _SIGNED.match(sentence):
            return
        if any(word in sentence for word in _ADVICE):
            self.found.left_out.append(f"“{sentence[:60]}”是倡导性的表述，没有计入。")
            return
        prolonged = _PROLONGED.search(sentence)
        if prolonged:
            sentence = self._prolong(prolonged[1], sentence, prolonged.end())
        self._clauses(sentence)

    def _clauses(self, sentence: str) -> None:
        """Every run of days belongs to the verb that follows it."""
        listed: set[date] = set()
        place = 0
        for verb in _VERB.finditer(sentence):
            spans = list(self._spans(sentence[place : verb.start()]))
            place = verb.end()
            days = [day for span in spans for day in span]
            if not days or verb[0].startswith("起"):
                continue
            if verb[0].endswith("上班"):
                self._keep(self.found.days_on, days, f"{self._name(sentence)}调休上班")
            else:
                self._keep(self.found.days_off, days, self._name(sentence))
                listed.update(days)
        self._check_number(sentence, listed)
        if not place and _SPAN.search(sentence):
            self.found.left_out.append(f"“{sentence[:60]}”里有日期，但没有说放假还是上班，没有计入。")

    def _name(self, sentence: str) -> str:
        """The holiday of the heading, or one that the sentence names."""
        return self.holiday or next((name for name in HOLIDAYS if name in sentence), "放假")

    def _keep(self, table: dict[date, str], days: list[date], name: str) -> None:
        for day in days:
            table.setdefault(day, name)

    def _check_number(self, sentence: str, listed: set[date]) -> None:
        said = _HOW_MANY.search(sentence)
        if said and listed and int(said[1]) != len(listed):
            first, last = min(listed), max(listed)
            self.found.doubts.append(
                f"{self._name(sentence)}写明共 {said[1]} 天，列出的却是 {len(listed)} 天（{first} 至 {last}）。"
            )

    # dates ----------------------------------------------------------------------------------------------------------------

    def _spans(self, words: str) -> Iterator[list[date]]:
        """Yield the days of each date or span of dates, with years and months filled in from what stands before."""
        month, year = None, None
        for match in _SPAN.finditer(words):
            part = match.groupdict()
            year = int(part["ayear"]) if part["ayear"] else year
            month = int(part["amonth"]) if part["amonth"] else month
            first = self._day(year, month, part["aday"], part["anote"])
            last = first
            if first and part["bday"]:
                year = int(part["byear"]) if part["byear"] else (year or first.year)
                month = int(part["bmonth"]) if part["bmonth"] else first.month
                last = self._day(year, month, part["bday"], part["bnote"])
            yield self._between(first, last, match[0])

    def _between(self, first: date | None, last: date | None, words: str) -> list[date]:
        if first is None or last is None:
            return []
        if last < first and last.month < first.month and last.year == first.year:
            last = _real(last.year + 1, last.month, last.day) or last
        if not timedelta(0) <= last - first <= LONGEST_SPAN:
            self.found.doubts.append(f"“{words[:40]}”的起止日期不对，没有计入。")
            return []
        return [first + timedelta(days=number) for number in range((last - first).days + 1)]

    def _day(self, year: int | None, month: int | None, day: str, note: str | None) -> date | None:
        """Return the date that is meant; New Year's holiday may begin in the December before."""
        if month is None:
            self.found.doubts.append(f"“{day}日”没有写月份，没有计入。")
            return None
        if year is None:
            year = self.found.year - (NEW_YEAR in self.holiday and month == 12)
        meant = _real(year, month, int(day))
        if meant is None:
            self.found.doubts.append(f"“{year}年{month}月{day}日”不存在，没有计入。")
            return None
        said = re.search(_WEEKDAY, note or "")
        if said and "一二三四五六日".index(said[1].replace("天", "日")) != meant.weekday():
            self.found.doubts.append(f"{meant} 是{WEEKDAY_NAMES[meant.weekday()]}，通知写的是周{said[1]}。")
        return meant

    def _prolong(self, holiday: str, sentence: str, place: int) -> str:
        """延长春节假期至2月2日：the days after the holiday's last one until that day. Returns the rest of the sentence."""
        match = _SPAN.match(sentence, place)
        last = self._day(None, int(match["amonth"] or 0) or None, match["aday"], match["anote"]) if match else None
        if match is None or last is None:
            return sentence
        off = self.calendar.days_off if self.calendar else {}
        until = [day for day, why in off.items() if holiday in why and timedelta(0) < last - day <= LONGEST_SPAN]
        if not until:
            self.found.doubts.append(f"不知道{holiday}假期原来到哪一天，请补填 {last} 之前延长的日期。")
            until = [last - timedelta(days=1)]
        self.holiday = self.holiday or holiday
        self._keep(self.found.days_off, self._between(max(until) + timedelta(days=1), last, match[0]), holiday)
        return sentence[match.end() :]
