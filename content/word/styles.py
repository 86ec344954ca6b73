"""Paragraph and character styles of a Word file, with what they inherit."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from content.word.names import Element, W, number, setting, switched, value

HEADING = re.compile(r"(?:heading|标题|標題)\s*([1-9])", re.I)
TITLES = {"title", "标题", "標題", "文件标题", "公文标题", "大标题"}
CAPTIONS = {"caption", "题注", "題註", "illustration", "table", "figure", "drawing"}
CONTENTS = re.compile(r"(?:toc|目录|contents)\s*\d*|(?:toc|contents) heading", re.I)
LISTS = re.compile(r"(?:list (?:bullet|number|continue)|列表项目符号|列表编号|列表接续)\s*([2-5])", re.I)
LONGEST_CHAIN = 30
MARKS = (("b", "strong"), ("i", "em"), ("strike", "s"), ("dstrike", "s"))


@dataclass(frozen=True)
class Style:
    """One style as far as our pages care."""

    name: str = ""
    based_on: str = ""
    properties: Element | None = None
    run_properties: Element | None = None


@dataclass
class Styles:
    """The styles of one file by their ids."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default: str = ""

    def chain(self, style_id: str | None) -> list[Style]:
        """Return the style and those it is based on, the nearest first; a circle, or a chain without end, is cut off."""
        found: list[Style] = []
        current = style_id or self.default
        while current in self.by_id and len(found) < LONGEST_CHAIN and self.by_id[current] not in found:
            found.append(self.by_id[current])
            current = self.by_id[current].based_on
        return found

    def is_title(self, style_id: str | None) -> bool:
        """True for the style of the document's own title."""
        return any(style.name.strip().lower() in TITLES for style in self.chain(style_id)[:2])

    def is_caption(self, style_id: str | None) -> bool:
        """True for the style of words under a picture or over a table."""
        return any(style.name.strip().lower() in CAPTIONS for style in self.chain(style_id)[:2])

    def is_contents(self, style_id: str | None) -> bool:
        """True for lines of an automatic table of contents."""
        return any(CONTENTS.fullmatch(style.name.strip()) for style in self.chain(style_id)[:1])

    def list_depth(self, style_id: str | None) -> int:
        """Return how deep a list style such as List Bullet 2 lies, which Word counts as lists of their own."""
        named = next((found for style in self.chain(style_id) if (found := LISTS.fullmatch(style.name.strip()))), None)
        return int(named[1]) - 1 if named else 0

    def heading(self, properties: Element | None) -> int:
        """Return the level of a heading, 0 for text: by the paragraph's outline level, its style's name or outline level."""
        own = setting(properties, "outlineLvl")
        if own is not None:
            return number(own, 9) + 1 if number(own, 9) < 9 else 0
        for style in self.chain(setting(properties, "pStyle")):
            named = HEADING.fullmatch(style.name.strip())
            if named:
                return int(named[1])
            level = setting(style.properties, "outlineLvl")
            if level is not None:
                return number(level, 9) + 1 if number(level, 9) < 9 else 0
        return 0

    def paragraph(self, properties: Element | None, tag: str) -> Element | None:
        """Return a paragraph's property, its own or the nearest inherited one."""
        own = None if properties is None else properties.find(W + tag)
        if own is not None:
            return own
        for style in self.chain(setting(properties, "pStyle")):
            found = None if style.properties is None else style.properties.find(W + tag)
            if found is not None:
                return found
        return None

    def indent(self, properties: Element | None, name: str) -> int | None:
        """Return one measure of the indentation (twentieths of a point, hundredths of a character)."""
        sources = [properties, *(style.properties for style in self.chain(setting(properties, "pStyle")))]
        for source in sources:
            element = None if source is None else source.find(W + "ind")
            if element is not None and element.get(W + name) is not None:
                return number(element.get(W + name))
        return None

    def marks(self, run: Element | None, paragraph_style: str | None) -> tuple[str, ...]:
        """Return the tags for a run's own look: strong, em, u, s, sup or sub; the paragraph style's are inherited."""
        sources = [run]
        for style_id in (setting(run, "rStyle"), paragraph_style):
            if style_id:
                sources += [style.run_properties for style in self.chain(style_id)]
        found = []
        for tag, mark in MARKS:
            on = next((on for source in sources if (on := switched(source, tag)) is not None), False)
            if on and mark not in found:
                found.append(mark)
        underline = next((line for source in sources if (line := setting(source, "u")) is not None), "none")
        if self._is_of_a_link(setting(run, "rStyle")):
            underline = "none"
        if underline not in {"none", ""}:
            found.append("u")
        raised = next((side for source in sources if (side := setting(source, "vertAlign")) is not None), "")
        found += {"superscript": ["sup"], "subscript": ["sub"]}.get(raised, [])
        return tuple(found)

    def _is_of_a_link(self, style_id: str | None) -> bool:
        """True for the look of links, whose line belongs to the link."""
        return bool(style_id) and any("link" in style.name.lower() for style in self.chain(style_id)[:1])

    def is_hidden(self, run: Element | None) -> bool:
        """True for a run that Word does not show."""
        own = switched(run, "vanish")
        if own is not None:
            return own
        return any(switched(style.run_properties, "vanish") for style in self.chain(setting(run, "rStyle") or "-"))


def styles_of(root: Element | None) -> Styles:
    """Return the styles that styles.xml describes."""
    found = Styles()
    if root is None:
        return found
    for each in root.iterfind(W + "style"):
        style_id = value(each, "styleId")
        found.by_id[style_id] = Style(
            setting(each, "name") or style_id,
            setting(each, "basedOn") or "",
            each.find(W + "pPr"),
            each.find(W + "rPr"),
        )
        if value(each, "type") == "paragraph" and value(each, "default") in {"1", "true"}:
            found.default = style_id
    return found
