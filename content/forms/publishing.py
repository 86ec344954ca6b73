"""What becomes of a published article."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from content.models import DocumentStatus
from content.models.article import WithdrawalReason


class WithdrawForm(forms.Form):
    """Why an article is taken down."""

    reason = forms.ChoiceField(label=_("原因"), choices=WithdrawalReason.choices, widget=UnfoldAdminSelectWidget)
    note = forms.CharField(
        label=_("说明"), max_length=200, required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3})
    )


class DocumentStatusForm(forms.Form):
    """What became of a document, and on what ground."""

    status = forms.ChoiceField(label=_("有效性"), choices=DocumentStatus.choices, widget=UnfoldAdminSelectWidget)
    why = forms.CharField(label=_("依据"), max_length=200, widget=UnfoldAdminTextInputWidget)
