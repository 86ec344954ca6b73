"""Tables as people exchange them: rows of text out of CSV and XLSX files, and into them, with limits on both ways."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from sites.refusals import Refused, refuse_if, refuse_unless

LARGEST_FILE = 16 * 2**20
LARGEST_UNPACKED = 200 * 2**20
_RISKY = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would take these for a formula


def read_rows(content: bytes, *, most: int) -> list[tuple[int, list[str]]]:
    """Return the rows that are not empty with their numbers as people see them. Raises Refused for what is no table or too
    long."""
    refuse_if(len(content) > LARGEST_FILE, _("文件超过 %s MB，请分成几份导入。") % (LARGEST_FILE // 2**20))
    refuse_unless(content.strip(), _("文件是空的。"))
    found: list[tuple[int, list[str]]] = []
    try:
        for number, row in enumerate(_sheet(content) if content[:2] == b"PK" else _csv(content), start=1):
            cells = [_plain(cell) for cell in row]
            if any(cells):
                found.append((number, cells))
            refuse_if(len(found) > most, _("一次最多导入 %s 行。") % most)
    except csv.Error:
        raise Refused(_("文件不是可读的 CSV 表格。")) from None
    return found


def as_csv(rows: Iterable[Iterable[str]]) -> bytes:
    """Return a CSV file that spreadsheets open with the right characters and without running any of it."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _csv(content: bytes) -> Iterator[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        refuse_if("\x00" in text, _("文件不是可读的 CSV 表格。"))
        return csv.reader(io.StringIO(text, newline=""))
    raise Refused(_("文件不是可读的 CSV 表格，请另存为 UTF-8 编码。"))


def _sheet(content: bytes) -> Iterator[list[str]]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            unpacked = sum(part.file_size for part in package.infolist())
        refuse_if(unpacked > LARGEST_UNPACKED, _("表格过大，请分成几份导入。"))
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        return iter([["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)])
    except Refused:
        raise
    except Exception:  # whatever the library makes of a broken file
        raise Refused(_("文件不是可读的 XLSX 表格。")) from None


def _plain(cell: str) -> str:
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in _RISKY else text


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_RISKY) else cell
