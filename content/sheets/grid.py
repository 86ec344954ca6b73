"""A rectangle of a sheet, whatever file it comes from, cut to the range that was asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import product

from django.utils.translation import gettext as _

from sites.files import FileRefused

MOST_ROWS, MOST_COLUMNS = 500, 50
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


def bounds_of(cells: str) -> Bounds:
    """Return left, top, right, bottom of A1:F20, A:F or nothing; zero means without limit."""
    text = cells.strip().replace("：", ":").replace(" ", "")
    if not text:
        return (1, 1, 0, 0)
    found = RANGE.fullmatch(text)
    if not found:
        raise FileRefused(_("区域“%s”写法不对，请写成 A1:F20。") % cells[:40])
    left, top = column_number(found[1]), int(found[2] or 1)
    right = column_number(found[3]) if found[3] else left
    bottom = int(found[4] or 0) if found[3] else int(found[2] or 0)
    if not top or right < left or (bottom and bottom < top):
        raise FileRefused(_("区域“%s”写法不对，请写成 A1:F20。") % cells[:40])
    return (left, top, right, bottom)


def column_number(letters: str) -> int:
    """Return 1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def within(grid: Grid, bounds: Bounds) -> Grid:
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
