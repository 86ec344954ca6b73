"""Punctuation of the wrong width between Chinese characters, doubled marks, full-width digits and letters (GB/T 15834)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from content.proofreading.findings import Finding, Kind, Severity
from content.proofreading.passages import Passage
from content.proofreading.registry import Setting, check

HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
LONGEST_BRACKET = 60
_HALF_WIDTH = re.compile(rf"(?<=[{HAN}”’》）】〕])\s?([,;:?!])(?!//)(?=\s?(?:[{HAN}“‘《（【\d]|$))", re.M)
_FULL_STOP = re.compile(rf"(?<=[{HAN}”》）])\.(?=\s*(?:$|[{HAN}“《（]))", re.M)
_BRACKET = re.compile(rf"[(（][^()（）\n]*[{HAN}][^()（）\n]*[)）]")
_ELLIPSIS = re.compile(rf"(?<=[{HAN}])(?:\.{{3,}}|。{{3,}})")
_DOUBLED = re.compile(r"([，；：、])\1+|(?<!。)。。(?!。)|[，、；：][，。；、]|。[，、；]")
_FULL_WIDTH = re.compile(r"[０-９Ａ-Ｚａ-ｚ]+(?:．[０-９]+)?")
_STRAIGHT = re.compile(r'"')


@check
def punctuation(passage: Passage, setting: Setting) -> Iterator[Finding]:
    """Chinese text takes full-width marks, digits and Latin letters are half-width."""
    text = passage.text
    for match in _HALF_WIDTH.finditer(text):
        yield _fault(passage, match.span(1), _("中文里用全角标点。"), FULL[match[1]])
    for match in _FULL_STOP.finditer(text):
        yield _fault(passage, match.span(), _("中文句末用“。”。"), "。")
    for match in _ELLIPSIS.finditer(text):
        yield _fault(passage, match.span(), _("省略号写作“……”。"), "……")
    for match in _DOUBLED.finditer(text):
        alone = len(set(match.group())) == 1
        yield _fault(passage, match.span(), _("标点重复或连用。"), match.group()[0] if alone else None)
    for match in _FULL_WIDTH.finditer(text):
        yield _fault(passage, match.span(), _("数字和字母用半角。"), _half(match.group()))


@check
def brackets(passage: Passage, setting: Setting) -> Iterator[Finding]:
    """Brackets around Chinese words are full-width, both of them; straight quotation marks have no place beside them."""
    for match in _BRACKET.finditer(passage.text):
        if match.group()[0] == "(" or match.group()[-1] == ")":
            right = f"（{match.group()[1:-1]}）"
            short = len(right) <= LONGEST_BRACKET
            yield _fault(passage, match.span(), _("中文里用全角括号。"), right if short else None)
    for start, block in passage.blocks():
        places = [match.start() for match in _STRAIGHT.finditer(block)]
        for number, at in enumerate(places):
            if re.search(rf"[{HAN}]", block[max(at - 1, 0) : at + 2]):
                right = ("“", "”")[number % 2] if len(places) % 2 == 0 else None
                yield _fault(passage, (start + at, start + at + 1), _("中文里用弯引号“”。"), right)


def _half(text: str) -> str:
    return "".join(chr(ord(character) - 0xFEE0) for character in text)


def _fault(passage: Passage, span: tuple[int, int], message: str, right: str | None) -> Finding:
    return passage.finding(Kind.PUNCTUATION, Severity.WARN, *span, message, right)
