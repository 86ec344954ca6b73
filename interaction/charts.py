"""Charts drawn on the server as SVG: they read without scripts, print, and stand beside the table with the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 960, 240
TOP, BOTTOM, LEFT = 16, 28, 44
STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Bar:
    """One bar, with the words that a pointer over it and a screen reader get."""

    x: float
    y: float
    width: float
    height: float
    series: int
    words: str


@dataclass(frozen=True)
class Mark:
    """A line or a label at a place of one axis."""

    at: float
    words: str


@dataclass(frozen=True)
class ColumnChart:
    """Groups of bars side by side, one group for each label."""

    bars: list[Bar]
    labels: list[Mark]
    lines: list[Mark]
    legend: list[str]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    baseline: int = HEIGHT - BOTTOM


def column_chart(labels: Sequence[str], series: Sequence[tuple[str, Sequence[int]]], *, unit: str = "") -> ColumnChart:
    """Return the chart of the series, which have one number for each label."""
    most, step = _scale(max((number for _name, numbers in series for number in numbers), default=0))
    room = HEIGHT - TOP - BOTTOM
    group = (WIDTH - LEFT) / max(len(labels), 1)
    width = min(group * 0.7 / max(len(series), 1), 36)
    bars = [
        Bar(
            x=round(LEFT + group * (place + 0.5) + width * (which - len(series) / 2), 1),
            y=round(TOP + room * (1 - number / most), 1),
            width=round(width - 2, 1),
            height=round(room * number / most, 1),
            series=which,
            words=f"{labels[place]} {name} {number}{unit}",
        )
        for which, (name, numbers) in enumerate(series)
        for place, number in enumerate(numbers)
    ]
    marks = [Mark(round(LEFT + group * (place + 0.5), 1), label) for place, label in enumerate(labels)]
    lines = [Mark(round(TOP + room * (1 - value / most), 1), str(value)) for value in range(0, most + 1, step)]
    return ColumnChart(bars, marks, lines, [name for name, _numbers in series])


def _scale(most: int) -> tuple[int, int]:
    """Return a round number that nothing exceeds, and the distance of the lines below it: four or five of them."""
    power = 1
    while True:
        for step in STEPS:
            if step * power * 5 >= most:
                distance = step * power
                return max(distance, -(-most // distance) * distance), distance
        power *= 10


def shares(numbers: Sequence[int]) -> list[float]:
    """Return each number as a percentage of the greatest, for bars beside the rows of a table."""
    most = max(numbers, default=0)
    return [round(100 * number / most, 1) if most else 0.0 for number in numbers]
