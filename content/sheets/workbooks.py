"""Excel workbooks read into a grid."""

from __future__ import annotations

import io
import warnings
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from content.archives import OfficeArchive, open_archive, relations_of
from content.cell_formats import shown
from content.sheets.grid import MOST_COLUMNS, MOST_ROWS, RANGE, Bounds, Grid, column_number, within
from sites.files import FileRefused
from sites.query_fields import number_in

WORKBOOK = "xl/workbook.xml"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def workbook(name: str, content: bytes) -> OfficeArchive:
    """Open the file as a workbook. Raises FileRefused, also for what could do harm."""
    archive = open_archive(name, content, main_part=WORKBOOK, wanted=_("Excel 工作簿（.xlsx）"))
    for part in archive.names:
        if part.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.bytes_of(part):
            raise FileRefused(_("“%s”含有不安全的内容，没有读取。") % name)
    return archive


def sheets_of(archive: OfficeArchive) -> list[tuple[str, str]]:
    """Return (name, part) of the visible sheets. Raises FileRefused where there is none."""
    root, relations = archive.xml(WORKBOOK), relations_of(archive, WORKBOOK)
    found = [
        (each.get("name", ""), relations[each.get(R_ID, "")].target)
        for each in root.iter(S + "sheet")
        if each.get("state", "visible") == "visible" and each.get(R_ID, "") in relations
    ]
    found = [(title, part) for title, part in found if archive.has(part) and "worksheets" in part]
    if not found:
        raise FileRefused(_("“%s”中没有可以读取的工作表。") % archive.name)
    return found


def sheet_grid(name: str, content: bytes, sheet: str, bounds: Bounds) -> Grid:
    """Return what is written within the bounds of the named sheet, or of the first. Raises FileRefused."""
    from openpyxl import load_workbook

    archive = workbook(name, content)
    parts = dict(sheets_of(archive))
    title = sheet or next(iter(parts))
    if title not in parts:
        raise FileRefused(_("“%(name)s”中没有工作表“%(sheet)s”。") % {"name": name, "sheet": sheet[:40]})
    grid = Grid()
    _look_over(archive, parts[title], grid)
    left, top, right, bottom = bounds
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            rows = book[title].iter_rows(
                min_row=top, max_row=bottom or None, min_col=left, max_col=right or left + MOST_COLUMNS * 4
            )
            for row in islice(rows, MOST_ROWS * 4):
                for cell in row:
                    if cell.value not in (None, ""):
                        _put(grid, cell.row, cell.column, cell.value, cell.number_format)
            book.close()
    except FileRefused:
        raise
    except Exception:  # openpyxl raises whatever a broken part makes it stumble over
        raise FileRefused(_("“%s”无法读取，请用 Excel 或 WPS 打开后重新保存。") % name) from None
    return within(grid, bounds)


def _put(grid: Grid, row: int, column: int, value: Any, form: str) -> None:
    text = shown(value, form)
    if text:
        grid.values[row, column] = text
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            grid.numbers.add((row, column))


def _look_over(archive: OfficeArchive, part: str, grid: Grid) -> None:
    """Read what a stream of values does not tell: merged cells, hidden rows and columns, formulas never calculated."""
    try:
        for _event, element in etree.iterparse(
            io.BytesIO(archive.bytes_of(part)),
            tag=(S + "mergeCell", S + "row", S + "col", S + "c"),
            resolve_entities=False,
        ):
            _note(element, grid)
            if element.tag == S + "row":
                element.clear()
    except (etree.XMLSyntaxError, ValueError):
        raise FileRefused(_("“%s”的内容不完整，无法读取。") % archive.name) from None


def _note(element: Any, grid: Grid) -> None:
    if element.tag == S + "mergeCell":
        found = RANGE.fullmatch(element.get("ref", ""))
        if found and found[3] and found[2] and found[4]:
            grid.merged.append((column_number(found[1]), int(found[2]), column_number(found[3]), int(found[4])))
    elif element.tag == S + "row" and element.get("hidden") in {"1", "true"} and number_in(element.get("r") or ""):
        grid.hidden_rows.add(int(element.get("r")))
    elif element.tag == S + "col" and element.get("hidden") in {"1", "true"}:
        first, last = int(element.get("min", 1)), int(element.get("max", 1))
        grid.hidden_columns |= set(range(first, min(last, first + 1000) + 1))
    elif element.tag == S + "c" and element.find(S + "f") is not None and not element.findtext(S + "v"):
        found = RANGE.fullmatch(element.get("r") or "")
        if found and found[2]:
            grid.uncounted.add((int(found[2]), column_number(found[1])))
