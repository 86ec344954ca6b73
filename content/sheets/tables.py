"""A grid written as a clean table: head, caption, merged cells, values as the sheet shows them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import escape
from django.utils.translation import gettext as _

from content.cell_formats import ERRORS
from content.sheets.grid import Grid


@dataclass
class SheetTable:
    """A table ready to be put into a text, with what the editor should know."""

    html: str
    rows: int
    columns: int
    report: list[str]


def table_of(grid: Grid, *, caption: str, header_rows: int | None) -> SheetTable:
    """Return the grid as a table; its head is what the first row spans unless the number of rows is said."""
    rows = sorted({row for row, _c in grid.values})
    columns = sorted({column for _r, column in grid.values})
    all_rows = [row for row in range(rows[0], rows[-1] + 1) if row not in grid.hidden_rows]
    all_columns = [c for c in range(columns[0], columns[-1] + 1) if c not in grid.hidden_columns]
    report = _report(grid)
    if not caption and len(all_rows) > 1 and len(all_columns) > 1:
        title = _title_row(grid, all_rows[0], all_columns)
        if title:
            caption, all_rows = title, all_rows[1:]
            report.append(_("第一行“%s”已作为表题。") % title[:40])
    head = _header_rows(grid, all_rows) if header_rows is None else min(header_rows, len(all_rows))
    lines = [_row(grid, row, all_rows, all_columns, is_head=index < head) for index, row in enumerate(all_rows)]
    html = f"<caption>{escape(caption)}</caption>" if caption else ""
    html += f"<thead>{''.join(lines[:head])}</thead>" if head else ""
    html += f"<tbody>{''.join(lines[head:])}</tbody>" if lines[head:] else ""
    return SheetTable(f"<table>{html}</table>", len(all_rows), len(all_columns), report)


def _report(grid: Grid) -> list[str]:
    lines = []
    if grid.hidden_rows or grid.hidden_columns:
        lines.append(_("隐藏的行和列没有导入。"))
    if grid.uncounted:
        lines.append(
            _("有 %d 个公式没有保存计算结果，相应单元格为空；请用 Excel 打开并保存后再导入。") % len(grid.uncounted)
        )
    wrong = sum(1 for text in grid.values.values() if text in ERRORS)
    if wrong:
        lines.append(_("有 %d 个单元格是错误值（如 #N/A），请改正。") % wrong)
    return lines


def _title_row(grid: Grid, row: int, columns: list[int]) -> str:
    """Return the words of a first row that is one cell over the whole width: the sheet's title."""
    filled = [column for column in columns if (row, column) in grid.values]
    covers = any(a <= columns[0] and c >= columns[-1] and b == d == row for a, b, c, d in grid.merged)
    return grid.values[row, filled[0]] if covers and len(filled) == 1 else ""


def _header_rows(grid: Grid, rows: list[int]) -> int:
    """One row, and as many more as a cell of the first one reaches down."""
    deepest = max((d for _a, b, _c, d in grid.merged if b == rows[0]), default=rows[0])
    return max(1, min(sum(1 for row in rows if row <= deepest), max(len(rows) - 1, 1)))


def _row(grid: Grid, row: int, rows: list[int], columns: list[int], *, is_head: bool) -> str:
    cells = []
    for column in columns:
        merge = grid.covered.get((row, column))
        place, wide, high = (row, column), 1, 1
        if merge:
            inside_rows = [r for r in rows if merge[1] <= r <= merge[3]]
            inside_columns = [c for c in columns if merge[0] <= c <= merge[2]]
            if (row, column) != (inside_rows[0], inside_columns[0]):
                continue
            wide, high, place = len(inside_columns), len(inside_rows), (merge[1], merge[0])
        cells.append(_cell(grid, place if place in grid.values else (row, column), wide, high, is_head=is_head))
    return f"<tr>{''.join(cells)}</tr>"


def _cell(grid: Grid, place: tuple[int, int], wide: int, high: int, *, is_head: bool) -> str:
    tag = "th" if is_head else "td"
    about = ' scope="col"' if is_head else ""
    about += f' colspan="{wide}"' if wide > 1 else ""
    about += f' rowspan="{high}"' if high > 1 else ""
    about += ' style="text-align:right"' if place in grid.numbers and not is_head else ""
    return f"<{tag}{about}>{escape(grid.values.get(place, '')).replace(chr(10), '<br />')}</{tag}>"
