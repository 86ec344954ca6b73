"""What a reviewer decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminTextareaWidget,
)

from content.widgets import DATE_TIME
from sites.bounds import bound


class JudgementForm(forms.Form):
    """A reviewer's decision. `seen` only says which stage the page showed; the stage itself comes from the record."""

    decision = forms.ChoiceField(choices=[("pass", _("通过")), ("return", _("退回")), ("issue", _("签发"))])
    opinion = forms.CharField(
        label=_("意见"), max_length=500, required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 4})
    )
    publish_at = forms.DateTimeField(label=_("定时发布"), required=False, widget=DATE_TIME)
    seen = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bound(self.fields["publish_at"])
