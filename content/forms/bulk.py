"""What is said about many articles at once: which, where each stood when they were chosen, and what the verb asks for."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget

from sites.many import MOST

LONGEST_QUERY = 2000
ROW = re.compile(r"([0-9]{1,18}):([a-z-]{0,20})")


class RowsField(forms.CharField):
    """Articles with the state they showed, as `12:issue,13:issue`: one field, since a form may not have a thousand."""

    widget = forms.HiddenInput

    def clean(self, value: str) -> dict[int, str]:
        """Return number and state of each."""
        rows = [ROW.fullmatch(part) for part in super().clean(value).split(",")]
        if not all(rows) or len(rows) > MOST:
            raise ValidationError(_("所选稿件无法识别，请返回列表重新选择。"))
        return {int(row[1]): row[2] for row in rows}


class BulkForm(forms.Form):
    """The rows, a token that makes a second click find the first one's outcome, and what the list was narrowed to."""

    rows = RowsField()
    token = forms.UUIDField(widget=forms.HiddenInput)
    narrowed = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_QUERY)


class OpinionForm(forms.Form):
    """One opinion for all that are passed or issued together."""

    opinion = forms.CharField(
        label=_("意见"),
        max_length=500,
        required=False,
        help_text=_("记入每一篇的审核记录，可留空。"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )
