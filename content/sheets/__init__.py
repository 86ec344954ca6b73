"""Tables out of Excel and CSV files, as clean HTML: head, caption, merged cells, values as the sheet shows them."""

from __future__ import annotations

from content.sheets.grid import MOST_ROWS, bounds_of
from content.sheets.separated import csv_grid, csv_rows
from content.sheets.tables import SheetTable, table_of
from content.sheets.workbooks import sheet_grid, sheets_of, workbook

__all__ = ["MOST_ROWS", "SheetTable", "sheet_names", "table_from"]


def sheet_names(name: str, content: bytes) -> list[str]:
    """Return the names of the visible sheets; a CSV has one. Raises FileRefused."""
    if _is_csv(name):
        csv_rows(name, content)
        return [name.rpartition(".")[0]]
    archive = workbook(name, content)
    return [title for title, _part in sheets_of(archive)]


def table_from(
    name: str, content: bytes, *, sheet: str = "", cells: str = "", caption: str = "", header_rows: int | None = None
) -> SheetTable:
    """Return a range of a sheet as a table; without a range, all that is written in it. Raises FileRefused."""
    bounds = bounds_of(cells)
    grid = csv_grid(name, content, bounds) if _is_csv(name) else sheet_grid(name, content, sheet, bounds)
    return table_of(grid, caption=caption.strip(), header_rows=header_rows)


def _is_csv(name: str) -> bool:
    return name.lower().endswith((".csv", ".txt"))
