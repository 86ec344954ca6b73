"""What a figure is, who produces it, and how figures are shown and kept."""

import importlib
import json
import pkgutil
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from unicodedata import east_asian_width

FRAME = {"__main__", "registry", "workshop"}


@dataclass(frozen=True)
class Figure:
    """One number and the bar it must reach. Without a bar it is for orientation only."""

    name: str
    measured: float
    unit: str
    bar: float | None = None
    at_least: bool = False  # the bar is a floor instead of a ceiling

    @property
    def ok(self) -> bool:
        """Is the bar reached?"""
        if self.bar is None:
            return True
        return self.measured >= self.bar if self.at_least else self.measured <= self.bar

    @property
    def bar_text(self) -> str:
        """The bar as it is shown."""
        return "" if self.bar is None else f"{'≥' if self.at_least else '≤'} {self.bar:g}"

    def as_row(self) -> dict[str, object]:
        """The figure as it is kept in bench.json."""
        row = asdict(self) | {"measured": round(self.measured, 3), "ok": self.ok}
        del row["at_least"]
        return {key: row[key] for key in ("name", "measured", "unit", "bar", "ok")}


Measurement = Callable[..., Iterator[Figure]]
_measurements: dict[str, Measurement] = {}


class NotYet(Exception):
    """The part that would be measured does not stand, or needs something this machine lacks; the text says what."""


def measurement(function: Measurement) -> Measurement:
    """Register a measurement under its function's name."""
    _measurements[function.__name__] = function
    return function


def all_measurements() -> dict[str, Measurement]:
    """Import every module of this package and return what they registered, in the order of their names."""
    package = Path(__file__).parent
    for module in sorted(info.name for info in pkgutil.iter_modules([str(package)])):
        if module not in FRAME:
            importlib.import_module(f"tests.bench.{module}")
    return _measurements


def milliseconds(work: Callable[[], object], *, times: int = 20, warm_up: int = 2) -> float:
    """Return the median duration of the work."""
    for _ in range(warm_up):
        work()
    durations = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        durations.append((time.perf_counter() - began) * 1000)
    return statistics.median(durations)


def table(figures: list[Figure]) -> str:
    """Return the figures as a table for the terminal."""
    head = ("name", "measured", "bar", "")
    rows = [(f.name, f"{f.measured:,.4g} {f.unit}", f.bar_text, "ok" if f.ok else "MISSED") for f in figures]
    widths = [max(_width(row[i]) for row in [head, *rows]) for i in range(4)]
    lines = ["  ".join(cell + " " * (widths[i] - _width(cell)) for i, cell in enumerate(row)) for row in [head, *rows]]
    return "\n".join([lines[0], "-" * (sum(widths) + 6), *lines[1:]])


def keep(figures: list[Figure], file: Path) -> None:
    """Write the figures to the file; those of measurements not run this time stay."""
    kept = json.loads(file.read_text("utf-8")) if file.exists() else []
    fresh = [figure.as_row() for figure in figures]
    names = {row["name"] for row in fresh}
    rows = [row for row in kept if row["name"] not in names] + fresh
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
