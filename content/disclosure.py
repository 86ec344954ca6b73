"""政府信息公开 in one format (国办公开办函〔2019〕61号): guide, rules, what the law has every body disclose, yearly reports, and
the way to apply for more. It is built on the site's own disclosure column, so there is no second column and no second site; columns find
their block by their type, the rules (制度) by their name too, since they share the catalogue's type.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from content.pages import Group, Step
from content.structure import Section, Structure
from sites.models import ColumnType

RULES = "制度"
OUTSIDE = (ColumnType.POLICY, ColumnType.STATISTICS)  # disclosed by law, though they stand beside the disclosure column


@dataclass(slots=True)
class Block:
    """One of the five parts, with the columns that fill it."""

    name: str
    icon: str
    text: str
    columns: list[Step] = field(default_factory=list)


@dataclass(slots=True)
class Disclosure:
    """The parts in their one order; `library_url` leads to the site's documents."""

    blocks: list[Block]
    content: Block
    library_url: str

    def shown(self, groups: Iterable[Group]) -> list[Group]:
        """The latest of the columns that hold the content; the other parts are a click away."""
        urls = {step.url for step in self.content.columns}
        return [group for group in groups if group.url in urls]


def disclosure_of(section: Section, structure: Structure) -> Disclosure | None:
    """Return the disclosure page of a column, None for any other column: it is a catalogue that has a guide below it."""
    if section.type != ColumnType.DISCLOSURE_CATALOGUE:
        return None
    below = [each for each in section.with_descendants() if each is not section]
    if not any(each.type == ColumnType.DISCLOSURE_GUIDE for each in below):
        return None
    own = {
        "guide": [each for each in below if each.type == ColumnType.DISCLOSURE_GUIDE],
        "rules": [each for each in below if each.type == ColumnType.DISCLOSURE_CATALOGUE and RULES in each.name],
        "reports": [each for each in below if each.type == ColumnType.DISCLOSURE_REPORT],
        "request": [each for each in below if each.type == ColumnType.DISCLOSURE_REQUEST],
    }
    placed = {each.pk for group in own.values() for each in group}
    rest = [each for each in section.children if each.pk not in placed]
    rest += [each for each in structure.root.children if each.type in OUTSIDE] if structure.root else []
    content = Block(_("法定主动公开内容"), "file-text", _("依法应当主动公开的政府信息"), _steps(rest))
    guide = Block(_("政府信息公开指南"), "info", _("分类、编排、获取方式和受理机构"), _steps(own["guide"]))
    rules = Block(_("政府信息公开制度"), "file-sheet", _("信息公开工作的各项规定"), _steps(own["rules"]))
    reports = Block(_("政府信息公开年报"), "history", _("历年工作年度报告"), _steps(own["reports"]))
    request = Block(_("依申请公开"), "edit", _("申请获取其他政府信息"), _steps(own["request"]))
    blocks = [block for block in (guide, rules, content, reports, request) if block.columns]
    return Disclosure(blocks, content, reverse("content:library"))


def _steps(sections: Iterable[Section]) -> list[Step]:
    return [Step(each.name, each.url) for each in sections]
