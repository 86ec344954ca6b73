"""What editors may say about policy documents: what one does to another, and what the office's list shows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from content.models import PolicyDocument, RelationKind
from content.querysets import PolicyDocumentQuerySet
from sites.picker import Picker


class DocumentChoice(forms.ModelChoiceField):
    """A document by its title and number."""

    def label_from_instance(self, document: PolicyDocument) -> str:
        """As the search shows it."""
        return " · ".join(filter(None, [document.article.title, document.document_number]))


class RelateForm(forms.Form):
    """What a document does to which other one."""

    kind = forms.ChoiceField(
        label=_("本文件"), choices=RelationKind.choices, error_messages={"required": _("请选择关系。")}
    )
    target = DocumentChoice(
        label=_("所涉文件"),
        queryset=None,
        widget=Picker(address="content-office:find-documents", placeholder=_("输入文号或标题查找")),
        error_messages={
            "required": _("请选择一份文件。"),
            "invalid_choice": _("请选择站群内已公开的文件。"),
        },
    )

    def __init__(self, targets: PolicyDocumentQuerySet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = targets

    @property
    def chosen(self) -> tuple[RelationKind, PolicyDocument]:
        """The relation and the document picked."""
        return RelationKind(self.cleaned_data["kind"]), self.cleaned_data["target"]

    def complaint(self) -> str:
        """Return the first thing that is wrong, as a sentence."""
        return str(next(iter(self.errors.values()))[0])
