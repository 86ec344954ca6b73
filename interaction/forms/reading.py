"""Filters of the public list."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django import forms

from interaction.models import MailboxKind
from interaction.public_lists import Narrowing
from sites.bounds import bound


class LetterFilterForm(forms.Form):
    """Filters of the public list; whatever is not understood falls back to no filter."""

    mailbox = forms.SlugField(required=False, max_length=40)
    kind = forms.ChoiceField(required=False, choices=MailboxKind.choices)
    organization = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    month = forms.RegexField(r"^20[0-9]{2}-(0[1-9]|1[0-2])$", required=False, max_length=7)
    q = forms.CharField(required=False, max_length=50)
    before = bound(forms.DateField(required=False, input_formats=["%Y-%m-%d"]))
    page = forms.CharField(required=False, max_length=10)

    def value(self, name: str) -> str:
        """Return a valid value or nothing."""
        self.is_valid()
        return self.cleaned_data.get(name, "") if hasattr(self, "cleaned_data") else ""

    def narrowing(self, mailboxes: Collection[str]) -> Narrowing:
        """Return what was chosen, among these mailboxes."""
        mailbox, month = self.value("mailbox"), self.value("month")
        return Narrowing(
            mailbox=mailbox if mailbox in mailboxes else "",
            kind=self.value("kind"),
            organization=self.value("organization") or None,
            month=date.fromisoformat(f"{month}-01") if month else None,
            q=" ".join(self.value("q").split()),
            before=self.value("before") or None,
        )
