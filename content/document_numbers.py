"""发文字号: read as people write them, written in one form, and sorted as people count.

The 2012 regulation on the handling of official documents (article 9): 机关代字, year, serial; joint documents carry the
number of the leading body only, but many sites list all of them. Orders (令) carry a serial without a year.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

OPENING, CLOSING = "〔", "〕"
YEARS = range(1900, 2100)
LONGEST_KEY = 120
BRACKETED = re.compile(
    r"(?P<organ>[^\d]{1,40}?)[\[(【{〔〈<](?P<year>\d{4})年?[\])】}〕〉>](?:第)?(?P<serial>\d{1,6})号(?P<rest>.*)"
)
BARE_YEAR = re.compile(r"(?P<organ>[^\d]{0,40}?)(?P<year>\d{4})年?第(?P<serial>\d{1,6})号(?P<rest>.*)")
ORDER = re.compile(r"(?P<organ>.{0,39}令)[\[(〔]?第(?P<serial>\d{1,6})号[\])〕]?(?P<rest>.*)")
SERIAL_ONLY = re.compile(r"(?P<organ>[^\d]{0,40}?)第(?P<serial>\d{1,6})号(?P<rest>.*)")
PARTED = re.compile(r"[、，,；;]+")
DIGITS = {
    "〇": 0,
    "零": 0,
    "○": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
UNITS = {"十": 10, "百": 100, "千": 1000}
IN_WORDS = re.compile(r"第([〇零○一二两三四五六七八九十百千]{1,9})号")


@dataclass(frozen=True)
class DocumentNumber:
    """A number that was read. Year is None where there is none, as in 令; organ and serial are empty for what is no
    number of the usual form: then only `shown` says anything."""

    shown: str
    organ: str = ""
    year: int | None = None
    serial: int | None = None
    others: tuple[str, ...] = ()

    @property
    def is_read(self) -> bool:
        """True for a number of a known form."""
        return self.serial is not None

    @property
    def key(self) -> str:
        """What numbers are sorted by: body, year, serial as a number; text of other forms with its digits padded."""
        if self.is_read:
            return f"{self.organ} {self.year or 0:04d} {self.serial:06d}"[:LONGEST_KEY]
        return re.sub(r"\d{1,9}", lambda found: found[0].zfill(6), self.shown)[:LONGEST_KEY]


def read_number(text: str) -> DocumentNumber:
    """Read a 发文字号. Never raises: what cannot be read is kept as it is, in one line."""
    plain = _plain(text)
    first, *more = [part for part in PARTED.split(plain) if part] or [""]
    found = _read(first)
    if found is None:
        return DocumentNumber(plain[:60])
    others = [_read(each) for each in more]
    if any(each is None for each in others):
        return DocumentNumber(plain[:60], found.organ, found.year, found.serial)
    names = tuple(each.shown for each in others)
    return DocumentNumber("、".join([found.shown, *names])[:60], found.organ, found.year, found.serial, names)


def in_one_form(text: str) -> str:
    """Return the number as it is stored: 〔〕 around the year, no spaces, no leading zeros in the serial."""
    return read_number(text).shown


def _plain(text: str) -> str:
    """Half-width digits and brackets, no white space, serials in words as digits."""
    folded = "".join(
        unicodedata.normalize("NFKC", each) if each in "０１２３４５６７８９（）［］｛｝　，；" else each
        for each in text
    )
    return IN_WORDS.sub(lambda found: f"第{_counted(found[1])}号", re.sub(r"\s+", "", folded))


def _read(text: str) -> DocumentNumber | None:
    for form in (BRACKETED, ORDER, BARE_YEAR, SERIAL_ONLY):
        found = form.fullmatch(text)
        if found is None or found["rest"]:
            continue
        year = int(found["year"]) if "year" in form.groupindex else None
        if year is not None and year not in YEARS:
            return None
        organ, serial = found["organ"].strip("第"), int(found["serial"])
        return DocumentNumber(_shown(form, organ, year, serial), organ, year, serial)
    return None


def _shown(form: re.Pattern[str], organ: str, year: int | None, serial: int) -> str:
    if form is BRACKETED:
        return f"{organ}{OPENING}{year}{CLOSING}{serial}号"
    return f"{organ}{f'{year}年' if year else ''}第{serial}号"


def _counted(words: str) -> int:
    """Return a number in words, such as 十二, 一百零三 or 二〇二六."""
    if not set(words) & set(UNITS):
        return int("".join(str(DIGITS[each]) for each in words))
    total = digit = 0
    for each in words:
        if each in UNITS:
            total += (digit or 1) * UNITS[each]
            digit = 0
        else:
            digit = DIGITS[each]
    return total + digit
