"""HTML into the blocks of a PDF page: headings, paragraphs, lists, quotations, rules, pictures, tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from lxml import etree
from lxml import html as parser
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, HRFlowable, Paragraph, Spacer

from sites.pdf.fonts import body_fonts, printable_markup, without_unprintable
from sites.pdf.pictures import picture_of

ResolveImage = Callable[[str], bytes | Path | None]
Element = parser.HtmlElement

LINK, ALERT = "#0B4EA2", "#B3261E"
ALERT_CLASS = "is-alert"  # on words in bold: what must not be overlooked
HEADINGS = {"h1": (20, 0), "h2": (15, 1), "h3": (13, 2), "h4": (12, 3), "h5": (12, 3), "h6": (12, 3)}
INLINE = {
    "b": "b", "strong": "b", "i": "i", "em": "i", "u": "u", "ins": "u", "s": "strike", "del": "strike", "strike": "strike",
    "sup": "super", "sub": "sub",
}  # fmt: skip
BLOCKS = {
    "p", "div", "section", "article", "header", "footer", "figure", "figcaption", "blockquote", "pre", "address", "main",
    "ul", "ol", "li", "dl", "dt", "dd", "table", "hr", "img", "body", "center", *HEADINGS,
}  # fmt: skip
IGNORED = {"script", "style", "template", "head", "noscript", "iframe", "object"}
ALIGN = {"left": TA_LEFT, "center": TA_CENTER, "right": TA_RIGHT}
LINK_SCHEMES = ("http://", "https://", "mailto:")
MOST_WORDS = 3000  # characters of one paragraph; a longer one is set as several, since laying out grows with the square
DEEPEST_LIST = 6


def blocks_of(html: str, *, frame: tuple[float, float], resolve_image: ResolveImage | None = None) -> list[Flowable]:
    """Return the blocks of the HTML for a page whose text is `frame` wide and high (points)."""
    blocks = _Blocks(frame, resolve_image)
    blocks.walk(tree_of(html), base_style())
    return blocks.finished()


def plain_blocks_of(html: str) -> list[Flowable]:
    """Return only the words, a paragraph per line: for what cannot be laid out otherwise."""
    words = "\n".join(without_unprintable(text) for text in tree_of(html).itertext())
    style = base_style()
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    return [Paragraph(_set(part), style) for line in lines for part in _pieces(line)] or [Spacer(1, 1)]


def tree_of(html: str) -> Element:
    """Return the HTML as a tree, whatever state it is in."""
    words = without_unprintable(html)
    try:
        return parser.fromstring(f"<div>{words}</div>", parser=parser.HTMLParser(huge_tree=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        tree = parser.Element("div")
        tree.text = re.sub(r"<[^>]*>", " ", words)
        return tree


def base_style(**changes: object) -> ParagraphStyle:
    """Return the style of running text, with the changes."""
    look = {
        "fontName": body_fonts()[0],
        "fontSize": 12,
        "leading": 21,
        "firstLineIndent": 24,
        "spaceAfter": 4,
        "wordWrap": "CJK",
        "allowWidows": 0,
        "allowOrphans": 0,
        "splitLongWords": 1,
    }
    return ParagraphStyle("text", **{**look, **changes})


def inline_markup(element: Element) -> str:
    """Return the element's words with bold, links and the like, as a paragraph of reportlab takes them."""
    return "".join(_inline(element))


def _set(words: str) -> str:
    """The words as markup, in signs that the font has."""
    return printable_markup(escape(words))


def _inline(element: Element) -> Iterator[str]:
    yield _set(element.text or "")
    for child in element:
        yield from _inline_child(child)
        yield _set(child.tail or "")


def _inline_child(child: Element) -> Iterator[str]:
    tag = child.tag
    if not isinstance(tag, str) or tag in IGNORED:
        return
    if tag == "br":
        yield "<br/>"
    elif tag == "img":
        yield _set(f"［图片：{child.get('alt') or '无说明'}］")
    elif tag == "a" and (child.get("href") or "").lower().startswith(LINK_SCHEMES):
        yield f'<a href={quoteattr(child.get("href").strip())} color="{LINK}">'
        yield from _inline(child)
        yield "</a>"
    elif tag in INLINE:
        is_alert = ALERT_CLASS in (child.get("class") or "").split()
        yield f"<{INLINE[tag]}>" + (f'<font color="{ALERT}">' if is_alert else "")
        yield from _inline(child)
        yield ("</font>" if is_alert else "") + f"</{INLINE[tag]}>"
    else:
        yield from _inline(child)


def item_sign(number: int, kind: str) -> str:
    """Return how an item of a list is numbered: 3, c or iii. People quote these signs, so they are those of the page."""
    sign = str(number)
    if kind in {"a", "A"} and 0 < number <= 26:
        sign = chr(ord("a") + number - 1)
    elif kind in {"i", "I"} and 0 < number < 40:
        sign = "x" * (number // 10) + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[number % 10]
    return sign.upper() if kind.isupper() else sign


def declared(element: Element) -> dict[str, str]:
    """Return the style properties that the element declares, and what our classes and `align` mean as such."""
    pairs = (part.partition(":")[::2] for part in (element.get("style") or "").split(";"))
    style = {name.strip().lower(): value.strip().lower() for name, value in pairs}
    names = (element.get("class") or "").split()
    for name in ("center", "right"):
        if name in names or (element.get("align") or "").lower() == name:
            style.setdefault("text-align", name)
    if "no-indent" in names:
        style.setdefault("text-indent", "0")
    return style


def paragraph_look(element: Element, look: ParagraphStyle) -> ParagraphStyle:
    """Return the style with what the element declares about alignment and indent."""
    style = declared(element)
    changes: dict[str, object] = {}
    align = ALIGN.get(style.get("text-align", ""))
    if align is not None:
        changes["alignment"] = align
        if align != TA_LEFT:
            changes["firstLineIndent"] = 0
    indent = re.fullmatch(r"(\d{1,2}(?:\.\d+)?)(em|px|pt)?", style.get("text-indent", ""))
    if indent:
        unit = {"em": look.fontSize, "px": 0.75, "pt": 1}.get(indent[2] or "px", 1)
        changes["firstLineIndent"] = min(float(indent[1]) * unit, 96)
    return ParagraphStyle("own", parent=look, **changes) if changes else look


def _pieces(markup: str) -> Iterator[str]:
    """Cut an endless paragraph where no mark-up is open; words that are marked up throughout lose their marks."""
    if len(markup) <= MOST_WORDS:
        yield markup
        return
    piece, length, depth = [], 0, 0
    for part in re.split(r"(<[^>]+>)", markup):
        is_mark = part.startswith("<")
        depth += (0 if part == "<br/>" else -1 if part.startswith("</") else 1) if is_mark else 0
        for at in range(0, len(part), MOST_WORDS):
            piece.append(part[at : at + MOST_WORDS])
            length += 0 if is_mark else len(piece[-1])
            if length >= MOST_WORDS and depth == 0:
                yield "".join(piece)
                piece, length = [], 0
        if length > 3 * MOST_WORDS:
            yield from _pieces(re.sub(r"<[^>]+>", "", markup))
            return
    yield "".join(piece)


class _Blocks:
    """Walks the tree and gathers blocks; words between blocks wait in a buffer until the next block begins."""

    def __init__(self, frame: tuple[float, float], resolve_image: ResolveImage | None) -> None:
        self.frame, self.resolve_image = frame, resolve_image
        self.story: list[Flowable] = []
        self.buffer: list[str] = []
        self.bullet: str | None = None

    def finished(self) -> list[Flowable]:
        """Return what was gathered, never nothing: a PDF has at least one page."""
        return [*self.story, Spacer(1, 1)]

    def walk(self, element: Element, look: ParagraphStyle, depth: int = 0) -> None:
        """Gather the element's content as blocks in the style."""
        self.buffer.append(_set(element.text or ""))
        for child in element:
            if self._is_block(child):
                self.flush(look)
                self._block(child, look, depth)
            else:
                self.buffer.extend(_inline_child(child))
            self.buffer.append(_set(child.tail or ""))
        self.flush(look)

    def flush(self, look: ParagraphStyle, heading: int | None = None) -> None:
        """End the paragraph that waits in the buffer."""
        markup = "".join(self.buffer)
        self.buffer.clear()
        if not re.sub(r"<br/>|[ \t\r\n\xa0\u3000]", "", markup):
            return
        markup = re.sub(r"^(?:\s|<br/>)+|(?:\s|<br/>)+$", "", re.sub(r"[ \t\r\n]+", " ", markup))
        for piece in _pieces(markup):
            self.story.append(self._paragraph(piece, look, heading))

    def _paragraph(self, markup: str, look: ParagraphStyle, heading: int | None) -> Paragraph:
        bullet, self.bullet = self.bullet, None
        try:
            paragraph = Paragraph(markup, look, bulletText=bullet)
        except ValueError:  # a mark-up that only reportlab dislikes: the words matter more
            paragraph = Paragraph(escape(re.sub(r"<[^>]*>", "", markup)), look, bulletText=bullet)
        if heading is not None:
            paragraph.heading = heading
        return paragraph

    def _is_block(self, child: Element) -> bool:
        if not isinstance(child.tag, str) or child.tag in IGNORED:
            return False
        return child.tag in BLOCKS or any(each.tag in BLOCKS for each in child.iterdescendants())

    def _block(self, child: Element, look: ParagraphStyle, depth: int) -> None:
        tag = child.tag
        if tag in HEADINGS:
            self._heading(child, tag)
        elif tag in {"ul", "ol"}:
            self._list(child, look, depth)
        elif tag == "table":
            self._table(child)
        elif tag == "img":
            self._picture(child)
        elif tag == "hr":
            self.story.append(
                HRFlowable(width="100%", thickness=0.6, color=HexColor("#9AA5B1"), spaceBefore=8, spaceAfter=8)
            )
        elif tag == "pre":
            self.buffer.extend(_set(line) + "<br/>" for line in child.text_content().splitlines())
            self.flush(ParagraphStyle("pre", parent=look, firstLineIndent=0))
        else:
            self.walk(child, self._look_of(child, tag, look), depth)

    def _look_of(self, child: Element, tag: str, look: ParagraphStyle) -> ParagraphStyle:
        if tag == "blockquote":
            look = ParagraphStyle(
                "quote", parent=look, leftIndent=look.leftIndent + 24, rightIndent=12, textColor="#4A5564"
            )
        elif tag == "figcaption":
            look = ParagraphStyle(
                "caption", parent=look, alignment=TA_CENTER, firstLineIndent=0, fontSize=10, leading=16
            )
        elif tag in {"dd", "dt"}:
            look = ParagraphStyle(
                "term", parent=look, firstLineIndent=0, leftIndent=look.leftIndent + (24 if tag == "dd" else 0)
            )
        return paragraph_look(child, look)

    def _heading(self, child: Element, tag: str) -> None:
        size, rank = HEADINGS[tag]
        look = base_style(
            fontName=body_fonts()[1], fontSize=size, leading=size * 1.5, firstLineIndent=0,
            spaceBefore=size * 0.6, spaceAfter=size * 0.5, alignment=TA_CENTER if tag == "h1" else TA_LEFT,
        )  # fmt: skip
        self.story.append(CondPageBreak(size * 2 + 50))  # a heading stays with the beginning of what follows
        self.buffer.append(inline_markup(child))
        self.flush(paragraph_look(child, look), heading=rank)

    def _list(self, element: Element, look: ParagraphStyle, depth: int) -> None:
        indent = 24 * (min(depth, DEEPEST_LIST) + 1)
        style = ParagraphStyle(
            "item", parent=look, firstLineIndent=0, leftIndent=indent, bulletIndent=indent - 18,
            bulletFontName=body_fonts()[0], bulletFontSize=look.fontSize if element.tag == "ol" else look.fontSize * 0.5,
            bulletOffsetY=0 if element.tag == "ol" else look.fontSize * 0.12,
        )  # fmt: skip
        start = element.get("start") or ""
        number = int(start) if re.fullmatch(r"-?\d{1,6}", start) else 1
        for item in element:
            if item.tag != "li":
                if isinstance(item.tag, str) and item.tag not in IGNORED:
                    self.buffer.append("")
                    self._block(item, style, depth + 1) if self._is_block(item) else self.buffer.extend(
                        _inline_child(item)
                    )
                    self.flush(style)
                continue
            self.bullet = f"{item_sign(number, element.get('type') or '')}." if element.tag == "ol" else "●"
            number += 1
            self.walk(item, paragraph_look(item, style), depth + 1)
            self.bullet = None

    def _table(self, element: Element) -> None:
        from sites.pdf.tables import table_blocks

        self.story.extend(table_blocks(element, self.frame))

    def _picture(self, child: Element) -> None:
        found = self.resolve_image(child.get("src") or "") if self.resolve_image else None
        picture = picture_of(found, self.frame) if found else None
        if picture is None:
            self.buffer.extend(_inline_child(child))
            self.flush(base_style(alignment=TA_CENTER, firstLineIndent=0))
            return
        self.story.append(picture)
