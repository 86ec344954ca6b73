"""Numbers that belong to one person: identity cards, bank cards, telephones. Checksums where there are any; where there are
none, the way the digits are grouped and the word before them tell a telephone from a table of figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import partial

from sites.privacy.kinds import Kind
from sites.privacy.reading import GAP, Reading

Found = Iterator[tuple[Kind, int, int]]
PROVINCES = frozenset(
    map(
        str,
        (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82),
    )
)

_ID_18 = re.compile(rf"(?<!\d)[1-9](?:{GAP}{{0,2}}\d){{16}}{GAP}{{0,2}}[\dXx](?![\dXx])")
_ID_15 = re.compile(rf"(?<!\d)[1-9](?:{GAP}?\d){{14}}(?!\d)")
_ID_NAMED = re.compile(
    rf"身份证?(?:件?号码?|号)?(?:[:：是为]|\s){{0,3}}([1-9](?:{GAP}{{0,2}}\d){{13,16}}(?:{GAP}{{0,2}}[\dXx])?)(?!\d)"
)
_CARD = re.compile(rf"(?<!\d)[3-9](?:{GAP}{{0,2}}\d){{15,18}}(?!\d)")
_CARD_NAMED = re.compile(
    rf"(?:银行卡|储蓄卡|信用卡|存折|社保卡账|银行)?(?:卡号|[账帐]号|存折号)(?:[:：是为]|\s){{0,3}}(\d(?:{GAP}{{0,2}}\d){{11,21}})(?!\d)"
)
_MOBILE = re.compile(rf"(?<!\d)(?:(?:\+|00)?86{GAP}{{0,2}})?(1{GAP}{{0,2}}[3-9](?:{GAP}{{0,2}}\d){{9}})(?!\d)")
_MOBILE_GROUPED = re.compile(r"(?<!\d)1[3-9]\d[^\w\n]{1,3}\d{4}[^\w\n]{1,3}\d{4}(?!\d)")
_EXTENSION = r"(?:\s{0,2}(?:-|—|转|转分机|分机|ext\.?)\s{0,2}\d{1,6})?"
_LANDLINE = re.compile(
    rf"(?<![\d.])(?:(?:\+|00)?86{GAP}?)?\(?0\d{{2,3}}\)?{GAP}{{0,2}}[2-9]\d{{2,3}}{GAP}?\d{{4}}{_EXTENSION}(?!\d)"
    rf"|(?<!\d)0(?:{GAP}{{1,2}}\d){{9,11}}(?!{GAP}{{0,2}}\d)"
)
_LANDLINE_NAMED = re.compile(
    rf"(?:电话|座机|致电|固话|家电)(?:号码|号)?(?:[:：是为]|\s){{0,3}}([2-9]\d{{2,3}}{GAP}?\d{{4}}{_EXTENSION})(?!\d)"
)
_UNIT_AFTER = re.compile(r"(?:\.\d+)?\s?(?:[万亿]?元|[万亿]|吨|平方|公里|千瓦|立方|人次)")
_LABEL_BEFORE = re.compile(
    r"(?:编号|文号|单号|案号|代码|编码|期号|批号|序号)(?:[:：是为]|\s){0,3}[A-Za-z0-9\-]{0,12}$|第\s?$"
)
_OFFICE_BEFORE = re.compile(
    r"(?:(?:咨询|监督|投诉|举报|服务|办公|值班|受理|报修|抢修|救助|热线|公开|政务|窗口|总机|传真|报名|客服|预约|应急|调度|信访|维权)(?:服务|联系|举报)?"
    r"(?:电话|热线|专线)?(?:号码)?"
    r"|(?:局|委|厅|办|院|所|站|处|科|股|室|队|校|馆|大厅|中心|公司|窗口|街道|社区|政府|部门|管委会|居委会|村委会)(?:的)?(?:办公室)?(?:的)?(?:联系|咨询|服务)?(?:电话|热线))"
    r"\s?(?:[:：是为]|\s){0,3}[(（]?$"
)
_MOBILE_GROUPS = frozenset(
    {
        (3, 4, 4),
        (3, 8),
        (7, 4),
        (4, 7),
        (3, 3, 5),
        (4, 3, 4),
        (5, 6),
        (2, 4, 5),
        (4, 4, 3),
        (3, 4, 2, 2),
        (3, 2, 2, 4),
        (3, 2, 2, 2, 2),
    }
)


def numbers(reading: Reading) -> Found:
    """Yield the numbers of people, those that are proved by a checksum first."""
    text = reading.digits
    yield from _checked(text, Kind.ID_CARD, _ID_18, is_id_card)
    yield from ((Kind.ID_CARD, match.start(1), match.end(1)) for match in _ID_NAMED.finditer(text))
    yield from _checked(text, Kind.BANK_CARD, _CARD, is_bank_card)
    yield from ((Kind.BANK_CARD, match.start(1), match.end(1)) for match in _CARD_NAMED.finditer(text))
    yield from _checked(text, Kind.ID_CARD, _ID_15, is_old_id_card)
    yield from _checked(text, Kind.MOBILE, _MOBILE, partial(_is_mobile, text))
    yield from _checked(text, Kind.MOBILE, _MOBILE_GROUPED, lambda match: True)
    yield from _checked(text, Kind.LANDLINE, _LANDLINE, partial(_is_private_line, text))
    for match in _LANDLINE_NAMED.finditer(text):
        if not _OFFICE_BEFORE.search(text[max(0, match.start(1) - 24) : match.start(1)]):
            yield Kind.LANDLINE, match.start(1), match.end(1)


def _checked(text: str, kind: Kind, pattern: re.Pattern[str], is_valid) -> Found:  # noqa: ANN001
    for match in pattern.finditer(text):
        if is_valid(match):
            yield kind, match.start(), match.end()


def _digits(text: str) -> str:
    return re.sub(r"[^0-9Xx]", "", text).upper()


def _groups(text: str) -> tuple[int, ...]:
    return tuple(len(group) for group in re.findall(r"[0-9Xx]+", text))


def _has_one_gap(text: str) -> bool:
    """The digits stand alone, or are kept apart by always the same spaces or dashes."""
    return len({gap.strip() or " " for gap in re.findall(r"[^0-9Xx]+", text)}) <= 1


def _is_isolated(text: str, match: re.Match[str]) -> bool:
    """No other digits follow or precede it, only a gap away, as they would in a table of figures."""
    before, after = text[max(0, match.start() - 3) : match.start()], text[match.end() : match.end() + 3]
    return not re.search(rf"\d{GAP}{{1,2}}$", before) and not re.match(rf"{GAP}{{1,2}}\d", after)


def _is_mobile(text: str, match: re.Match[str]) -> bool:
    groups = _groups(match.group(1))
    if _UNIT_AFTER.match(text, match.end()):
        return False
    if groups == (11,) or groups in _MOBILE_GROUPS:
        return True
    return _has_one_gap(match.group(1)) and _is_isolated(text, match) and not re.search(r"[./。~]", match.group(1))


def _is_private_line(text: str, match: re.Match[str]) -> bool:
    """An office's line is there for everybody: its number is no personal data when the words before it say whose it is."""
    before = text[max(0, match.start() - 24) : match.start()]
    if _LABEL_BEFORE.search(before) or _UNIT_AFTER.match(text, match.end()):
        return False
    return not _OFFICE_BEFORE.search(before)


def _is_birthday(text: str) -> bool:
    try:
        day = date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return False
    return 1880 <= day.year <= 2100


def is_id_card(match: re.Match[str]) -> bool:
    """GB 11643: seventeen digits with weights, a check character, and a birthday that exists."""
    digits = _digits(match.group())
    if len(digits) != 18 or not digits[:17].isdigit() or not _is_birthday(digits[6:14]):
        return False
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(digits[:17]))
    return "10X98765432"[total % 11] == digits[17]


def is_old_id_card(match: re.Match[str]) -> bool:
    """The fifteen digits of before 1999: a province and a birthday of the twentieth century, in one stretch or 6-6-3."""
    digits, groups = _digits(match.group()), _groups(match.group())
    return groups in {(15,), (6, 6, 3), (6, 9)} and digits[:2] in PROVINCES and _is_birthday(f"19{digits[6:12]}")


def is_bank_card(match: re.Match[str]) -> bool:
    """Sixteen to nineteen digits that pass Luhn's test and are grouped as on a card."""
    digits, groups = [int(digit) for digit in _digits(match.group())], _groups(match.group())
    if len(set(digits)) == 1 or not _has_one_gap(match.group()):
        return False
    as_on_a_card = (
        len(groups) == 1 or set(groups[:-1]) == {4} or set(groups) == {1} or (groups[0] == 6 and len(groups) == 2)
    )
    doubled = [digit if place % 2 == 0 else sum(divmod(2 * digit, 10)) for place, digit in enumerate(reversed(digits))]
    return as_on_a_card and sum(doubled) % 10 == 0
