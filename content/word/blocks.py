"""Paragraphs of a Word file as blocks, in the order of the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.html import escape

from content.word.arranging import Block
from content.word.inline import Piece, html_of, read_line
from content.word.manuscript import Manuscript
from content.word.names import MC, Element, W, children, number, setting, value
from content.word.numbering import Marker, before_words
from content.word.tables import read_table

ALIGNED = {"center": "center", "right": "right", "end": "right", "distribute": "center"}


def read_blocks(container: Element, manuscript: Manuscript) -> list[Block]:
    """Return everything inside a body, a cell, a note or a text box."""
    blocks: list[Block] = []
    carried: list[Piece] = []  # what stood before a paragraph mark whose removal was tracked
    for element in _content(container):
        if element.tag == W + "p":
            pieces, properties = _paragraph_pieces(element, manuscript)
            floating, manuscript.floating = manuscript.floating, []
            if _mark_is_deleted(properties):
                carried += pieces
            else:
                blocks += _paragraph(properties, carried + pieces, manuscript)
                carried = []
            for box in floating:
                blocks += read_blocks(box, manuscript)
        elif element.tag == W + "tbl":
            blocks += read_table(element, manuscript, read_blocks)
        elif element.tag == W + "altChunk":
            manuscript.report.count("part")
    return blocks + (_paragraph(None, carried, manuscript) if carried else [])


def _content(container: Element) -> Iterator[Element]:
    """Yield paragraphs and tables; an automatic table of contents is passed over by its paragraphs' style."""
    for child in children(container):
        if child.tag in {W + "ins", W + "moveTo"}:
            yield from _content(child)
        elif child.tag == MC + "AlternateContent":
            choice = next(iter(child), None)
            if choice is not None:
                yield from _content(choice)
        else:
            yield child


def _paragraph_pieces(element: Element, manuscript: Manuscript) -> tuple[list[Piece], Element | None]:
    properties = element.find(W + "pPr")
    return read_line(element, manuscript, style=setting(properties, "pStyle")), properties


def _mark_is_deleted(properties: Element | None) -> bool:
    marks = None if properties is None else properties.find(W + "rPr")
    return marks is not None and marks.find(W + "del") is not None


def _paragraph(properties: Element | None, pieces: list[Piece], manuscript: Manuscript) -> list[Block]:
    styles, style = manuscript.styles, setting(properties, "pStyle")
    if styles.is_contents(style):
        manuscript.report.counts["contents"] = max(manuscript.report.counts["contents"], 1)
        return []
    text = "".join(piece.text for piece in pieces)
    pictures = [piece for piece in pieces if piece.is_picture]
    if pictures and not text.strip():
        return [Block("figure", piece.html) for piece in pictures]
    level = styles.heading(properties)
    marker = _marker(properties, manuscript) if text.strip() else None
    pieces, had_indent = _without_leading_space(pieces)
    block = Block("p", text=text.strip(), align=_alignment(properties, manuscript))
    block.is_bold = bool(text.strip()) and all("strong" in p.marks for p in pieces if p.text.strip())
    block.is_flush = not had_indent and not _has_first_line_indent(properties, manuscript)
    if styles.is_title(style):
        block.kind = "title"
    elif level and text.strip():
        block.kind = f"h{min(level + 1, 4)}"
        if level > 3:
            manuscript.report.count("deep heading")
    elif styles.is_caption(style):
        block.kind = "caption"
    bare = frozenset({"strong"}) if block.kind != "p" else frozenset()
    block.html = html_of(pieces, without=bare).replace("\t", "　").strip(" ")
    if marker is not None and marker.label:
        label = before_words(marker.label)
        block.html, block.text = label + block.html, label + block.text
    elif block.kind == "p":
        block.marker = marker
    return [block]


def _marker(properties: Element | None, manuscript: Manuscript) -> Marker | None:
    numbered = manuscript.styles.paragraph(properties, "numPr")
    list_id = setting(numbered, "numId")
    if list_id in {None, "", "0"}:
        return None
    depth = min(max(number(setting(numbered, "ilvl")), 0), 8)
    marker = manuscript.numbering.marker(list_id, depth)
    deeper = manuscript.styles.list_depth(setting(properties, "pStyle"))
    return replace(marker, depth=max(depth, deeper)) if marker is not None and deeper else marker


def _alignment(properties: Element | None, manuscript: Manuscript) -> str:
    return ALIGNED.get(value(manuscript.styles.paragraph(properties, "jc")), "")


def _has_first_line_indent(properties: Element | None, manuscript: Manuscript) -> bool:
    return any((manuscript.styles.indent(properties, name) or 0) > 0 for name in ("firstLineChars", "firstLine"))


def _without_leading_space(pieces: list[Piece]) -> tuple[list[Piece], bool]:
    """Take away the spaces and tabs that writers indent with: the page indents by itself."""
    result, had = list(pieces), ""
    while result and not result[0].is_picture and result[0].html != "<br />":
        first = result[0]
        if "<" in first.html:
            break
        kept = first.text.lstrip(" \t\u00a0\u3000")
        had += first.text[: len(first.text) - len(kept)]
        if kept:
            result[0] = Piece(escape(kept), first.marks, kept)
            break
        result.pop(0)
    return result, "\t" in had or "\u3000" in had or len(had) >= 2
