"""Which versions are compared, and whom a preview is for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from content.actions.preview_links import DAYS
from content.models import Revision


class CompareForm(forms.Form):
    """Two version numbers of one article."""

    old = forms.TypedChoiceField(label=_("旧版"), coerce=int)
    new = forms.TypedChoiceField(label=_("新版"), coerce=int)

    def __init__(self, revisions: list[Revision], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(each.number, _("第 %d 版") % each.number) for each in revisions]
        for field in self.fields.values():
            field.choices = choices


class PreviewLinkForm(forms.Form):
    """How long a preview link lives, and for whom it is."""

    days = forms.TypedChoiceField(
        label=_("有效期"), coerce=int, initial=DAYS,
        choices=[(1, _("1 天")), (3, _("3 天")), (7, _("7 天")), (14, _("14 天")), (30, _("30 天"))],
    )  # fmt: skip
    note = forms.CharField(label=_("给谁看"), max_length=60, required=False)
