"""A remark on a passage."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class CommentForm(forms.Form):
    """The words that are meant, which of their occurrences, and the remark."""

    quote = forms.CharField(
        label=_("原文"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("引用的原文不超过 300 个字，请少选一些。")},
    )  # fmt: skip
    occurrence = forms.IntegerField(
        min_value=1, max_value=9_999, required=False, initial=1, widget=forms.HiddenInput
    )  # fmt: skip
    text = forms.CharField(
        label=_("批注"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请填写批注内容。"), "max_length": _("批注不超过 500 个字。")},
    )  # fmt: skip
