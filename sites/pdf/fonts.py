"""The letters of our PDFs: the font that PDF_FONT names, embedded, or the Song type that every PDF reader knows."""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from reportlab.lib import textsplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.platypus import paragraph

log = logging.getLogger(__name__)
SONG = "STSong-Light"
# Signs that the built-in Song of PDF readers has no letter for, and what stands for them; the first is the point in names.
SONG_LACKS = str.maketrans(
    {"·": "・", "•": "●", "‑": "-", "‒": "—", "−": "－", "〜": "～", "µ": "μ", "£": "￡", "†": "＊", "☑": "√", "✓": "√", "✔": "√",
     "☒": "×", "✗": "×", "↩": "", "½": "1/2", "¼": "1/4", "©": "(C)", "®": "(R)", "™": "(TM)", "㎥": "m³"}
    | {chr(0x246A + place): chr(0x247E + place) for place in range(10)}
)  # fmt: skip
RAISED = {"¹": "1", "²": "2", "³": "3"}
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u200b-\u200f\u2060\ufeff]")


# The layout engine knows what may not begin a line in Japanese; these signs are the same rule for Chinese.
NEVER_FIRST = "，。、；：？！）〕】》〉」』”’…—％℃·・,.;:?!)]}%"
textsplit.ALL_CANNOT_START = paragraph.ALL_CANNOT_START = textsplit.ALL_CANNOT_START + NEVER_FIRST


def without_unprintable(text: str) -> str:
    """Return the text without the characters that no font has and no PDF may hold."""
    return UNPRINTABLE.sub("", text)


def printable(text: str) -> str:
    """Return the words with signs that the font in force has."""
    return text.translate(SONG_LACKS) if _is_song() else text


def printable_markup(markup: str) -> str:
    """Return the markup of a paragraph with signs that the font in force has, raised ones by markup."""
    if not _is_song():
        return markup
    markup = markup.translate(SONG_LACKS)
    for sign, digit in RAISED.items():
        markup = markup.replace(sign, f"<super>{digit}</super>")
    return markup


def _is_song() -> bool:
    return body_fonts()[0] == SONG


def body_fonts() -> tuple[str, str]:
    """Register the fonts in force and return their names, regular and bold. Bold is the same face, drawn stronger."""
    return _registered(settings.PDF_FONT)


def is_bold(font: str) -> bool:
    """True for the name of a face that is to be drawn stronger."""
    return font.endswith("-Strong")


@lru_cache(maxsize=4)
def _registered(file: str) -> tuple[str, str]:
    names = _embedded(file) if file else None
    return names or _built_in()


def _embedded(file: str) -> tuple[str, str] | None:
    name = f"Own{abs(hash(file))}"
    try:
        for each in (name, f"{name}-Strong"):
            pdfmetrics.registerFont(TTFont(each, Path(file)))
    except (TTFError, OSError, ValueError) as fault:
        log.warning("PDF_FONT %s cannot be used, so PDFs are set in %s: %s", file, SONG, fault)
        return None
    return _family(name)


def _built_in() -> tuple[str, str]:
    for name in (SONG, f"{SONG}-Strong"):
        font = UnicodeCIDFont(SONG)
        font.name = font.fontName = name
        pdfmetrics.registerFont(font)
    return _family(SONG)


def _family(name: str) -> tuple[str, str]:
    """Chinese type has no slanted letters, so italics stay upright."""
    strong = f"{name}-Strong"
    pdfmetrics.registerFontFamily(name, normal=name, bold=strong, italic=name, boldItalic=strong)
    pdfmetrics.registerFontFamily(strong, normal=strong, bold=strong, italic=strong, boldItalic=strong)
    return name, strong
