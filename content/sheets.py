"""Tables out of Excel and CSV files, as clean HTML: head, caption, merged cells, values as the sheet shows them."""

from __future__ import annotations

import csv
import io
import re
import warnings
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _
from lxml import etree

from content.archives import OfficeArchive, open_archive, relations_of
from content.cell_formats import ERRORS, shown
from sites.files import FileRefused
from sites.query_fields import number_in

MOST_ROWS, MOST_COLUMNS = 500, 50
WORKBOOK = "xl/workbook.xml"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{0,7})(?::\$?([A-Z]{1,3})\$?(\d{0,7}))?", re.I)
Bounds = tuple[int, int, int, int]


@dataclass
class Grid:
    """A rectangle of a sheet: values as shown, with what is merged, hidden and numeric. Rows and columns count from one."""

    values: dict[tuple[int, int], str] = field(default_factory=dict)
    numbers: set[tuple[int, int]] = field(default_factory=set)
    merged: list[Bounds] = field(default_factory=list)  # left, top, right, bottom
    covered: dict[tuple[int, int], Bounds] = field(default_factory=dict)  # the merged cell that a place belongs to
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    uncounted: set[tuple[int, int]] = field(default_factory=set)  # formulas without a stored result


@dataclass
class SheetTable:
    """A table ready to be put into a text, with what the editor should know."""

    html: str
    rows: int
    columns: int
    report: list[str]


def sheet_names(name: str, content: bytes) -> list[str]:
    """Return the names of the visible sheets; a CSV has one. Raises FileRefused."""
    if _is_csv(name):
        _csv_rows(name, content)
        return [name.rpartition(".")[0]]
    archive = _workbook(name, content)
    return [title for title, _part in _sheets(archive)]


def table_from(
    name: str, content: bytes, *, sheet: str = "", cells: str = "", caption: str = "", header_rows: int | None = None
) -> SheetTable:
    """Return a range of a sheet as a table; without a range, all that is written in it. Raises FileRefused."""
    bounds = _bounds(cells)
    grid = _csv_grid(name, content, bounds) if _is_csv(name) else _sheet_grid(name, content, sheet, bounds)
    return _table(grid, caption=caption.strip(), header_rows=header_rows)


def _is_csv(name: str) -> bool:
    return name.lower().endswith((".csv", ".txt"))


def _bounds(cells: str) -> Bounds:
    """Return left, top, right, bottom of A1:F20, A:F or nothing; zero means without limit."""
    text = cells.strip().replace("：", ":").replace(" ", "")
    if not text:
        return (1, 1, 0, 0)
    found = RANGE.fullmatch(text)
    if not found:
        raise FileRefused(_("区域“%s”写法不对，请写成 A1:F20。") % cells[:40])
    left, top = _column_number(found[1]), int(found[2] or 1)
    right = _column_number(found[3]) if found[3] else left
    bottom = int(found[4] or 0) if found[3] else int(found[2] or 0)
    if not top or right < left or (bottom and bottom < top):
        raise FileRefused(_("区域“%s”写法不对，请写成 A1:F20。") % cells[:40])
    return (left, top, right, bottom)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


# files ------------------------------------------------------------------------------------------------------------


def _workbook(name: str, content: bytes) -> OfficeArchive:
    archive = open_archive(name, content, main_part=WORKBOOK, wanted=_("Excel 工作簿（.xlsx）"))
    for part in archive.names:
        if part.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.bytes_of(part):
            raise FileRefused(_("“%s”含有不安全的内容，没有读取。") % name)
    return archive


def _sheets(archive: OfficeArchive) -> list[tuple[str, str]]:
    """Return (name, part) of the visible sheets."""
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


def _sheet_grid(name: str, content: bytes, sheet: str, bounds: Bounds) -> Grid:
    from openpyxl import load_workbook

    archive = _workbook(name, content)
    parts = dict(_sheets(archive))
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
    return _within(grid, bounds)


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
            grid.merged.append((_column_number(found[1]), int(found[2]), _column_number(found[3]), int(found[4])))
    elif element.tag == S + "row" and element.get("hidden") in {"1", "true"} and number_in(element.get("r") or ""):
        grid.hidden_rows.add(int(element.get("r")))
    elif element.tag == S + "col" and element.get("hidden") in {"1", "true"}:
        first, last = int(element.get("min", 1)), int(element.get("max", 1))
        grid.hidden_columns |= set(range(first, min(last, first + 1000) + 1))
    elif element.tag == S + "c" and element.find(S + "f") is not None and not element.findtext(S + "v"):
        found = RANGE.fullmatch(element.get("r") or "")
        if found and found[2]:
            grid.uncounted.add((int(found[2]), _column_number(found[1])))


def _csv_rows(name: str, content: bytes) -> list[list[str]]:
    from django.conf import settings

    if not content.strip():
        raise FileRefused(_("“%s”是空文件。") % name)
    if len(content) > settings.IMPORT_LIMIT_MB * 1024 * 1024:
        limit = settings.IMPORT_LIMIT_MB
        raise FileRefused(_("“%(name)s”超过 %(limit)s MB 的上限。") % {"name": name, "limit": limit})
    text = _decoded(content)
    if text is None or "\x00" in text:
        raise FileRefused(_("“%s”不是文本，无法作为 CSV 读取。") % name)
    first = text.partition("\n")[0]
    separator = max(",\t;，", key=first.count)
    try:
        return list(islice(csv.reader(io.StringIO(text), delimiter=separator), MOST_ROWS * 4))
    except csv.Error:
        raise FileRefused(_("“%s”的格式不对，无法作为 CSV 读取。") % name) from None


def _decoded(content: bytes) -> str | None:
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _csv_grid(name: str, content: bytes, bounds: Bounds) -> Grid:
    grid = Grid()
    for row, cells in enumerate(_csv_rows(name, content), 1):
        for column, text in enumerate(cells, 1):
            if text.strip():
                grid.values[row, column] = text.strip()
                if re.fullmatch(r"-?\d[\d,]*(?:\.\d+)?%?", text.strip()):
                    grid.numbers.add((row, column))
    return _within(grid, bounds)


# the table --------------------------------------------------------------------------------------------------------


def _within(grid: Grid, bounds: Bounds) -> Grid:
    """Cut the grid to the range and to what is written in it. Raises FileRefused for nothing and for too much."""
    left, top, right, bottom = bounds
    grid.hidden_rows = {row for row in grid.hidden_rows if top <= row <= (bottom or row)}
    grid.hidden_columns = {column for column in grid.hidden_columns if left <= column <= (right or column)}

    def is_inside(place: tuple[int, int]) -> bool:
        row, column = place
        is_hidden = row in grid.hidden_rows or column in grid.hidden_columns
        return top <= row <= (bottom or row) and left <= column <= (right or column) and not is_hidden

    inside = {place: text for place, text in grid.values.items() if is_inside(place)}
    grid.uncounted = {place for place in grid.uncounted if is_inside(place)}
    if not inside:
        raise FileRefused(_("所选区域是空的。"))
    rows, columns = {row for row, _c in inside}, {column for _r, column in inside}
    least_row, most_row, least_column, most_column = min(rows), max(rows), min(columns), max(columns)
    if most_row - least_row >= MOST_ROWS or most_column - least_column >= MOST_COLUMNS:
        raise FileRefused(
            _("所选区域有 %(rows)d 行、%(columns)d 列，超过 %(most_rows)d 行、%(most_columns)d 列的上限，请选择较小的区域。")
            % {"rows": most_row - least_row + 1, "columns": most_column - least_column + 1, "most_rows": MOST_ROWS,
               "most_columns": MOST_COLUMNS}
        )  # fmt: skip
    grid.values = inside
    grid.merged = [
        (max(a, least_column), max(b, least_row), min(c, most_column), min(d, most_row))
        for a, b, c, d in grid.merged
        if a <= most_column and c >= least_column and b <= most_row and d >= least_row
    ]
    grid.covered = _covered(grid.merged)
    return grid


def _covered(merged: list[Bounds]) -> dict[tuple[int, int], Bounds]:
    """Return which merged cell each place belongs to. Raises FileRefused where two overlap, as no office program lets them."""
    covered: dict[tuple[int, int], Bounds] = {}
    for merge in dict.fromkeys(merged):
        left, top, right, bottom = merge
        for place in product(range(top, bottom + 1), range(left, right + 1)):
            if covered.setdefault(place, merge) is not merge:
                raise FileRefused(_("表格的合并单元格相互重叠，请用 Excel 或 WPS 打开后重新保存。"))
    return covered


def _table(grid: Grid, *, caption: str, header_rows: int | None) -> SheetTable:
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
