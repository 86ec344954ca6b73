"""The words of the lists, found in a text: sensitive, error-prone and banned ones, and leaders with wrong title or order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from django.utils.translation import gettext as _

from content.proofreading.findings import Finding, Kind
from content.proofreading.matching import Match, fold, strongest
from content.proofreading.passages import Passage
from content.proofreading.registry import Setting, check

MOST = 500  # a text with more is no text
TITLE_REACH = 16
TITLES = (
    "书记", "副书记", "主席", "副主席", "省长", "副省长", "市长", "副市长", "县长", "副县长", "区长", "副区长", "州长", "副州长", "镇长", "副镇长",
    "乡长", "副乡长", "主任", "副主任", "厅长", "副厅长", "局长", "副局长", "处长", "副处长", "院长", "副院长", "检察长", "副检察长", "部长", "副部长",
    "秘书长", "副秘书长", "组长", "副组长", "常委", "巡视员", "司令员", "政委",
)  # fmt: skip
_BY_LENGTH = sorted(TITLES, key=len, reverse=True)
_GAP = re.compile(r"[，、和及与\s][^。；！？\n]{0,24}|")


@check
def listed_words(passage: Passage, setting: Setting) -> Iterator[Finding]:
    """Words of the lists. Where two overlap the one that blocks counts, then the longer one."""
    matches = list(setting.words.matches(passage.text, fold(passage.text)))
    names = [match for match in matches if match.entry.kind == Kind.LEADER]
    for match in strongest(match for match in matches if match.entry.kind != Kind.LEADER)[:MOST]:
        yield _finding(passage, match)
    yield from _leaders(passage, strongest(names)[:MOST])


def _finding(passage: Passage, match: Match) -> Finding:
    entry = match.entry
    said = {
        Kind.ERROR: _("疑为“%s”。") % entry.replacement,
        Kind.SENSITIVE: _("敏感词，请核对。"),
        Kind.BANNED: _("不得使用的表述。"),
    }[entry.kind]
    return passage.finding(
        entry.kind, entry.severity, match.start, match.end, entry.note or said, entry.replacement or None
    )


def _leaders(passage: Passage, names: list[Match]) -> Iterator[Finding]:
    for name in names:
        shown = _title_beside(passage.text, name)
        if name.entry.title and shown and not _is_held(shown, name.entry.title):
            message = _("%(name)s的登记职务为“%(title)s”，这里写的是“%(shown)s”。") % {
                "name": name.entry.pattern, "title": name.entry.title, "shown": shown,
            }  # fmt: skip
            yield passage.finding(Kind.LEADER, name.entry.severity, name.start, name.end, message)
    for one, other in pairwise(names):
        if _is_out_of_order(passage.text, one, other):
            message = _("排序：%(first)s应排在%(second)s之前。") % {
                "first": other.entry.pattern, "second": one.entry.pattern,
            }  # fmt: skip
            yield passage.finding(Kind.LEADER, other.entry.severity, other.start, other.end, message)


def _title_beside(text: str, name: Match) -> str:
    """Return the office written directly before or after the name, the empty text when there is none."""
    before = text[max(name.start - TITLE_REACH, 0) : name.start].rstrip()
    after = text[name.end : name.end + TITLE_REACH].lstrip()
    for title in _BY_LENGTH:
        if before.endswith(title):
            return title
    return next((title for title in _BY_LENGTH if after.startswith(title)), "")


def _is_held(shown: str, registered: str) -> bool:
    """Tell whether the office shown is one of those registered, in full or shortened; 副 and 代 make another office of it."""
    for title in re.split("[、，,；;]", registered):
        office = title.strip()
        if office.endswith(shown) and not office.removesuffix(shown).endswith(("副", "代", "原", "前")):
            return True
    return False


def _is_out_of_order(text: str, one: Match, other: Match) -> bool:
    """Tell whether two names that are listed side by side stand against the order of their list."""
    ranked = one.entry.rank and other.entry.rank and one.entry.list_pk == other.entry.list_pk
    gap = text[one.end : other.start]
    return bool(ranked and one.entry.rank > other.entry.rank and gap and _GAP.fullmatch(gap))
