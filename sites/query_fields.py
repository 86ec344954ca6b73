"""What query strings and ticked boxes may say. These fields never complain: a value that makes no sense is the default, because
an address somebody mistyped, or a robot made up, should still show a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q

LONGEST = 18  # digits that every database counts to


def number_in(text: str) -> int | None:
    """Return the whole number that the text is, None for any other text and for a number beyond all keys."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else None


def numbers_in(texts: Iterable[str]) -> list[int]:
    """Return the numbers among the texts."""
    return [number for number in map(number_in, texts) if number is not None]


def words_in(text: str) -> list[str]:
    """Return the first words of what somebody typed to search for."""
    return text.replace("\x00", "")[:100].split()[:5]


def each_word_in(words: Iterable[str], *fields: str) -> Q:
    """The condition that every word stands in one of the fields."""
    found = Q()
    for word in words:
        found &= Q(*((f"{name}__icontains", word) for name in fields), _connector=Q.OR)
    return found


class OneOf(forms.Field):
    """One of the known values; anything else becomes the default."""

    def __init__(self, values: Iterable[str], default: str = "") -> None:
        super().__init__(required=False)
        self.values, self.default = frozenset(values), default

    def clean(self, value: Any) -> str:
        """Return the value when it is known, else the default."""
        return value if isinstance(value, str) and value in self.values else self.default


class Number(forms.Field):
    """A whole number between the bounds; anything else becomes the default."""

    def __init__(self, least: int, most: int, default: int | None = None) -> None:
        super().__init__(required=False)
        self.least, self.most, self.default = least, most, default

    def clean(self, value: Any) -> int | None:
        """Return the number, or the default."""
        number = number_in(str(value or ""))
        return number if number is not None and self.least <= number <= self.most else self.default


class Words(forms.Field):
    """Words to look for: control characters dropped, cut at a hundred characters."""

    def clean(self, value: Any) -> str:
        """Return the words in one line."""
        text = "".join(each for each in str(value or "")[:100] if each.isprintable())
        return " ".join(text.split())
