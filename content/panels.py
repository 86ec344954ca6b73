"""What apps above add to the home page: a panel is a function that gives one named part of its context."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from content.structure import Structure
from sites.models import Site

Panel = Callable[[Site, Structure, datetime], Any]
_panels: dict[str, Panel] = {}


def add_panel(name: str, panel: Panel) -> None:
    """Let an app above fill a part of the home page; the later one wins."""
    _panels[name] = panel


def panels_of(site: Site, structure: Structure, *, at: datetime) -> dict[str, Any]:
    """Every panel's part for this site."""
    return {name: panel(site, structure, at) for name, panel in _panels.items()}
