"""Looking a letter up, and saying what one thinks of its answer."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interaction.codes import FULL_WIDTH, plain
from interaction.forms.fields import TypedField
from interaction.models import Satisfaction


class LookupForm(forms.Form):
    """Number and query code, typed by hand."""

    number = forms.CharField(
        label=_("信件编号"),
        max_length=40,
        help_text=_("14 位数字，见提交来信后的回执。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    code = forms.CharField(
        label=_("查询码"),
        max_length=60,
        help_text=_("16 位字母和数字，大小写和横线不影响。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_number(self) -> str:
        """Keep the digits."""
        digits = re.sub(r"[^0-9]", "", self.cleaned_data["number"].translate(FULL_WIDTH))
        if not 8 <= len(digits) <= 20:
            raise forms.ValidationError(_("信件编号是 14 位数字，请核对后再输入。"))
        return digits

    def clean_code(self) -> str:
        """Keep what counts of a code."""
        return plain(self.cleaned_data["code"])


def _level(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=Satisfaction.choices, coerce=int, widget=forms.RadioSelect)


class RatingForm(forms.Form):
    """The citizen's view of the answer, in three parts."""

    attitude = _level(_("办理态度"))
    speed = _level(_("办理效率"))
    result = _level(_("办理结果"))
    comment = TypedField(
        label=_("意见"),
        required=False,
        max_length=300,
        help_text=_("有一项不满意的，请写明哪里不满意；我们会重新办理一次。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """A bad mark needs a word of explanation."""
        cleaned = super().clean()
        levels = [cleaned.get(part, Satisfaction.FAIR) for part in ("attitude", "speed", "result")]
        if min(levels) <= Satisfaction.BAD and not cleaned.get("comment", "").strip():
            self.add_error("comment", _("请写明哪里不满意，便于改进。"))
        return cleaned
