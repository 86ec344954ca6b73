"""Text as a person reads it, character by character, with the way back to where each one stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20e3\ufe00-\ufe0f\ufeff]"
)
GAP = r"[ \t\xa0\u2000-\u200a\u3000\-–—―‐‑−·・•‧∙.。_/~]"
_LOOK_ALIKES = str.maketrans("OoОоQIlＩ|", "000001111")
_NUMBER_WITH_LETTERS = re.compile(rf"(?<![A-Za-z])[\dOoОоIl|](?:{GAP}{{0,2}}[\dOoОоIl|]){{6,}}(?![A-Za-z])")
_HAN = "〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"
_IN_DIGITS = str.maketrans(_HAN, "001234567891123456789")
_HAN_NUMBER = re.compile(rf"[{_HAN}](?:{GAP}{{0,2}}[{_HAN}])+|(?<=\d)[{_HAN}](?={GAP}{{0,2}}\d)")


class _Plainly(dict[int, str]):
    """Full-width forms as ASCII, the digits of every script as 0-9; whatever else stays. Filled as characters come up."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if 0xFF01 <= code <= 0xFF5E:
            character = chr(code - 0xFEE0)
        elif (value := unicodedata.decimal(character, None)) is not None:
            character = str(value)
        self[code] = character
        return character


_plainly = _Plainly()


@dataclass(frozen=True)
class Reading:
    """`plain` has no invisible characters and ASCII letters and digits; `digits` also reads rows of Chinese digits, and letters
    inside a number, as digits: 一三八, but not the 一 of 一直. Both have one character for each of `places`, which is where it stands in the text as written."""

    plain: str
    digits: str
    places: Sequence[int]

    def written(self, start: int, end: int) -> tuple[int, int]:
        """Return where the stretch stands in the text as it was written."""
        return self.places[start], self.places[end - 1] + 1


def read(text: str) -> Reading:
    """Read the text."""
    places: Sequence[int] = range(len(text))
    plain = text.translate(_plainly)
    if INVISIBLE.search(text):
        places = [place for place, character in enumerate(text) if not INVISIBLE.match(character)]
        plain = "".join(plain[place] for place in places)
    digits = _HAN_NUMBER.sub(lambda match: match.group().translate(_IN_DIGITS), plain)
    return Reading(plain, _NUMBER_WITH_LETTERS.sub(_as_number, digits), places)


def _as_number(match: re.Match[str]) -> str:
    words = match.group()
    return words.translate(_LOOK_ALIKES) if sum(map(str.isdigit, words)) >= 6 else words


def bare(text: str) -> str:
    """Return what is left of a number or a name without gaps and invisible characters, in capitals."""
    return re.sub(r"[^\w@+]|_", "", read(text).digits).upper()
