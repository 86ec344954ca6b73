"""Brackets and quotation marks that are not closed, not opened, crossed or nested in their own kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from content.proofreading.findings import Finding, Kind, Severity
from content.proofreading.passages import Passage
from content.proofreading.registry import Setting, check

PAIRS = {
    "（": "）",
    "(": ")",
    "《": "》",
    "〈": "〉",
    "【": "】",
    "〔": "〕",
    "［": "］",
    "[": "]",
    "“": "”",
    "‘": "’",
    "「": "」",
    "『": "』",
}
CLOSING = {right: left for left, right in PAIRS.items()}
ALIKE = {
    "(": "（",
    ")": "）",
    "[": "［",
    "]": "］",
}  # one opened in full width and closed in half width is still a pair
INNER = {"《": "〈〉", "“": "‘’"}
MARKS = re.compile("[" + re.escape("".join({*PAIRS, *CLOSING})) + "]")
# 1） and a) number the items of a list; ’ is also the apostrophe of foreign words.
_NUMBERING = re.compile(r"(?:^|[\s，。；：、,;:！？“”）)])[0-9０-９A-Za-z一二三四五六七八九十①-⑳]{1,3}$")


@check
def pairs(passage: Passage, setting: Setting) -> Iterator[Finding]:
    """Every mark that opens is closed in its own paragraph, except a quotation that goes on in the next one."""
    blocks = list(passage.blocks())
    for number, (start, block) in enumerate(blocks):
        following = blocks[number + 1][1].lstrip() if number + 1 < len(blocks) else ""
        yield from _in_block(passage, start, block, following)


def _in_block(passage: Passage, start: int, block: str, following: str) -> Iterator[Finding]:
    opened: list[tuple[str, int]] = []
    for mark in MARKS.finditer(block):
        sign, at = ALIKE.get(mark.group(), mark.group()), mark.start()
        if sign in PAIRS:
            if sign in INNER and opened and opened[-1][0] == sign:
                yield _fault(
                    passage,
                    start + at,
                    _("“%(sign)s”里面再用时，内层用“%(inner)s”。") % {"sign": mark.group(), "inner": INNER[sign]},
                )
            opened.append((sign, at))
        elif opened and opened[-1][0] == CLOSING[sign]:
            opened.pop()
        elif any(each == CLOSING[sign] for each, _at in opened):
            while opened[-1][0] != CLOSING[sign]:
                yield _unclosed(passage, start, *opened.pop())
            opened.pop()
        elif not _is_no_mark(block, sign, at):
            yield _fault(
                passage, start + at, _("“%(sign)s”前面缺少“%(left)s”。") % {"sign": mark.group(), "left": CLOSING[sign]}
            )
    for sign, at in opened:
        if not (sign in "“‘《" and following.startswith(sign)):
            yield _unclosed(passage, start, sign, at)


def _is_no_mark(block: str, sign: str, at: int) -> bool:
    if sign == "’":
        return at > 0 and block[at - 1].isascii() and block[at - 1].isalpha()
    return sign == "）" and _NUMBERING.search(block[max(at - 4, 0) : at] if at > 4 else f" {block[:at]}") is not None


def _unclosed(passage: Passage, start: int, sign: str, at: int) -> Finding:
    return _fault(passage, start + at, _("“%(sign)s”没有对应的“%(right)s”。") % {"sign": sign, "right": PAIRS[sign]})


def _fault(passage: Passage, at: int, message: str) -> Finding:
    return passage.finding(Kind.PAIR, Severity.WARN, at, at + 1, message)
