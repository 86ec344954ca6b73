"""Tables of words, as administrators exchange them: the same columns in CSV and XLSX, in and out."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from content.models import Word
from content.proofreading.findings import Severity
from sites.refusals import Refused, refuse_if, refuse_unless

COLUMNS = ("词语", "正确写法", "处理", "例外", "提示", "职务", "排序", "启用")
LARGEST_FILE = 8 * 2**20
LARGEST_UNPACKED = 200 * 2**20
MOST_ROWS = 60_000
SHIPPED = Path(__file__).parent / "shipped"
_RISKY = ("=", "+", "-", "@")  # a spreadsheet would take these for a formula


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its number as the person sees it, and what stands under each heading."""

    number: int
    cells: dict[str, str]


def read_table(file: BinaryIO, name: str) -> list[Row]:
    """Return the rows of a CSV or XLSX file. Raises Refused with a sentence for a file that is no such table."""
    content = file.read(LARGEST_FILE + 1)
    refuse_if(len(content) > LARGEST_FILE, _("文件超过 8 MB，请分成几份导入。"))
    refuse_unless(content.strip(), _("文件是空的。"))
    lines = _sheet(content) if content[:2] == b"PK" else _csv(content)
    try:
        rows = list(_rows(lines))
    except csv.Error:
        raise Refused(_("文件不是可读的 CSV 表格。")) from None
    refuse_unless(rows, _("表格里没有词条。"))
    return rows


def read_shipped(name: str) -> list[Row]:
    """Return the rows of a list that is shipped with the platform."""
    return list(_rows(_csv((SHIPPED / f"{name}.csv").read_bytes())))


def _csv(content: bytes) -> Iterable[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        refuse_if("\x00" in text, _("文件不是可读的 CSV 表格。"))
        return csv.reader(io.StringIO(text, newline=""))
    raise Refused(_("文件不是可读的 CSV 表格，请另存为 UTF-8 编码。"))


def _sheet(content: bytes) -> Iterable[list[str]]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            unpacked = sum(part.file_size for part in package.infolist())
        refuse_if(unpacked > LARGEST_UNPACKED, _("表格过大，请分成几份导入。"))
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    except Refused:
        raise
    except Exception:  # whatever the library makes of a broken file
        raise Refused(_("文件不是可读的 XLSX 表格。")) from None


def _rows(lines: Iterable[list[str]]) -> Iterator[Row]:
    headings: list[str] | None = None
    for number, line in enumerate(lines, start=1):
        refuse_if(number > MOST_ROWS + 1, _("一次最多导入 %s 行。") % MOST_ROWS)
        cells = [_plain(cell) for cell in line]
        if headings is None:
            headings = cells
            refuse_unless("词语" in headings, _("第一行须为表头，至少要有“词语”一列。"))
        elif any(cells):
            yield Row(number, {name: cell for name, cell in zip(headings, cells, strict=False) if name in COLUMNS})


def _plain(cell: str) -> str:
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in _RISKY else text


def table_of(words: Iterable[Word]) -> Iterator[list[str]]:
    """Yield the heading and a row for each word."""
    yield list(COLUMNS)
    for word in words:
        cells = [
            word.pattern, word.replacement, str(Severity(word.severity).label), word.exceptions, word.note, word.title,
            str(word.rank or ""), _("是") if word.is_active else _("否"),
        ]  # fmt: skip
        yield [f"'{cell}" if cell.startswith(_RISKY) else cell for cell in cells]


def as_csv(words: Iterable[Word]) -> bytes:
    """Return the words as a CSV file that spreadsheets open with the right characters."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(table_of(words))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_sheet(words: Iterable[Word]) -> bytes:
    """Return the words as an XLSX file."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("词条")
    for row in table_of(words):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
