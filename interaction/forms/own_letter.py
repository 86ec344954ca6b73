"""What a citizen adds to a letter, or why it is taken back."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from interaction.forms.fields import LONGEST_LETTER, TypedField


class SupplementForm(forms.Form):
    """What the citizen adds to a letter when asked."""

    text = TypedField(
        label=_("补充内容"),
        max_length=LONGEST_LETTER,
        min_length=2,
        help_text=_("请只写所问的情况；不要写身份证号、银行卡号。"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class WithdrawalForm(forms.Form):
    """Why a letter is taken back, if the citizen wants to say."""

    reason = TypedField(label=_("撤回理由"), required=False, max_length=300)
