"""Tables in a PDF: merged cells, a header that repeats on every page, widths by content. What does not fit on paper
(a row higher than a page, more columns than can be read) is set as lines of text instead."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import html as parser
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Flowable, Paragraph, Spacer, Table

from sites.pdf.blocks import base_style, declared, inline_markup, paragraph_look
from sites.pdf.fonts import body_fonts

MOST_COLUMNS = 24
MOST_CELLS = 20_000
PADDING = 4
ENDLESS = 10**9
GRID = HexColor("#8A94A0")
HEAD = HexColor("#EEF1F5")


@dataclass
class _Cell:
    """A cell with its place and how far it reaches."""

    element: parser.HtmlElement
    row: int
    column: int
    rows: int
    columns: int


def table_blocks(element: parser.HtmlElement, frame: tuple[float, float]) -> list[Flowable]:
    """Return the table, with its caption, as blocks that fit into the frame (width and height in points)."""
    rows = _rows_of(element)
    cells = list(_placed(rows))
    if not cells:
        return []
    columns = max(cell.column + cell.columns for cell in cells)
    caption = [part for each in element.findall("caption") for part in (CondPageBreak(80), _caption(each))]
    if columns > MOST_COLUMNS or len(cells) > MOST_CELLS:
        return [*caption, *_as_lines(cells)]
    table = _drawn(cells, len(rows), columns, frame[0], _header_rows(element, rows))
    if not _fits(table, cells, frame):
        return [*caption, *_as_lines(cells)]
    return [*caption, table, Spacer(1, 8)]


def _rows_of(element: parser.HtmlElement) -> list[parser.HtmlElement]:
    """Return the table's own rows, not those of tables inside its cells."""
    return [row for row in element.iter("tr") if next(row.iterancestors("table"), None) is element]


def _header_rows(element: parser.HtmlElement, rows: list[parser.HtmlElement]) -> int:
    heads = [row for row in rows if row.getparent().tag == "thead"]
    if heads:
        return min(len(heads), 5)
    first = rows[0]
    return 1 if len(rows) > 1 and len(first) and all(cell.tag == "th" for cell in first) else 0


def _span(cell: parser.HtmlElement, name: str, most: int) -> int:
    value = (cell.get(name) or "1").strip()
    return max(1, min(int(value), most)) if re.fullmatch(r"\d{1,4}", value) else 1


def _placed(rows: list[parser.HtmlElement]):  # noqa: ANN202 (an iterator of cells)
    """Give each cell its place, as browsers do: a cell from above keeps its place in the rows that it reaches into."""
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            if cell.tag not in {"td", "th"}:
                continue
            while (number, column) in taken:
                column += 1
            wide, high = _span(cell, "colspan", 200), _span(cell, "rowspan", len(rows) - number)
            while any((number, column + step) in taken for step in range(1, wide)):
                wide -= 1
            taken.update((number + down, column + right) for down in range(high) for right in range(wide))
            yield _Cell(cell, number, column, high, wide)


def _drawn(cells: list[_Cell], rows: int, columns: int, width: float, header: int) -> Table:
    size = 10 if columns <= 8 else 8 if columns <= 14 else 6.5
    data: list[list[object]] = [[""] * columns for _row in range(rows)]
    style: list[tuple] = [
        ("GRID", (0, 0), (-1, -1), 0.5, GRID), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), PADDING), ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
        ("TOPPADDING", (0, 0), (-1, -1), PADDING), ("BOTTOMPADDING", (0, 0), (-1, -1), PADDING),
    ]  # fmt: skip
    for cell in cells:
        last = (cell.column + cell.columns - 1, cell.row + cell.rows - 1)
        data[cell.row][cell.column] = _content(cell.element, size)
        if cell.columns > 1 or cell.rows > 1:
            style.append(("SPAN", (cell.column, cell.row), last))
        if cell.element.tag == "th":
            style.append(("BACKGROUND", (cell.column, cell.row), last, HEAD))
    widths = _widths(cells, columns, width, size)
    spans_out = any(cell.row < header < cell.row + cell.rows for cell in cells)
    return Table(data, colWidths=widths, style=style, repeatRows=0 if spans_out else header, splitByRow=1)


def _content(cell: parser.HtmlElement, size: float) -> list[Paragraph]:
    """Return a cell's paragraphs; blocks inside it are separated by line breaks."""
    changes: dict[str, object] = {"fontSize": size, "leading": size * 1.45, "firstLineIndent": 0, "spaceAfter": 0}
    if cell.tag == "th":
        changes |= {"fontName": body_fonts()[1], "alignment": TA_CENTER}
    look = paragraph_look(cell, base_style(**changes))
    parts = [child for child in cell if child.tag in {"p", "div", "li", "h2", "h3", "h4"}]
    if not parts or any(declared(part) and len(parts) > 1 for part in parts):
        look = paragraph_look(parts[0], look) if len(parts) == 1 else look
    markup = _cell_markup(cell)
    return [_paragraph(markup, look)]


def _cell_markup(cell: parser.HtmlElement) -> str:
    for block in cell.iter("p", "div", "li", "tr", "h2", "h3", "h4"):
        block.append(parser.Element("br"))
    for inner in cell.iter("td", "th"):
        if inner is not cell:
            inner.tail = "　" + (inner.tail or "")
    markup = re.sub(r"\s+", " ", inline_markup(cell))
    return re.sub(r"^(?:\s|<br/>)+|(?:\s|<br/>)+$", "", markup)


def _paragraph(markup: str, look) -> Paragraph:  # noqa: ANN001 (a style)
    try:
        return Paragraph(markup, look)
    except ValueError:
        return Paragraph(re.sub(r"<[^>]*>", "", markup), look)


def _widths(cells: list[_Cell], columns: int, width: float, size: float) -> list[float]:
    """Share the width by what the columns hold: short ones get what they need, long ones what is left, none too little."""
    font = body_fonts()[0]
    wanted = [size * 2.0] * columns
    for cell in cells:
        if cell.columns == 1:
            text = (cell.element.text_content() or "").strip()[:60]
            wanted[cell.column] = max(wanted[cell.column], stringWidth(text, font, size) + 2)
    wanted = [each + 2 * PADDING for each in wanted]
    total = sum(wanted)
    if total <= width:
        return [each * width / total for each in wanted]
    fair = width / columns
    small = [each if each <= fair else None for each in wanted]
    left = width - sum(each for each in small if each is not None)
    large = sum(wanted[at] for at, each in enumerate(small) if each is None)
    shares = [each if each is not None else left * wanted[at] / large for at, each in enumerate(small)]
    least = min(fair, 4 * size + 2 * PADDING)
    short = sum(max(0, least - each) for each in shares)
    room = sum(max(0, each - least) for each in shares)
    return [max(each, least) - (max(0, each - least) * short / room if room else 0) for each in shares]


def _fits(table: Table, cells: list[_Cell], frame: tuple[float, float]) -> bool:
    """True when every stretch of rows that cannot be parted is lower than a page, repeated header included."""
    table.wrap(frame[0], ENDLESS)
    heights = table._rowHeights
    head = sum(heights[: table.repeatRows]) if isinstance(table.repeatRows, int) else 0
    bound = [row + 1 for row in range(len(heights))]
    for cell in cells:
        for row in range(cell.row, cell.row + cell.rows):
            bound[row] = max(bound[row], cell.row + cell.rows)
    row = 0
    while row < len(heights):
        end, at = bound[row], row
        while at < end:
            end = max(end, bound[at])
            at += 1
        if head + sum(heights[row:end]) > frame[1] - 4:
            return False
        row = end
    return True


def _as_lines(cells: list[_Cell]) -> list[Flowable]:
    """A line per row, its cells parted by a semicolon."""
    rows: dict[int, list[str]] = {}
    for cell in cells:
        words = re.sub(r"<br/>", " ", _cell_markup(cell.element))
        if words.strip():
            rows.setdefault(cell.row, []).append(words)
    look = base_style(firstLineIndent=0, leftIndent=12, fontSize=10, leading=16, spaceAfter=3)
    return [_paragraph("；".join(words), look) for words in rows.values()]


def _caption(caption: parser.HtmlElement) -> Paragraph:
    look = base_style(fontName=body_fonts()[1], fontSize=11, leading=18, firstLineIndent=0, alignment=TA_CENTER)
    return _paragraph(inline_markup(caption), look)
