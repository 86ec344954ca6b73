"""Words of proof-reading: a text that is checked while it is written, and a table that is imported."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from content.forms.uploads import refuse_tangled


class ProofreadForm(forms.Form):
    """What the editor has on the page now. The limits are those of the article's own form."""

    column = forms.IntegerField(min_value=1, max_value=2**62)
    title = forms.CharField(max_length=200, required=False)
    subtitle = forms.CharField(max_length=200, required=False)
    summary = forms.CharField(max_length=500, required=False)
    body = forms.CharField(max_length=2_000_000, required=False, strip=False, validators=[refuse_tangled])


class WordTableForm(forms.Form):
    """A table of words."""

    file = forms.FileField(
        label=_("词条表格"),
        help_text=_("CSV 或 XLSX，第一行为表头：词语、正确写法、处理、例外、提示、职务、排序、启用。"),
    )
