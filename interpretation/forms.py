"""What editors may say about interpretations. Choices are limited to what the person may link; the actions check again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from content.models import Article, PolicyDocument
from interpretation.models import AuthorRole, Form
from interpretation.querysets import linkable_articles, linkable_documents
from sites.models import User
from sites.picker import Picker


class HowForm(forms.Form):
    """In which form, and by whom, something is explained."""

    form = forms.ChoiceField(label=_("解读形式"), choices=Form.choices, initial=Form.TEXT)
    author_role = forms.ChoiceField(label=_("解读主体"), choices=AuthorRole.choices, initial=AuthorRole.DRAFTING_ORGAN)


class ExplainForm(HowForm):
    """Which documents an article explains."""

    documents = forms.ModelMultipleChoiceField(
        label=_("增加解读的文件"),
        queryset=None,
        required=False,
        widget=Picker(address="interpretation-office:documents", placeholder=_("输入文号或标题查找"), many=True),
    )
    field_order = ("documents", "form", "author_role")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["documents"].queryset = linkable_documents(user)

    @property
    def chosen(self) -> list[PolicyDocument]:
        """The documents picked."""
        return list(self.cleaned_data["documents"])


class InterpretedByForm(HowForm):
    """Which article explains a document."""

    article = forms.ModelChoiceField(
        label=_("解读稿件"),
        queryset=None,
        widget=Picker(address="interpretation-office:articles", placeholder=_("输入标题查找本站解读稿件")),
        error_messages={"required": _("请选择一篇解读稿件。"), "invalid_choice": _("请选择您有权办理的解读稿件。")},
    )
    field_order = ("article", "form", "author_role")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["article"].queryset = linkable_articles(user)

    @property
    def chosen(self) -> Article:
        """The article picked."""
        return self.cleaned_data["article"]


class ExemptForm(forms.Form):
    """Why a document needs no interpretation."""

    reason = forms.CharField(
        label=_("免于解读的理由"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明免于解读的理由。"), "max_length": _("理由不得超过 200 个字。")},
    )
