"""What lists accept in their query string."""

from django import forms


class PageForm(forms.Form):
    """The page asked for; whatever is not a number in range is the first page."""

    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)
