"""Figures about letters: one query layer for public pages, home page, workbench, board, circular and exports, so that they
always agree. What each figure means is said once, in `DEFINITIONS`, and printed wherever figures are shown."""

from interaction.figures.counting import DEFINITIONS, Figures
from interaction.figures.home import ICONS, Answer, home_block, latest_answers
from interaction.figures.periods import (
    BodyFigures,
    MonthFigures,
    YearFigures,
    by_month,
    by_organization,
    first_of,
    month_figures,
    next_month,
    year_figures,
    years_with_letters,
)
from interaction.figures.queues import open_counts, queue_counts

__all__ = [
    "DEFINITIONS",
    "ICONS",
    "Answer",
    "BodyFigures",
    "Figures",
    "MonthFigures",
    "YearFigures",
    "by_month",
    "by_organization",
    "first_of",
    "home_block",
    "latest_answers",
    "month_figures",
    "next_month",
    "open_counts",
    "queue_counts",
    "year_figures",
    "years_with_letters",
]
