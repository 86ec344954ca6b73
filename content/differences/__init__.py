"""What differs between two texts, word by word: pure values, no database, bounded time whatever the texts are."""

from content.differences.comparing import Comparison, Fold, ShownPassage, compare_html, folded
from content.differences.marking import Change, Part, compare_lines

__all__ = ["Change", "Comparison", "Fold", "Part", "ShownPassage", "compare_html", "compare_lines", "folded"]
