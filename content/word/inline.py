"""The words of a paragraph: runs with their look, links, notes, symbols, what was tracked, and what is no text at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.html import escape

from content.word.manuscript import Field, Manuscript
from content.word.names import MC, Element, M, O, R, V, W, children, value
from content.word.pictures import drawn_picture, old_picture

ORDER = ("strong", "em", "u", "s", "sup", "sub")
LINK_SCHEMES = re.compile(r"(?:https?://|mailto:)\S", re.I)
LINK_CODE = re.compile(r'HYPERLINK\s+"([^"]*)"|HYPERLINK\s+(\S+)', re.I)
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u200b\u2060\ufeff]")
SYMBOLS = {
    "wingdings": {0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0xA8: "□", 0xFC: "✓", 0xFB: "✗", 0xFE: "☑",
                  0xFD: "☒", 0x52: "☑", 0xA3: "□", 0xD8: "➢", 0xE0: "→", 0xE8: "➔", 0x9F: "•", 0xB7: "•", 0x28: "☎",
                  0x2A: "✉", 0xAB: "★", 0xB2: "☆", 0x81: "①", 0x82: "②", 0x83: "③", 0x84: "④", 0x85: "⑤"},
    "wingdings 2": {0x52: "☑", 0xA3: "□", 0x50: "✓", 0x4F: "✗", 0x51: "☒", 0x2A: "□"},
    "symbol": {0xB7: "•", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xA3: "≤", 0xB3: "≥", 0xB0: "°", 0x6D: "μ", 0x61: "α",
               0x62: "β", 0x67: "γ", 0x44: "Δ", 0x53: "Σ", 0x57: "Ω", 0xAE: "→", 0xAC: "←", 0xB9: "≠", 0xBB: "≈"},
}  # fmt: skip


@dataclass
class Piece:
    """A stretch of a paragraph in one look."""

    html: str
    marks: frozenset[str] = frozenset()
    text: str = ""
    is_picture: bool = False


@dataclass
class Line:
    """A paragraph's inside while it is read; links in progress are kept as a stack."""

    manuscript: Manuscript
    style: str | None = None
    stack: list[tuple[str, list[Piece]]] = field(default_factory=lambda: [("", [])])

    def add(self, piece: Piece) -> None:
        """Add a piece at the current place."""
        self.stack[-1][1].append(piece)

    def open_link(self, address: str) -> None:
        """Let what follows belong to a link."""
        self.stack.append((address, []))

    def close_link(self) -> None:
        """End the innermost link."""
        address, pieces = self.stack.pop()
        if not address or not any(piece.text or piece.is_picture for piece in pieces):
            self.stack[-1][1].extend(pieces)
            return
        text = "".join(piece.text for piece in pieces)
        inside = html_of(pieces, without=frozenset({"u"}))
        self.add(Piece(f'<a href="{escape(address)}">{inside}</a>', text=text))

    def pieces(self) -> list[Piece]:
        """Return the finished pieces."""
        while len(self.stack) > 1:
            self.close_link()
        return self.stack[0][1]


def html_of(pieces: list[Piece], *, without: frozenset[str] = frozenset()) -> str:
    """Return the pieces as HTML; neighbours of one look share their tags."""
    result = ""
    for marks, group in groupby(pieces, key=lambda piece: piece.marks - without):
        inside = "".join(piece.html for piece in group)
        if inside.strip(" 　") or not marks:
            for mark in reversed([each for each in ORDER if each in marks]):
                inside = f"<{mark}>{inside}</{mark}>"
        result += inside
    return result


def read_line(paragraph: Element, manuscript: Manuscript, *, style: str | None = None) -> list[Piece]:
    """Return the pieces of a paragraph. A field that goes on into the next one stays open in the manuscript."""
    line = Line(manuscript, style)
    for each in manuscript.fields:
        if each.is_link and each.in_result:
            line.open_link(_address(each.code, manuscript))
    for child in children(paragraph):
        _read(child, line)
    return line.pieces()


def _read(element: Element, line: Line) -> None:
    reader = READERS.get(element.tag)
    if reader is not None:
        reader(element, line)


def _each(element: Element, line: Line) -> None:
    for child in children(element):
        _read(child, line)


def _inserted(element: Element, line: Line) -> None:
    line.manuscript.report.count("inserted")
    _each(element, line)


def _deleted(element: Element, line: Line) -> None:
    line.manuscript.report.count("deleted")


def _link(element: Element, line: Line) -> None:
    relation = line.manuscript.relations.get(element.get(R + "id", ""))
    line.open_link(_web_address(relation.target if relation else "", line.manuscript, is_inner=relation is None))
    _each(element, line)
    line.close_link()


def _web_address(address: str, manuscript: Manuscript, *, is_inner: bool = False) -> str:
    if LINK_SCHEMES.match(address.strip()):
        return address.strip()
    if not is_inner:
        manuscript.report.count("link")
    return ""


def _address(code: str, manuscript: Manuscript) -> str:
    found = LINK_CODE.search(code)
    address = (found[1] or found[2] or "") if found else ""
    return _web_address(address, manuscript, is_inner=address in {"", "\\l"})


def _run(element: Element, line: Line) -> None:
    properties = element.find(W + "rPr")
    if line.manuscript.styles.is_hidden(properties):
        if any(text.text for text in element.iter(W + "t")) and not line.manuscript.is_silent:
            line.manuscript.report.count("hidden")
        return
    marks = frozenset(line.manuscript.styles.marks(properties, line.style))
    for child in children(element):
        if child.tag in TEXTS:
            if not line.manuscript.is_silent:
                text = FORBIDDEN.sub("", TEXTS[child.tag](child))
                line.add(Piece(escape(text), marks, text))
        elif child.tag == W + "br":
            if value(child, "type") in {"", "textWrapping"} and not line.manuscript.is_silent:
                line.add(Piece("<br />", frozenset(), "\n"))
        else:
            _read(child, line)


def _field_mark(element: Element, line: Line) -> None:
    """Follow a field: begin, (code), separate, (result), end."""
    open_ones, kind = line.manuscript.fields, value(element, "fldCharType")
    if kind == "begin":
        open_ones.append(Field())
    elif kind == "separate" and open_ones:
        current = open_ones[-1]
        current.in_result = True
        code = current.code.strip().upper()
        if code.startswith("TOC"):
            current.is_silent = True
            line.manuscript.report.count("contents")
        elif code.startswith("HYPERLINK") and not line.manuscript.is_silent:
            current.is_link = True
            line.open_link(_address(current.code, line.manuscript))
    elif kind == "end" and open_ones:
        ended = open_ones.pop()
        if ended.is_link and len(line.stack) > 1:
            line.close_link()


def _field_code(element: Element, line: Line) -> None:
    if line.manuscript.fields and not line.manuscript.fields[-1].in_result:
        line.manuscript.fields[-1].code += element.text or ""


def _simple_field(element: Element, line: Line) -> None:
    code = value(element, "instr")
    line.open_link(_address(code, line.manuscript) if "HYPERLINK" in code.upper() else "")
    _each(element, line)
    line.close_link()


def _note(kind: str) -> Callable[[Element, Line], None]:
    def read(element: Element, line: Line) -> None:
        mark = (kind, value(element, "id"))
        known = line.manuscript.notes
        is_first = mark not in known
        if is_first:
            known.append(mark)
        place = known.index(mark) + 1
        anchor = f' id="note-{place}-back"' if is_first else ""
        line.add(Piece(f'<sup{anchor}><a href="#note-{place}">[{place}]</a></sup>', text=""))

    return read


def _symbol(element: Element, line: Line) -> None:
    try:
        code = int(value(element, "char", "0"), 16)
    except ValueError:
        code = 0
    known = SYMBOLS.get(value(element, "font").strip().lower(), {})
    shown = known.get(code - 0xF000 if code >= 0xF000 else code)
    if shown is None:
        shown = chr(code) if 0x20 < code < 0xE000 and not known else "□"
        if shown == "□":
            line.manuscript.report.count("symbol")
    if not line.manuscript.is_silent:
        line.add(Piece(escape(shown), text=shown))


def _equation(element: Element, line: Line) -> None:
    line.manuscript.report.count("equation")
    text = FORBIDDEN.sub("", "".join(each.text or "" for each in element.iter(M + "t", W + "t")))
    line.add(Piece(escape(text), text=text))


def _ruby(element: Element, line: Line) -> None:
    base = element.find(W + "rubyBase")
    line.manuscript.report.count("ruby")
    if base is not None:
        _each(base, line)


def _drawing(element: Element, line: Line) -> None:
    """A picture, a text box, or something that cannot be shown on a page."""
    report = line.manuscript.report
    boxes = [box for box in element.iter(W + "txbxContent") if any(text.text for text in box.iter(W + "t"))]
    for box in boxes:
        report.count("text box")
        line.manuscript.floating.append(box)
    image = drawn_picture(element, line.manuscript)
    if image:
        line.add(Piece(image, is_picture=True))
        return
    uris = {each.get("uri", "").rpartition("/")[2] for each in element.iter() if str(each.tag).endswith("}graphicData")}
    if "chart" in uris or "chartex" in uris:
        report.count("chart")
    elif "diagram" in uris:
        report.count("diagram")
    elif not boxes and "picture" not in uris:
        report.count("shape")


def _old_drawing(element: Element, line: Line) -> None:
    """VML: pictures, text boxes, the lines under a red letterhead."""
    for box in element.iter(W + "txbxContent"):
        if any(text.text for text in box.iter(W + "t")):
            line.manuscript.report.count("text box")
            line.manuscript.floating.append(box)
    image = old_picture(element, line.manuscript)
    if image:
        line.add(Piece(image, is_picture=True))


def _object(element: Element, line: Line) -> None:
    """An embedded object; an equation of the old editor is one too."""
    is_equation = any("quation" in each.get("ProgID", "") for each in element.iter(O + "OLEObject"))
    line.manuscript.report.count("equation" if is_equation else "ole")


def _alternatives(element: Element, line: Line) -> None:
    """The same thing for new and old programs: read the first that holds something we know."""
    for choice in element:
        if choice.tag in {MC + "Choice", MC + "Fallback"} and len(choice):
            _each(choice, line)
            return


def _comment(element: Element, line: Line) -> None:
    line.manuscript.report.count("comment")


TEXTS: dict[str, Callable[[Element], str]] = {
    W + "t": lambda element: element.text or "",
    W + "tab": lambda element: "\t",
    W + "ptab": lambda element: "\t",
    W + "cr": lambda element: " ",
    W + "noBreakHyphen": lambda element: "\u2011",
    W + "softHyphen": lambda element: "",
}
READERS: dict[str, Callable[[Element, Line], None]] = {
    W + "r": _run,
    W + "hyperlink": _link,
    W + "ins": _inserted,
    W + "moveTo": _each,
    W + "del": _deleted,
    W + "moveFrom": lambda element, line: None,
    W + "fldChar": _field_mark,
    W + "instrText": _field_code,
    W + "fldSimple": _simple_field,
    W + "footnoteReference": _note("footnote"),
    W + "endnoteReference": _note("endnote"),
    W + "commentReference": _comment,
    W + "sym": _symbol,
    W + "ruby": _ruby,
    W + "rubyBase": _each,
    W + "drawing": _drawing,
    W + "pict": _old_drawing,
    W + "object": _object,
    W + "dir": _each,
    W + "bdo": _each,
    MC + "AlternateContent": _alternatives,
    M + "oMath": _equation,
    M + "oMathPara": _equation,
    V + "shape": _old_drawing,
}
