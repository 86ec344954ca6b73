"""Text files with separators (CSV) read into a grid."""

from __future__ import annotations

import csv
import io
import re
from itertools import islice

from django.conf import settings
from django.utils.translation import gettext as _

from content.sheets.grid import MOST_ROWS, Bounds, Grid, within
from sites.files import FileRefused


def csv_rows(name: str, content: bytes) -> list[list[str]]:
    """Return the cells of each line. Raises FileRefused."""
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


def csv_grid(name: str, content: bytes, bounds: Bounds) -> Grid:
    """Return what is written within the bounds. Raises FileRefused."""
    grid = Grid()
    for row, cells in enumerate(csv_rows(name, content), 1):
        for column, text in enumerate(cells, 1):
            if text.strip():
                grid.values[row, column] = text.strip()
                if re.fullmatch(r"-?\d[\d,]*(?:\.\d+)?%?", text.strip()):
                    grid.numbers.add((row, column))
    return within(grid, bounds)
