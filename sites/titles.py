"""How a title stands in a sentence."""

from __future__ import annotations

_INNER = str.maketrans("《》", "〈〉")


def in_marks(title: object) -> str:
    """Return the title in 《》. Marks within it become 〈〉, as GB/T 15834 has it; a title that is nothing but a title in marks
    keeps the ones it has."""
    said = str(title)
    if said.startswith("《") and said.endswith("》") and said.count("《") == 1:
        return said
    return f"《{said.translate(_INNER)}》"
