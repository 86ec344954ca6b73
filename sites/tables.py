"""Tables as people exchange them: rows of text out of CSV and XLSX files, and into them, with limits on both ways."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from sites.files.documents import ENCRYPTED, OLE_START
from sites.refusals import Refused, refuse_if, refuse_unless

LARGEST_FILE = 16 * 2**20
LARGEST_UNPACKED = 64 * 2**20
MOST_COLUMNS, MOST_BLANK = 50, 10_000  # a small file may claim more columns and blank rows than any memory holds
WIDEST = 60  # characters of a column
SPREADSHEETS = frozenset({"xlsx", "xlsm", "xltx", "xls", "et"})
SEPARATED = frozenset({"csv", "txt"})
_NUMBER = re.compile(r"(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,6})?")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")  # what no text holds
_RISKY = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would take these for a formula


def read_rows(content: bytes, *, most: int, name: str = "") -> list[tuple[int, list[str]]]:
    """Return the rows that are not empty with their numbers as people see them: a heading and at most so many others.
    Raises Refused for what is no table or too long, and for a name that promises another kind of file."""
    refuse_if(len(content) > LARGEST_FILE, _("文件超过 %s MB，请分成几份导入。") % (LARGEST_FILE // 2**20))
    refuse_unless(content.strip(), _("文件是空的。"))
    if content.startswith(OLE_START):
        refuse_if(ENCRYPTED in content, _("文件设有打开密码，请取消密码后再导入。"))
        raise Refused(_("文件是旧格式（.xls）的表格，请另存为 .xlsx 后再导入。"))
    is_workbook = content.startswith(b"PK")
    if not is_workbook:
        _refuse_misnamed(name, content)
    found: list[tuple[int, list[str]]] = []
    try:
        for number, row in enumerate(_sheet(content) if is_workbook else _csv(content), start=1):
            cells = [_plain(cell) for cell in row]
            if any(cells):
                found.append((number, cells))
            refuse_if(len(found) > most + 1, _("一次最多导入 %s 行。") % most)
    except csv.Error:
        raise Refused(_("文件不是可读的 CSV 表格。")) from None
    return found


def _refuse_misnamed(name: str, content: bytes) -> None:
    """Read nothing as text that its name calls something else: half of a broken workbook would pass for a table."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending in SPREADSHEETS:
        said = {"ending": ending}
        refuse_if(
            _decoded(content) is not None,
            _(
                "文件的扩展名是 .%(ending)s，内容却是文本。如果是 CSV 表格，请把扩展名改为 .csv 后再导入；如果不是，请用 Excel 或 WPS 打开后另存为 .xlsx。"
            )
            % said,
        )
        raise Refused(
            _(
                "文件的扩展名是 .%(ending)s，内容却不是 Excel 表格，可能已经损坏。请用 Excel 或 WPS 重新另存为 .xlsx 后再导入。"
            )
            % said
        )
    refuse_if(ending and ending not in SEPARATED, _("只能导入 CSV 或 XLSX 表格，这个文件是 .%s。") % ending[:10])


def as_csv(rows: Iterable[Iterable[str]]) -> bytes:
    """Return a CSV file that spreadsheets open with the right characters and without running any of it."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(rows: Iterable[Iterable[str]], *, title: str, with_figures: bool = False) -> bytes:
    """Return an XLSX file of one sheet, its columns as wide as what stands in them; no cell of it is a formula. In tables of
    figures counts and shares are numbers that can be summed; elsewhere every cell is text, which reads back as it was."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    rows = [[ILLEGAL_CHARACTERS_RE.sub("", _harmless(cell)) for cell in row] for row in rows]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for letter, width in _widths(rows):
        sheet.column_dimensions[letter].width = width
    for row in rows:
        sheet.append([_valued(sheet, cell) for cell in row] if with_figures else row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _valued(sheet: Any, cell: str) -> Any:
    """The cell as a number where it is one; codes and numbers of letters are longer, or begin with a nought, and stay text."""
    from openpyxl.cell import WriteOnlyCell

    if _NUMBER.fullmatch(cell):
        return float(cell) if "." in cell else int(cell)
    if cell[-1:] == "%" and _NUMBER.fullmatch(cell[:-1]):
        share = WriteOnlyCell(sheet, round(float(cell[:-1]) / 100, 6))
        share.number_format = "0.0%" if "." in cell else "0%"
        return share
    return cell


def _widths(rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, int]]:
    """Yield each column with its width in characters; a row of one cell is a sentence and may run over the others."""
    from openpyxl.utils import get_column_letter

    widest: dict[int, int] = {}
    for row in rows:
        for place, cell in enumerate(row if len(row) > 1 else ()):
            width = sum(2 if ord(each) > 0x2E7F else 1 for each in cell)
            widest[place] = max(widest.get(place, 0), width)
    for place, width in widest.items():
        yield get_column_letter(place + 1), min(max(width + 2, 8), WIDEST)


def _csv(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    refuse_if(text is None, _("文件不是可读的 CSV 表格，请用 Excel 或 WPS 打开后另存为 .xlsx 或“CSV UTF-8”再导入。"))
    return csv.reader(io.StringIO(text, newline=""))


def _decoded(content: bytes) -> str | None:
    """The content as text, or None where it is none."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else text
    return None


def _sheet(content: bytes) -> Iterator[list[str]]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            unpacked = sum(part.file_size for part in package.infolist())
        refuse_if(unpacked > LARGEST_UNPACKED, _("表格过大，请分成几份导入。"))
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        blank = 0
        for row in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
            blank = blank + 1 if row.count(None) == len(row) else 0
            refuse_if(blank > MOST_BLANK, _("表格中有一万多个连续的空行，请删去空行后再导入。"))
            yield [] if blank else ["" if cell is None else str(cell) for cell in _without_end(row)]
    except Refused:
        raise
    except Exception:  # whatever the library makes of a broken file
        raise Refused(_("文件不是可读的 XLSX 表格，请用 Excel 或 WPS 打开后另存为 .xlsx 再导入。")) from None


def _without_end(row: Sequence[object]) -> Sequence[object]:
    """The row up to its last cell that says something."""
    end = next((place for place in range(len(row), 0, -1) if row[place - 1] is not None), 0)
    return row[:end]


def _plain(cell: str) -> str:
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in _RISKY else text


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_RISKY) else cell
