"""Finding in the knowledge base."""

from __future__ import annotations

from django import forms


class EntrySearchForm(forms.Form):
    """Words to look for in the knowledge base, and which page of it."""

    q = forms.CharField(required=False, max_length=60)
    page = forms.CharField(required=False, max_length=10)

    def value(self, name: str) -> str:
        """Return a valid value or nothing."""
        self.is_valid()
        return self.cleaned_data.get(name, "").strip()
