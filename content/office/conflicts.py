"""Two people saved the same draft: what the other one saved and what I typed, side by side, nothing of either lost."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass

from django.utils.translation import gettext as _

from content.actions.articles import cleaned
from content.comparison import compare_revisions
from content.differences import Part
from content.forms import ArticleForm
from content.models import Revision


@dataclass(frozen=True)
class Side:
    """One line of the comparison: what it is about, theirs and mine with what differs marked."""

    label: str
    theirs: list[Part]
    mine: list[Part]
    is_same: bool = False


@dataclass(frozen=True)
class Clash:
    """The version that was saved meanwhile, and the lines in which mine differs."""

    theirs: Revision
    sides: list[Side]
    had_files: bool


def clash_of(form: ArticleForm, latest: Revision) -> Clash:
    """Compare what the form holds with the newest saved version; files are not compared, they have to be chosen anew."""
    mine = copy(latest)
    for name, value in cleaned(form.text()).items():
        setattr(mine, name, value)
    comparison = compare_revisions(latest, mine)
    sides = [_side(change.label, change.parts) for change in comparison.fields]
    for place, passage in enumerate(comparison.text.passages):
        parts = [part for cell in passage.cells for part in cell]
        sides.append(_side("" if place else _("正文"), parts, is_same=passage.change == "same"))
    had_files = bool(form.cleaned_data.get("new_files") or form.cleaned_data.get("picture_file"))
    return Clash(latest, sides, had_files)


def _side(label: str, parts: Iterable[Part], *, is_same: bool = False) -> Side:
    parts = list(parts)
    theirs = [part for part in parts if part.change != "added"]
    return Side(label, theirs, [part for part in parts if part.change != "removed"], is_same)
