"""What the markup of a text lacks for those who cannot see it: words for pictures, headings of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from content.proofreading.findings import Finding, Kind
from content.proofreading.passages import Passage, Tag
from content.proofreading.registry import Setting, check

_FILE_NAME = re.compile(
    r"^(?:[\w-]+\.(?:jpe?g|png|gif|webp|bmp)|(?:img|dsc|image|微信图片|图片|截图)[\s_-]*\d*)$", re.I
)


@check
def pictures(passage: Passage, setting: Setting) -> Iterator[Finding]:
    """Every picture says in words what it shows."""
    for number, tag in enumerate(tag for tag in passage.tags if tag.name == "img"):
        words = (tag.get("alt") or "").strip()
        if not words:
            yield passage.element_finding(Kind.PICTURE, tag, number, _("图片没有替代文字，读屏软件读不出来。"))
        elif _FILE_NAME.match(words):
            yield passage.element_finding(
                Kind.PICTURE, tag, number, _("替代文字“%s”像是文件名，请写明图片内容。") % words
            )


@check
def tables(passage: Passage, setting: Setting) -> Iterator[Finding]:
    """A table of more than one row and column has header cells."""
    for number, (tag, inner) in enumerate(_tables(passage.tags)):
        rows, cells = (sum(each.name == name for each in inner) for name in ("tr", "td"))
        if rows > 1 and cells > rows and not any(each.name == "th" for each in inner):
            yield passage.element_finding(Kind.TABLE, tag, number, _("表格没有表头，请把第一行设为表头行。"))


def _tables(tags: list[Tag]) -> Iterator[tuple[Tag, list[Tag]]]:
    """Yield each table with the tags that open inside it, in the order in which tables begin."""
    found: list[tuple[Tag, list[Tag]]] = []
    within: list[list[Tag]] = []
    for tag in tags:
        if tag.name == "table":
            if tag.is_closing:
                within = within[:-1]
            else:
                within.append([])
                found.append((tag, within[-1]))
        elif within and not tag.is_closing:
            within[-1].append(tag)
    yield from found
