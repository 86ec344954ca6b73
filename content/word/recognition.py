"""What a file says about itself: its title, and for official documents number, issuer and dates.

Everything here is a proposal that the editor confirms. The layout follows GB/T 9704-2012: letterhead, number, title, text,
signature, date, and the line of who printed it when.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from content.word.arranging import Block

LONGEST_TITLE = 120
LOOKED_AT = 14  # paragraphs at either end where these things stand
SPACES = re.compile(r"\s+")
NUMBER = re.compile(
    r"[\u4e00-\u9fff（）()A-Za-z]{1,24}?\s*[〔\[［【（(]\s*(?:19|20)\d{2}\s*[〕\]］】）)]\s*第?\s*\d{1,5}\s*号|第\s*\d{1,5}\s*号"
)
LETTERHEAD = re.compile(r"[\u4e00-\u9fff、]{2,40}(?:文件|令|公告|公报)")
ABOVE = re.compile(
    r"\d{6}|(?:绝密|机密|秘密|特急|加急|平急)[★0-9一二三四五六七八九十年月]*|签发人[:：].*|[A-Z]{2,6}[-—]\d{4}[-—]\d+"
)
BESIDE_TITLE = re.compile(r"[（(].{2,80}[）)]|来源[:：].*|作者[:：].*|发布时间[:：].*|各.{1,40}[:：]|.{0,60}[。；;]")
ARABIC_DATE = re.compile(r"((?:19|20)\d{2})年(\d{1,2})月(\d{1,2})日")
CHINESE_DATE = re.compile(
    r"([一二][〇○零OoО0一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
PRINTED = re.compile(r"((?:19|20)\d{2}年\d{1,2}月\d{1,2}日)印发")
GENRES = (
    "决议",
    "决定",
    "命令",
    "公报",
    "公告",
    "通告",
    "意见",
    "通知",
    "通报",
    "报告",
    "请示",
    "批复",
    "议案",
    "函",
    "纪要",
)
NUMERALS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | dict.fromkeys("○零OoО0", 0)


@dataclass
class Recognised:
    """Proposals for the fields of an article; empty where the file says nothing."""

    title: str = ""
    document_number: str = ""
    written_on: date | None = None
    printed_on: date | None = None
    genre: str = ""
    issuer_words: list[str] = field(default_factory=list)  # where an organization's name may stand, the surest first
    has_title_of_its_own: bool = False
    letterhead: list[Block] = field(default_factory=list)  # taken out of the text

    def dates(self) -> dict[str, Any]:
        """Return the dates that were found, as a revision keeps them."""
        found = {"written_on": self.written_on, "printed_on": self.printed_on}
        return {name: day.isoformat() for name, day in found.items() if day}


def recognise(blocks: list[Block], file_name: str) -> tuple[Recognised, list[Block]]:
    """Return what the text says about itself, and the text without the lines that the page shows elsewhere."""
    found = Recognised()
    rest = _without_letterhead(blocks, found)
    rest = _without_number_below(_without_title(rest, found), found)
    if not found.title:
        found.title = file_name.rpartition(".")[0].strip() or file_name
    _look_at_the_end(rest, found)
    found.genre = next((genre for genre in GENRES if _bare_title(found.title).endswith(genre)), "")
    found.issuer_words.append(found.title)
    return found, rest


def _bare_title(title: str) -> str:
    return re.sub(r"[（(][^（(]*[）)]$", "", title).strip()


def _without_letterhead(blocks: list[Block], found: Recognised) -> list[Block]:
    """Take away letterhead, copy number, secrecy and the document's number above the title."""
    rest, place = list(blocks), 0
    while place < min(len(rest), LOOKED_AT):
        words = SPACES.sub("", rest[place].text)
        if rest[place].kind == "table" or (words and not _stands_above(words, found, is_first=place == 0)):
            break
        place += 1
    found.letterhead = [block for block in rest[:place] if block.text]
    return [block for block in rest[:place] if block.kind == "figure"] + rest[place:]


def _stands_above(words: str, found: Recognised, *, is_first: bool) -> bool:
    number = NUMBER.fullmatch(words)
    if number:
        found.document_number = tidy_number(words)
        return True
    led_by = re.fullmatch(rf"({NUMBER.pattern})签发人[:：].*", words)
    if led_by:
        found.document_number = tidy_number(led_by[1])
        return True
    if (
        LETTERHEAD.fullmatch(words)
        and (words.endswith("文件") or not is_first or len(words) <= 16)
        and "关于" not in words
    ):
        found.issuer_words.append(re.sub(r"(?:文件|令|公告|公报)$", "", words))
        return True
    return bool(ABOVE.fullmatch(words))


def tidy_number(words: str) -> str:
    """Return a document number with the brackets and without the zeros that the standard wants: 黔府发〔2026〕5号."""
    words = SPACES.sub("", words)
    words = re.sub(r"[\[［【（(]((?:19|20)\d{2})[\]］】）)]", r"〔\1〕", words)
    return re.sub(r"〕第?0*(\d+)号", r"〕\1号", words)


def _without_title(blocks: list[Block], found: Recognised) -> list[Block]:
    """Take the title out of the text: the Title style, else the first lines that look like one."""
    named = [block for block in blocks[:LOOKED_AT] if block.kind == "title" and block.text]
    if named:
        found.title, found.has_title_of_its_own = _one_line(named), True
        return [block for block in blocks if block not in named]
    lines: list[Block] = []
    for block in blocks[:LOOKED_AT]:
        words = SPACES.sub("", block.text)
        if not words and block.kind != "figure" and not lines:
            continue
        if not _may_be_title(block, words, lines):
            break
        lines.append(block)
        if block.align != "center" or block.kind == "h2":
            break
    if not lines:
        return blocks
    found.title, found.has_title_of_its_own = _one_line(lines), True
    return [block for block in blocks if block not in lines]


def _without_number_below(blocks: list[Block], found: Recognised) -> list[Block]:
    """Take the document's number out of the line below the title, where texts made for websites have it, often in brackets."""
    first = next((block for block in blocks if block.text.strip()), None)
    if found.document_number or not found.has_title_of_its_own or first is None or first.kind == "table":
        return blocks
    words = re.sub(r"^[（(](.*)[）)]$", r"\1", SPACES.sub("", first.text))
    if not NUMBER.fullmatch(words):
        return blocks
    found.document_number = tidy_number(words)
    found.letterhead.append(first)
    return [block for block in blocks if block is not first]


def _may_be_title(block: Block, words: str, before: list[Block]) -> bool:
    if block.kind not in {"p", "h2", "h3"} or not words or block.marker is not None:
        return False
    if before and (block.align != "center" or block.kind != before[0].kind):
        return False
    together = sum(len(line.text) for line in before) + len(words)
    if together > LONGEST_TITLE or BESIDE_TITLE.fullmatch(words) or day_in(words, whole=True):
        return False
    return not NUMBER.fullmatch(words)


def _one_line(lines: list[Block]) -> str:
    """Join the lines of a title: Chinese without a gap, words of other scripts with one; an inner gap stays a gap."""
    joined = ""
    for line in lines:
        words = SPACES.sub(" ", line.text.replace("\n", "")).strip()
        gap = " " if joined and joined[-1].isascii() and words[:1].isascii() else ""
        joined += gap + words
    return joined


def _look_at_the_end(blocks: list[Block], found: Recognised) -> None:
    """Find date and signature: a line that is only a date, and the short line before it."""
    texts = [block for block in blocks if block.text and block.kind != "table"]
    tail = texts[-LOOKED_AT:]
    for block in blocks[-LOOKED_AT:]:
        printed = PRINTED.search(SPACES.sub("", block.text))
        if printed:
            found.printed_on = day_in(printed[1])
    for place in range(len(tail) - 1, -1, -1):
        words = SPACES.sub("", tail[place].text)
        day = day_in(words, whole=True)
        if day is None:
            continue
        found.written_on = day
        before = SPACES.sub("", tail[place - 1].text) if place else ""
        if 2 <= len(before) <= 40 and not before.endswith(("。", "：", "；")):
            found.issuer_words.insert(0, before)
        return
    signed = re.compile(rf"([\u4e00-\u9fff]{{2,30}})({ARABIC_DATE.pattern}|{CHINESE_DATE.pattern})")
    for block in reversed(tail):
        both = signed.fullmatch(SPACES.sub("", block.text))
        if both:
            found.written_on = day_in(both[2])
            found.issuer_words.insert(0, both[1])
            return


def day_in(words: str, *, whole: bool = False) -> date | None:
    """Return the first date in the words, written 2026年11月1日 or 二〇二六年十一月一日; None for none or one that never was."""
    words = re.sub(r"^[（(]|[）)]$", "", SPACES.sub("", words)) if whole else SPACES.sub("", words)
    for pattern, read in ((ARABIC_DATE, int), (CHINESE_DATE, _numeral)):
        match = pattern.fullmatch(words) if whole else pattern.search(words)
        if match:
            try:
                year = int(match[1]) if read is int else int("".join(str(NUMERALS[each]) for each in match[1]))
                return date(year, read(match[2]), read(match[3]))
            except (ValueError, KeyError):
                return None
    return None


def _numeral(words: str) -> int:
    """Return a numeral up to 三十一."""
    if "十" not in words:
        return int("".join(str(NUMERALS[each]) for each in words))
    tens, _ten, ones = words.partition("十")
    return (NUMERALS[tens] if tens else 1) * 10 + (NUMERALS[ones] if ones else 0)
