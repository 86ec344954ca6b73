"""Pictures inside a text: which there are, and which say nothing to those who cannot see them."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import html as parser


@dataclass(frozen=True)
class BodyPicture:
    """One picture of a text, by its place counted from one."""

    place: int
    src: str
    alt: str


def pictures_of(html: str) -> list[BodyPicture]:
    """Return the pictures of a text in their order."""
    if "<img" not in html:
        return []
    tree = parser.fromstring(f"<div>{html}</div>")
    return [
        BodyPicture(place, each.get("src", ""), (each.get("alt") or "").strip())
        for place, each in enumerate(tree.iter("img"), 1)
    ]


def wordless_pictures(html: str) -> list[BodyPicture]:
    """Return the pictures without alternative text (WCAG 1.1.1)."""
    return [each for each in pictures_of(html) if not each.alt]
