"""Files put into a text."""

from __future__ import annotations

from django import forms


class UploadForm(forms.Form):
    """One picture or file for the media of a site."""

    column = forms.IntegerField(min_value=1)
    file = forms.FileField()
