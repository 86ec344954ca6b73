"""What apps above add to the pages of articles of one kind: a part is a function that gives one name of the page's context.

All links of a page are read with one query already (content/links.py); a part that needs more says in its docstring how many.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from content.models import Article
    from content.rows import Row
    from content.structure import Structure

Part = Callable[["Article", "Structure", dict[str, list["Row"]], datetime], Any]
_parts: dict[str, dict[str, Part]] = {}


def add_part(kind: str, name: str, part: Part) -> None:
    """Let an app above fill `name` on the pages of articles of the kind; it is given the article, the site's structure, all
    links of the page, and the moment."""
    _parts.setdefault(kind, {})[name] = part


def parts_of(article: Article, structure: Structure, links: dict[str, list[Row]], *, at: datetime) -> dict[str, Any]:
    """Return everything that was added for the article's kind."""
    return {name: part(article, structure, links, at) for name, part in _parts.get(article.kind, {}).items()}
