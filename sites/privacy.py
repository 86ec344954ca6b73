"""Personal data in free text: finding it before a letter is sent and again before it is published, and masking names.

Text is first read digit by digit as a person would read it: full-width and Chinese digits count as digits, and spaces, dashes
or invisible characters between them do not hide a number. Positions always refer to the text as it was written.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What kind of personal data was found."""

    ID_CARD = "id-card", _("身份证号")
    BANK_CARD = "bank-card", _("银行卡号")
    MOBILE = "mobile", _("手机号码")
    LANDLINE = "landline", _("固定电话")
    EMAIL = "email", _("电子邮箱")
    PLATE = "plate", _("车牌号")
    NAME = "name", _("来信人姓名")
    ADDRESS = "address", _("来信人地址")


LITERAL = frozenset({Kind.NAME, Kind.ADDRESS})
Known = Sequence[tuple[Kind, str]]


@dataclass(frozen=True)
class Finding:
    """One piece of personal data and where it stands in the text."""

    kind: Kind
    text: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """A short name of what was found, the same wherever it stands, for confirming it in a form."""
        said = f"{self.kind.value}:{self.text if self.kind in LITERAL else self._bare.upper()}"
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    @property
    def _bare(self) -> str:
        bare = _without_separators(_as_read(self.text))
        return bare if self.kind == Kind.EMAIL else bare.replace(".", "")

    @property
    def hint(self) -> str:
        """What was found, recognisable but not readable: 138****5678."""
        if self.kind in LITERAL:
            return masked_name(self.text) if self.kind == Kind.NAME else f"{self.text[:3]}***"
        bare = self._bare
        if self.kind == Kind.EMAIL:
            name, _at, host = bare.partition("@")
            return f"{name[:2]}***@{host}"
        shown = 3 if len(bare) > 8 else 2
        return f"{bare[:shown]}{'*' * max(len(bare) - 2 * shown, 3)}{bare[-shown:]}"


SEPARATOR = r"[\s\-–—‐‑·・•.．_/\u200b-\u200d\u2060\ufeff]{0,2}"
_DIGITS = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_DIGITS |= {ord(han): digit for han, digit in zip("〇零一二三四五六七八九幺", "001234567891", strict=True)}
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"

ID_CARD = re.compile(rf"(?<!\d)[1-9](?:{SEPARATOR}\d){{16}}{SEPARATOR}[\dXx](?![\dXx])")
BANK_CARD = re.compile(rf"(?<!\d)[3-9](?:{SEPARATOR}\d){{15,18}}(?!\d)")
MOBILE = re.compile(rf"(?<!\d)(?:\+?86{SEPARATOR})?1{SEPARATOR}[3-9](?:{SEPARATOR}\d){{9}}(?!\d)")
LANDLINE = re.compile(
    r"(?<!\d)[(（]?0\d{2,3}[)）]?[\s\-–—]{0,2}[2-9]\d{2,3}[\s\-–—]?\d{4}(?!\d)"
    r"|(?:(?<=电话)|(?<=座机)|(?<=致电)|(?<=电话[:：])|(?<=座机[:：])|(?<=电话[:：]\s)|(?<=电话是)|(?<=电话为))[2-9]\d{6,7}(?!\d)"
)
EMAIL = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}\s?@\s?[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{2,63}){1,4}")
PLATE = re.compile(
    rf"[{PROVINCES}]\s?[A-HJ-NP-Za-hj-np-z][\s·•・.-]{{0,2}}(?=[A-Za-z0-9]{{0,5}}\d)"
    r"[A-HJ-NP-Za-hj-np-z0-9]{4,5}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳](?![A-Za-z0-9])"
)
_PAIRS = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容仲孙钟离长孙宇文司徒鲜于"
    "司空闾丘子车司寇巫马公西颛孙壤驷公良漆雕乐正宰父谷梁拓跋夹谷轩辕令狐段干百里呼延东郭南门羊舌微生梁丘左丘西门第五"
)
COMPOUND_SURNAMES = frozenset(_PAIRS[place : place + 2] for place in range(0, len(_PAIRS), 2))


def findings(text: str, *, known: Known = ()) -> list[Finding]:
    """Return the personal data found in the text, in order; where two readings overlap the stronger one stands.
    `known` are the writer's own name and address, which no pattern could tell from other words."""
    read, found = _as_read(text), []
    taken: list[tuple[int, int]] = []
    for kind, start, end in (*_candidates(read), *_literals(text, known)):
        if all(end <= other_start or start >= other_end for other_start, other_end in taken):
            taken.append((start, end))
            found.append(Finding(kind, text[start:end], start, end))
    return sorted(found, key=lambda finding: finding.start)


def masked(text: str, *, known: Known = (), kinds: Collection[Kind] = tuple(Kind)) -> str:
    """Return the text with the personal data of these kinds made unreadable; a name keeps its surname."""
    for finding in reversed(findings(text, known=known)):
        if finding.kind not in kinds:
            continue
        hidden = finding.hint if finding.kind == Kind.NAME else f"［{finding.kind.label}已隐去］"
        text = text[: finding.start] + hidden + text[finding.end :]
    return text


def known_of(name: str, address: str) -> Known:
    """Return what is known of a writer and must not be read by others: the full name, and the address if it says anything."""
    name, address = "".join(name.split()), address.strip()
    return [
        (kind, words)
        for kind, words, least in ((Kind.NAME, name, 2), (Kind.ADDRESS, address, 4))
        if len(words) >= least
    ]


def _literals(text: str, known: Known) -> Iterator[tuple[Kind, int, int]]:
    """Yield every place where something known of the writer stands, spaces between its characters or not."""
    for kind, words in known:
        for match in re.finditer(r"\s{0,2}".join(map(re.escape, words)), text):
            yield kind, match.start(), match.end()


def masked_name(name: str) -> str:
    """Return the surname and two stars, whatever the length of the rest: 张**, 欧阳**."""
    name = "".join(name.split())
    if not name:
        return "匿名"
    surname = name[:2] if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else name[:1]
    return f"{surname}**"


def _candidates(read: str) -> Iterator[tuple[Kind, int, int]]:
    """Yield what the patterns find, the kinds that are proved by a checksum first."""
    checks = (
        (Kind.ID_CARD, ID_CARD, _is_id_card),
        (Kind.BANK_CARD, BANK_CARD, _is_bank_card),
        (Kind.MOBILE, MOBILE, None),
        (Kind.LANDLINE, LANDLINE, None),
        (Kind.EMAIL, EMAIL, None),
        (Kind.PLATE, PLATE, None),
    )
    for kind, pattern, is_valid in checks:
        for match in pattern.finditer(read):
            if is_valid is None or is_valid(_without_separators(match.group())):
                yield kind, match.start(), match.end()


def _as_read(text: str) -> str:
    """The text with every kind of digit as 0-9, character by character, so that positions stay."""
    return text.translate(_DIGITS)


def _without_separators(text: str) -> str:
    return re.sub(r"[^0-9A-Za-z@+." + PROVINCES + "挂学警港澳]", "", text)


def _is_id_card(text: str) -> bool:
    """GB 11643: seventeen digits with weights, a check character, and a birthday that exists."""
    digits = re.sub(r"[^0-9Xx]", "", text)
    if len(digits) != 18 or not digits[:17].isdigit():
        return False
    try:
        date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(digits[:17]))
    return "10X98765432"[total % 11] == digits[17].upper()


def _is_bank_card(text: str) -> bool:
    """Sixteen to nineteen digits that pass Luhn's test and are not one digit repeated."""
    digits = [int(character) for character in text if character.isdigit()]
    if not 16 <= len(digits) <= 19 or len(set(digits)) == 1:
        return False
    doubled = [digit if place % 2 == 0 else sum(divmod(2 * digit, 10)) for place, digit in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0
