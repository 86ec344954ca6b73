"""What letters, supplements and opinions are typed into, and how much of it is taken."""

from __future__ import annotations

from typing import Any

from django import forms

from sites.characters import as_typed

LONGEST_LETTER = 5000


class TypedField(forms.CharField):
    """What a citizen types, judged by what can be seen of it."""

    def to_python(self, value: Any) -> Any:
        """Leave out what nobody sees before anything is measured."""
        text = super().to_python(value)
        return super().to_python(as_typed(text)) if isinstance(text, str) else text
