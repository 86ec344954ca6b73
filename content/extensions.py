"""Panels that other apps add to an article's office page (interpretation: what it explains), without content knowing them.

This is the registry of article extensions: call `register_article_panel` in your AppConfig.ready().
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from content.models import Article

Panel = Callable[[HttpRequest, "Article"], str]
_panels: list[Panel] = []


def register_article_panel(panel: Panel) -> Panel:
    """Show what the function returns (HTML, empty for nothing) on the office page of every article."""
    _panels.append(panel)
    return panel


def article_panels(request: HttpRequest, article: Article) -> list[str]:
    """Return the panels that have something to show for the article."""
    return [html for html in (panel(request, article) for panel in _panels) if html]
