"""Characters, words and paragraphs written twice by mistake. Chinese doubles many words on purpose, so the lists are short."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from content.proofreading.findings import Finding, Kind, Severity
from content.proofreading.passages import Passage
from content.proofreading.registry import Setting, check

LONG_PARAGRAPH = 40
# Each with what stands before or after it where the doubling is right: 以营利为目的的, 不了了之, 和和气气.
_CHARACTERS = re.compile(
    r"(?<![目标中])的的(?![确士])|(?<!不)了了(?![解然之结断])|(?<![于还就正便凡倒但可硬])是是(?!否|非)|和和(?![平谐解睦美气善好缓田县])"
    r"|与与(?![会时])|被被(?![子告动褥申监征])|将将(?![军士领来近])|从从(?![事业严重容快优轻此而])|(?<!以)及及(?![时格早])|以以(?!及|往|色|上|下|前|后|内|外|来|为|便|至)"
)
_WORDS = re.compile(
    "(进行|开展|通过|我们|他们|以及|要求|有关|相关|加强|推进|问题|根据|按照|关于|对于|进一步|认真|积极|切实|必须|应当|可以|已经|同时|为了|因此|但是"
    "|并且|而且|如果|由于|实施|落实|贯彻|组织|部署|坚持|完善|提高|促进|建立|加快|推动|召开|负责|予以|及时)\\1"
)
_LONG_WORDS = re.compile(r"([\u4e00-\u9fff]{3,12})\1")
_NUMERALS = frozenset("一二三四五六七八九十百千万亿两几每")


@check
def repetition(passage: Passage, setting: Setting) -> Iterator[Finding]:
    """Doubled characters, words of three or more characters, and long paragraphs that stand there twice."""
    for match in _CHARACTERS.finditer(passage.text):
        yield _twice(passage, match, match.group()[0])
    for match in _WORDS.finditer(passage.text):
        yield _twice(passage, match, match[1])
    for match in _LONG_WORDS.finditer(passage.text):
        if match[1][0] not in _NUMERALS and not _WORDS.search(match.group()):
            yield _twice(passage, match, match[1])


@check
def repeated_paragraphs(passage: Passage, setting: Setting) -> Iterator[Finding]:
    """A paragraph that was pasted twice."""
    seen = set()
    for start, block in passage.blocks():
        words = block.strip()
        if len(words) >= LONG_PARAGRAPH and words in seen:
            yield passage.finding(
                Kind.REPETITION, Severity.WARN, start, start + len(block), _("这一段与前面的一段完全相同。")
            )
        seen.add(words)


def _twice(passage: Passage, match: re.Match[str], once: str) -> Finding:
    return passage.finding(Kind.REPETITION, Severity.WARN, *match.span(), _("文字可能重复。"), once)
