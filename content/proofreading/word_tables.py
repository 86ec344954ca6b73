"""Tables of words, as administrators exchange them: the same columns in CSV and XLSX, in and out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from content.models import Word
from content.proofreading.findings import Severity
from sites import tables
from sites.refusals import refuse_unless
from sites.tables import read_rows

COLUMNS = ("词语", "正确写法", "处理", "例外", "提示", "职务", "排序", "启用")
MOST_ROWS = 60_000
SHIPPED = Path(__file__).parent / "shipped"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its number as the person sees it, and what stands under each heading."""

    number: int
    cells: dict[str, str]


def read_table(content: bytes, *, name: str = "") -> list[Row]:
    """Return the rows of a CSV or XLSX file. Raises Refused with a sentence for a file that is no such table."""
    rows = list(_rows(read_rows(content, most=MOST_ROWS, name=name)))
    refuse_unless(rows, _("表格里没有词条。"))
    return rows


def read_shipped(name: str) -> list[Row]:
    """Return the rows of a list that is shipped with the platform."""
    return list(_rows(read_rows((SHIPPED / f"{name}.csv").read_bytes(), most=MOST_ROWS)))


def _rows(lines: list[tuple[int, list[str]]]) -> Iterator[Row]:
    _number, headings = lines[0] if lines else (0, [])
    refuse_unless("词语" in headings, _("第一行须为表头，至少要有“词语”一列。"))
    for number, cells in lines[1:]:
        yield Row(number, {name: cell for name, cell in zip(headings, cells, strict=False) if name in COLUMNS})


def as_csv(words: Iterable[Word]) -> bytes:
    """Return the words as a CSV file."""
    return tables.as_csv(_table_of(words))


def as_sheet(words: Iterable[Word]) -> bytes:
    """Return the words as an XLSX file."""
    return tables.as_xlsx(_table_of(words), title="词条")


def _table_of(words: Iterable[Word]) -> Iterator[list[str]]:
    """Yield the heading and a row for each word."""
    yield list(COLUMNS)
    for word in words:
        yield [
            word.pattern, word.replacement, str(Severity(word.severity).label), word.exceptions, word.note, word.title,
            str(word.rank or ""), _("是") if word.is_active else _("否"),
        ]  # fmt: skip
