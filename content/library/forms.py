"""What may be asked of the library. Anything unknown falls back to the default; nothing raises. A subject may be any, since
provinces add their own to the State Council's; one that no document has finds nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from content.models import DocumentStatus, Genre

SORTS = {"date": _("按成文日期"), "number": _("按发文字号")}


class OneOf(forms.Field):
    """One of the known values; anything else becomes the first of them, ''."""

    def __init__(self, values: Any, default: str = "") -> None:
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
        text = str(value or "")
        is_number = text.isascii() and text.isdigit() and len(text) < 19
        return int(text) if is_number and self.least <= int(text) <= self.most else self.default


class Words(forms.Field):
    """Words to look for: control characters dropped, cut at a hundred characters."""

    def clean(self, value: Any) -> str:
        """Return the words in one line."""
        text = "".join(each for each in str(value or "")[:100] if each.isprintable())
        return " ".join(text.split())


class LibraryForm(forms.Form):
    """The query string of the library's page and of its interface for programs."""

    q = Words(required=False)
    topic = Words(required=False)
    issuer = Number(1, 2**63 - 1)
    year = Number(1949, 2199)
    genre = OneOf(["", *Genre.values])
    status = OneOf(["", *DocumentStatus.values])
    sort = OneOf(SORTS, "date")
    page = Number(1, 1_000_000, 1)
