"""Automatic numbers of paragraphs. In official texts 一、 and 第一条 are words that people quote, so they become text; plain
bullets and 1. 2. 3. become real lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from content.word.names import Element, W, number, setting, value

DIGITS = "〇一二三四五六七八九"
LIST_TYPES = {"decimal": "", "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
PLAIN = re.compile(r"%\d[.)．）]?")
DEEPEST = 9


@dataclass(frozen=True)
class Level:
    """How one level of a list counts and looks."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    is_legal: bool = False


@dataclass(frozen=True)
class Marker:
    """What stands before a paragraph: a list item's place, or words of the text itself."""

    depth: int
    is_bullet: bool
    number: int
    list_type: str
    label: str  # empty for what a real list shows by itself
    list_id: str


@dataclass
class Numbering:
    """The lists of one file, and where the counting stands while it is read from top to bottom."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    abstract_of: dict[str, str] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    overrides: dict[str, dict[int, Level]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def level(self, list_id: str, depth: int) -> Level | None:
        """Return how the list counts at this depth, None for a list that the file does not describe."""
        own = self.overrides.get(list_id, {}).get(depth)
        return own or self.levels.get(self.abstract_of.get(list_id, ""), {}).get(depth)

    def marker(self, list_id: str, depth: int) -> Marker | None:
        """Count one more paragraph of the list and return what stands before it."""
        level = self.level(list_id, depth)
        if level is None:
            return None
        if level.form == "bullet":
            return Marker(depth, True, 0, "", "", list_id)
        if level.form == "none":
            return None
        counts = self._counts.setdefault(self.abstract_of[list_id], {})
        restart = self.restarts.get(list_id, {}).get(depth)
        if restart is not None and (list_id, depth) not in self._begun:
            counts[depth] = restart - 1
        self._begun.add((list_id, depth))
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        is_plain = level.form in LIST_TYPES and PLAIN.fullmatch(level.text.strip() or "%1.") is not None
        label = "" if is_plain else self._label(list_id, level, counts)
        return Marker(depth, False, counts[depth], LIST_TYPES.get(level.form, ""), label, list_id)

    def _label(self, list_id: str, level: Level, counts: dict[int, int]) -> str:
        def shown(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            at = self.level(list_id, depth) or level
            form = "decimal" if level.is_legal else at.form
            return written(counts.get(depth, at.start), form)

        return re.sub(r"%(\d)", shown, level.text)


def numbering_of(root: Element | None) -> Numbering:
    """Return the lists that numbering.xml describes."""
    found = Numbering()
    if root is None:
        return found
    for abstract in root.iterfind(W + "abstractNum"):
        levels = {number(value(each, "ilvl")): _level(each) for each in abstract.iterfind(W + "lvl")}
        found.levels[value(abstract, "abstractNumId")] = levels
    for each in root.iterfind(W + "num"):
        list_id = value(each, "numId")
        found.abstract_of[list_id] = value(each.find(W + "abstractNumId"))
        for override in each.iterfind(W + "lvlOverride"):
            depth = number(value(override, "ilvl"))
            start = setting(override, "startOverride")
            if start is not None:
                found.restarts.setdefault(list_id, {})[depth] = number(start, 1)
            own = override.find(W + "lvl")
            if own is not None:
                found.overrides.setdefault(list_id, {})[depth] = _level(own)
    return found


def _level(element: Element) -> Level:
    return Level(
        form=setting(element, "numFmt") or "decimal",
        text=setting(element, "lvlText") or "",
        start=number(setting(element, "start"), 1),
        is_legal=element.find(W + "isLgl") is not None,
    )


def written(count: int, form: str) -> str:
    """Return a number as the form writes it: 十二, xii, l, ⑫."""
    if "hinese" in form or form in {"ideographDigital", "japaneseCounting", "taiwaneseCounting"}:
        return in_chinese(count)
    if form == "ideographTraditional":
        return "甲乙丙丁戊己庚辛壬癸"[(count - 1) % 10]
    if form == "ideographZodiac":
        return "子丑寅卯辰巳午未申酉戌亥"[(count - 1) % 12]
    if form in {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"} and 1 <= count <= 20:
        return chr(0x2460 + count - 1)
    if form in {"lowerLetter", "upperLetter"} and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in {"lowerRoman", "upperRoman"} and 0 < count < 4000:
        return _roman(count) if form == "lowerRoman" else _roman(count).upper()
    return f"{count:02d}" if form == "decimalZero" else str(count)


def before_words(label: str) -> str:
    """Return a label as it stands before its paragraph: 第一条 is set off, 一、 and （一） need no space."""
    return f"{label}　" if label.endswith(("编", "章", "节", "条", "款")) else label


def place_of(sign: str, *, after: str) -> tuple[int, str]:
    """Return the number that 3, c or iii stand for, and the list's type. `after` is the sign before it in its list, since i
    follows h, or begins."""
    if sign.isdigit():
        return int(sign), ""
    small = sign.lower()
    is_roman = not set(small) - set("ivx") and (
        len(small) > 1 or (small == "i" and after.lower() != "h") or _is_low(after)
    )
    kind = "i" if is_roman else "a"
    place = _from_roman(small) if is_roman else ord(small[0]) - ord("a") + 1 + 26 * (len(small) - 1)
    return place, kind if sign.islower() else kind.upper()


def _is_low(sign: str) -> bool:
    """Roman for sure, so that v and x after it are, too: iv comes before v, ix before x."""
    return sign.lower() in {"iv", "ix"}


def _from_roman(sign: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10}[letter] for letter in sign]
    return sum(-one if one < following else one for one, following in zip(values, [*values[1:], 0], strict=True))


def in_chinese(count: int) -> str:
    """Return a number below ten thousand in Chinese numerals: 十二, 一百零五."""
    if not 0 < count < 10_000:
        return DIGITS[0] if count == 0 else str(count)
    result, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = count // unit % 10
        if digit:
            result += ("零" if gap and result else "") + DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return result[1:] if 10 <= count < 20 else result


def _roman(count: int) -> str:
    pairs = [(1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
             (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]  # fmt: skip
    result = ""
    for size, letters in pairs:
        result += letters * (count // size)
        count %= size
    return result
