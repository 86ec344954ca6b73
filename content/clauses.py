"""Clauses of a document's text: 第X条, and the parts that begin with 一、, 二、 …. Each gets an address within the page.

The addresses follow from the text alone, so whoever knows the clause knows the address: 第十二条, 第12条 and 第１２条 are all
`tiao-12`. Nothing is stored: a corrected text has the clauses that it has.
"""

from __future__ import annotations

import html as entities
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

DIGITS = {word: value for value, word in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
TENS = {"十": 10, "百": 100, "千": 1000}
NUMBER = "[零〇一二两三四五六七八九十百千0-9０-９]{1,9}"
MOST_WORDS = 300
LONGEST_NAME = 24
_SPACE = r"(?:\s|&nbsp;|\u3000|\xa0)"
_START = re.compile(
    rf"<(?P<tag>p|h[2-5]|div)\b(?P<attributes>[^<>]*)>(?P<lead>(?:{_SPACE}|<(?:strong|b|span|em)\b[^<>]*>)*)"
    rf"(?:第{_SPACE}*(?P<tiao>{NUMBER}){_SPACE}*条(?:之(?P<zhi>{NUMBER}))?|(?P<part>[一二三四五六七八九十]{{1,3}})、)"
)
_ASKED = re.compile(rf"第?({NUMBER})条?(?:之({NUMBER}))?|第?({NUMBER})(?:、|部分)")
_OWN_ID = re.compile(r'\sid="(?:tiao|bufen)-[^"]*"')
_HEADING = re.compile(r"<h[2-5]\b")
_TAG = re.compile(r"<[^<>]+>")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause as the text has it: its key, how people call it, what it says, and its address within the page."""

    key: str
    label: str
    words: str

    @property
    def anchor(self) -> str:
        """The fragment of the page's address that leads to it."""
        return anchor_of(self.key)


def number_of(words: str) -> int | None:
    """Return the number that Chinese numerals or digits of any width say; None for what is no number above nought."""
    words = unicodedata.normalize("NFKC", words.strip())
    if words.isascii() and words.isdecimal():
        return int(words) or None
    if not words or set(words) - DIGITS.keys() - TENS.keys():
        return None
    if not set(words) & TENS.keys():  # 一〇五, read off digit by digit
        return int("".join(str(DIGITS[word]) for word in words)) or None
    total = unit = 0
    for word in words:
        if word in TENS:
            total += (unit or 1) * TENS[word]
            unit = 0
        else:
            unit = DIGITS[word]
    return total + unit or None


def in_chinese(number: int) -> str:
    """Return a number from 1 to 9999 as clauses are numbered: 十二, 二十, 一百零五."""
    words, skipped = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            words += ("零" if skipped and words else "") + "零一二三四五六七八九"[digit] + name
            skipped = False
        else:
            skipped = True
    return words.removeprefix("一") if 10 <= number < 20 else words


def key_of(asked: str) -> str | None:
    """Return the key of a clause as somebody wrote it (第十二条, 12, 第三条之一, 二、, 第二部分); None for anything else."""
    found = _ASKED.fullmatch(unicodedata.normalize("NFKC", "".join(asked.split())))
    if found is None:
        return None
    number = number_of(found[1] or found[3])
    if number is None:
        return None
    if found[3]:
        return f"s{number}"
    if not found[2]:
        return str(number)
    sub = number_of(found[2])
    return f"{number}-{sub}" if sub else None


def chosen_of(asked: str, clauses: Sequence[Clause]) -> tuple[list[str], list[str]]:
    """Return the keys of the clauses that somebody wrote (第三条、第五条至第七条；第二部分), in the order of the text, and the words
    that name none of them. A bare number is an article where there is one, else a part."""
    keys, chosen, unknown = [clause.key for clause in clauses], set(), []

    def known(words: str) -> str | None:
        key = key_of(words)
        return next((each for each in (key, f"s{key}") if each in keys), None)

    for words in filter(None, re.split(r"[,，;；、\s]+", asked)):
        first, _to, last = words.partition("至")
        ends = [known(first), known(last or first)]
        if None in ends:
            unknown.append(words)
        else:
            chosen.update(keys[keys.index(ends[0]) : keys.index(ends[1]) + 1] or ends)
    return [key for key in keys if key in chosen], unknown


def label_of(key: str) -> str:
    """Return how people call the clause."""
    if key.startswith("s"):
        return f"第{in_chinese(int(key[1:]))}部分"
    number, _dash, sub = key.partition("-")
    return f"第{in_chinese(int(number))}条" + (f"之{in_chinese(int(sub))}" if sub else "")


def anchor_of(key: str) -> str:
    """Return the fragment that leads to the clause."""
    return f"bufen-{key[1:]}" if key.startswith("s") else f"tiao-{key}"


def _starts(html: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield where each clause begins, the first of every key: a table of contents or a quotation does not take it away."""
    known = set()
    for match in _START.finditer(html):
        number = number_of(match["tiao"] or match["part"])
        sub = number_of(match["zhi"]) if match["zhi"] else None
        if number is None or number > 9999:
            continue
        key = f"s{number}" if match["part"] else f"{number}-{sub}" if sub else str(number)
        if key not in known:
            known.add(key)
            yield match, key


def with_anchors(html: str) -> str:
    """Return the text with the address of each clause where it begins. Addresses of our form that an editor typed elsewhere
    are taken out, so that each is there once."""
    if "条" not in html and "、" not in html:
        return html
    html = _OWN_ID.sub("", html)
    parts, done = [], 0
    for match, key in _starts(html):
        tag, attributes = match["tag"], match["attributes"]
        if " id=" in attributes:
            opening = f'<{tag}{attributes}><span class="clause" id="{anchor_of(key)}"></span>'
        else:
            opening = f'<{tag}{attributes} id="{anchor_of(key)}">'
        parts += [html[done : match.start()], opening]
        done = match.start("lead")
    return "".join([*parts, html[done:]])


def clauses_in(html: str) -> list[Clause]:
    """Return the clauses of the text in their order; a clause ends where the next one or a heading begins."""
    starts = list(_starts(html))
    if not starts:
        return []
    ends = [match.start() for match, _key in starts[1:]] + [len(html)]
    found = []
    for (match, key), end in zip(starts, ends, strict=True):
        heading = _HEADING.search(html, match.end(), end)
        body = html[match.start() : heading.start() if heading else end]
        words = plain(body)
        label = label_of(key)
        if key.startswith("s"):
            name = plain(body.partition(f"</{match['tag']}>")[0])
            label = name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"
        found.append(Clause(key, label, words if len(words) <= MOST_WORDS else f"{words[:MOST_WORDS]}……"))
    return found


def plain(html: str) -> str:
    """The words of a piece of our HTML in one line."""
    return " ".join(entities.unescape(_TAG.sub(" ", html)).split())
