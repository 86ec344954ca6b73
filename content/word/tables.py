"""Tables of a Word file: the grid with its merged cells, and which rows are its head."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from content.word.arranging import Block, arranged
from content.word.manuscript import Manuscript
from content.word.names import Element, W, children, number, setting, switched, value

DEEPEST_TABLE = 4
LARGEST_SPAN = 200
ReadBlocks = Callable[[Element, Manuscript], list[Block]]


@dataclass
class Cell:
    """One cell of the grid: its blocks and how far it reaches."""

    blocks: list[Block]
    columns: int = 1
    rows: int = 1
    is_shaded: bool = False

    @property
    def text(self) -> str:
        """The words in it."""
        return "".join(block.text for block in self.blocks)

    @property
    def looks_like_head(self) -> bool:
        """True for bold or shaded words."""
        return self.is_shaded or all(block.is_bold for block in self.blocks if block.text)


def read_table(element: Element, manuscript: Manuscript, read_blocks: ReadBlocks) -> list[Block]:
    """Return a table as one block; a box of one cell as what stands in it."""
    rows: list[list[Cell]] = []
    open_cells: dict[int, Cell] = {}
    header_rows, in_header = 0, True
    manuscript.depth += 1
    for row in _rows(element):
        properties = row.find(W + "trPr")
        if properties is not None and properties.find(W + "del") is not None:
            manuscript.report.count("deleted")
            continue
        is_header = in_header and switched(properties, "tblHeader") is True
        header_rows, in_header = header_rows + is_header, is_header
        rows.append(_row(row, open_cells, lambda cell: read_blocks(cell, manuscript)))
    manuscript.depth -= 1
    cells = [cell for row in rows for cell in row]
    if not cells:
        return []
    if len(cells) == 1 or manuscript.depth >= DEEPEST_TABLE:
        if len(cells) == 1:
            manuscript.report.count("one cell")
        return [block for cell in cells for block in cell.blocks]
    return [_as_block(rows, header_rows or _guessed_header(rows))]


def _rows(table: Element) -> Iterator[Element]:
    for child in children(table):
        if child.tag == W + "tr":
            yield child
        elif child.tag in {W + "ins", W + "moveTo"}:
            yield from _rows(child)


def _row(row: Element, open_cells: dict[int, Cell], read: Callable[[Element], list[Block]]) -> list[Cell]:
    """Read a row; a cell that goes on from the row above makes that one taller. `open_cells` is by column."""
    cells: list[Cell] = []
    column = min(number(setting(row.find(W + "trPr"), "gridBefore")), LARGEST_SPAN)
    if column:
        cells.append(Cell([], columns=column))
    for each in children(row):
        if each.tag != W + "tc":
            continue
        about = each.find(W + "tcPr")
        span = min(max(number(setting(about, "gridSpan"), 1), 1), LARGEST_SPAN)
        merge = None if about is None else about.find(W + "vMerge")
        above = open_cells.get(column)
        if merge is not None and value(merge) != "restart" and above is not None:
            above.rows += 1
        else:
            cell = Cell(read(each), columns=span, is_shaded=_is_shaded(about))
            cells.append(cell)
            for covered in range(column, column + span):
                open_cells.pop(covered, None)
            if merge is not None:
                open_cells[column] = cell
        column += span
    return cells


def _is_shaded(properties: Element | None) -> bool:
    shade = None if properties is None else properties.find(W + "shd")
    return shade is not None and shade.get(W + "fill", "auto").lower() not in {"auto", "ffffff", ""}


def _guessed_header(rows: list[list[Cell]]) -> int:
    """Return 1 when the first row looks like a head: every cell has words, all of them bold or shaded; others do not."""
    if len(rows) < 2:
        return 0
    first = [cell for cell in rows[0] if cell.blocks]
    is_head = bool(first) and all(cell.text and cell.looks_like_head for cell in first)
    rest = [cell for row in rows[1:] for cell in row if cell.text]
    return 1 if is_head and not all(cell.looks_like_head for cell in rest) else 0


def _reach(rows: list[list[Cell]], header_rows: int) -> int:
    """How far down the head reaches with its merged cells."""
    place = 0
    while place < header_rows:
        header_rows = max(header_rows, place + max((cell.rows for cell in rows[place]), default=1))
        place += 1
    return header_rows


def _as_block(rows: list[list[Cell]], header_rows: int) -> Block:
    """Browsers cut merged cells off where the head ends, so it reaches as far as they do; where that is the whole table, its
    cells are heads within the body."""
    reach = _reach(rows, header_rows)
    is_within = reach == len(rows) > header_rows
    header_rows = header_rows if is_within else reach
    head = "".join(_row_html(row, "th") for row in rows[:header_rows])
    body = "".join(_row_html(row, "td") for row in rows[header_rows:])
    if is_within:
        head, body = "", head + body
    html = (f"<thead>{head}</thead>" if head else "") + (f"<tbody>{body}</tbody>" if body else "")
    text = " ".join(cell.text for row in rows for cell in row)
    return Block("table", html, text, header_rows=header_rows)


def _row_html(row: list[Cell], tag: str) -> str:
    return "<tr>" + "".join(_cell_html(cell, tag) for cell in row) + "</tr>"


def _cell_html(cell: Cell, tag: str) -> str:
    about = ' scope="col"' if tag == "th" else ""
    about += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    about += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    blocks = [block for block in cell.blocks if block.html]
    if len(blocks) == 1 and blocks[0].kind in {"p", "title", "caption"} and blocks[0].marker is None:
        only = blocks[0]
        about += f' style="text-align:{only.align}"' if only.align and tag == "td" else ""
        inside = _plain(only.html) if tag == "th" else only.html
    elif len(blocks) == 1 and blocks[0].kind == "figure":
        inside = blocks[0].html
    else:
        for block in blocks:
            block.is_flush = False  # cells have no first-line indent to be freed from
        inside = arranged(blocks)
    return f"<{tag}{about}>{inside}</{tag}>"


def _plain(html: str) -> str:
    """A head is bold by itself."""
    return html.replace("<strong>", "").replace("</strong>", "")
