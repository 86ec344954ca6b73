"""The columns of every table of figures: page, CSV, JSON, board and circular read the same list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from interaction.figures.counting import DEFINITIONS, Figures
from interaction.figures.periods import YearFigures


@dataclass(frozen=True)
class Column:
    """One figure: its name in files, its heading, its unit, and how it is read off."""

    name: str
    label: str
    unit: str
    of: Callable[[Figures], int | float | None]

    @property
    def parts(self) -> tuple[str, ...]:
        """The heading by the words between which a narrow column may break it."""
        return (self.label[:2], self.label[2:]) if len(self.label) > 3 else (self.label,)

    def text(self, row: Figures) -> str:
        """The figure as people read it; what cannot be worked out is a dash."""
        value = self.of(row)
        return "—" if value is None else f"{value:g}{self.unit if self.unit == '%' else ''}"


COLUMNS = (
    Column("received", "收到", "件", lambda row: row.received),
    Column("declined", "不予受理", "件", lambda row: row.declined),
    Column("answered", "答复", "件", lambda row: row.answered),
    Column("on_time", "按时答复", "件", lambda row: row.on_time),
    Column("on_time_percent", "按时答复率", "%", lambda row: row.on_time_percent),
    Column("average_days", "平均用时", "工作日", lambda row: row.average_days),
    Column("extended", "延期", "件", lambda row: row.extended),
    Column("returned", "退回", "次", lambda row: row.returned),
    Column("rated", "评价", "件", lambda row: row.rated),
    Column("satisfied", "满意", "件", lambda row: row.satisfied),
    Column("satisfied_percent", "满意率", "%", lambda row: row.satisfied_percent),
)
SHOWN = tuple(column for column in COLUMNS if column.name not in {"declined", "on_time", "rated", "satisfied"})


def cells(row: Figures, columns: tuple[Column, ...] = SHOWN) -> list[str]:
    """Return the row as people read it."""
    return [column.text(row) for column in columns]


def values(row: Figures) -> dict[str, int | float | None]:
    """Return the row by the names of its columns."""
    return {column.name: column.of(row) for column in COLUMNS}


def year_as_rows(year: YearFigures, *, as_of: str) -> list[list[str]]:
    """Return the year as a table: a heading, the total, the months, the organizations."""
    heading = ["范围", "名称", *(f"{column.label}（{column.unit}）" for column in COLUMNS), "数据时间"]
    lines = [("全年", f"{year.year} 年", year.total)]
    lines += [("月份", f"{row.month:%Y-%m}", row) for row in year.months]
    lines += [("承办单位", row.organization, row) for row in year.bodies]
    return [heading, *([scope, name, *_plain(row), as_of] for scope, name, row in lines)]


def _plain(row: Figures) -> list[str]:
    return ["" if value is None else f"{value:g}" for value in values(row).values()]


def year_as_data(year: YearFigures, *, site: str, as_of: str) -> dict[str, Any]:
    """Return the year as data, with what the figures mean and when they were taken."""
    return {
        "site": site,
        "year": year.year,
        "as_of": as_of,
        "definitions": dict(DEFINITIONS),
        "units": {column.name: column.unit for column in COLUMNS},
        "total": values(year.total),
        "months": [{"month": f"{row.month:%Y-%m}", **values(row)} for row in year.months],
        "organizations": [{"organization": row.organization, **values(row)} for row in year.bodies],
    }
