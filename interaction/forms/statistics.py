"""Which month and which year the figures are of."""

from __future__ import annotations

from datetime import date

from django import forms


class MonthForm(forms.Form):
    """Which month's statistics; anything else means the current month."""

    month = forms.RegexField(r"^[0-9]{4}-(0[1-9]|1[0-2])$", required=False, max_length=7)

    def named(self) -> date | None:
        """Return the first day of the month that was asked for, None for anything else."""
        text = self.cleaned_data.get("month", "") if self.is_valid() else ""
        return date.fromisoformat(f"{text}-01") if text and not text.startswith("0000") else None


class YearForm(forms.Form):
    """Which year's statistics; anything else means the wished one, or the newest."""

    year = forms.IntegerField(required=False, min_value=1, max_value=9999)

    def chosen(self, *, among: list[int], wished: int | None = None) -> int:
        """Return the chosen year when it is one of those offered, else the wished one, else the first of them."""
        year = self.cleaned_data.get("year") if self.is_valid() else None
        return next((each for each in (year, wished) if each in among), among[0])
