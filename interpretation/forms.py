"""What editors may say about interpretations. Choices are limited to what the person may link; the actions check again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from content.models import Article, PolicyDocument
from content.widgets import DATE
from interpretation.models import AuthorRole, Form, Way
from interpretation.querysets import linkable_articles, linkable_documents
from sites.bounds import bound
from sites.choices import OrganizationByName, QuickSelect
from sites.models import User
from sites.picker import Picker
from sites.policy import Action, can


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


class PlanForm(forms.Form):
    """How a document will be explained; only the part of the chosen way counts."""

    way = forms.ChoiceField(label=_("解读安排"), choices=Way.choices, widget=forms.RadioSelect, initial=Way.PLANNED)
    organization = OrganizationByName(
        label=_("起草单位"), required=False, empty_label=_("请选择起草单位"),
        widget=QuickSelect(attrs={"class": "office-select"}),
    )  # fmt: skip
    drafter = forms.CharField(label=_("起草人"), max_length=40, required=False)
    in_forms = forms.MultipleChoiceField(
        label=_("解读形式"), choices=Form.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    planned_on = forms.DateField(label=_("计划完成日期"), required=False, widget=DATE)
    companions = forms.ModelMultipleChoiceField(
        label=_("随文件一起发布的解读"),
        queryset=None,
        required=False,
        widget=Picker(address="interpretation-office:articles", placeholder=_("输入标题查找解读稿件"), many=True),
    )
    reason = forms.CharField(
        label=_("免于解读的理由"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("理由不得超过 200 个字。")},
    )  # fmt: skip
    NEEDS = {
        Way.PLANNED: {
            "organization": _("请选择起草单位。"), "in_forms": _("请至少选择一种解读形式。"), "planned_on": _("请填写计划完成日期。"),
        },
        Way.TOGETHER: {"companions": _("请选择随文件一起发布的解读稿件。")},
        Way.EXEMPT: {"reason": _("请写明免于解读的理由。")},
    }  # fmt: skip

    def __init__(self, user: User, article: Article, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["companions"].queryset = linkable_articles(user)
        for name in ("drafter", "planned_on"):
            bound(self.fields[name])
        if not can(user, Action.DUTY_EXEMPT, article):
            self.fields["way"].choices = [each for each in Way.choices if each[0] != Way.EXEMPT]
        if article.published_at:
            self.fields["way"].choices = [each for each in self.fields["way"].choices if each[0] == Way.PLANNED]

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen way needs, and for nothing else."""
        data = super().clean()
        for name, sentence in self.NEEDS.get(data.get("way"), {}).items():
            if not data.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        return data


class ExemptForm(forms.Form):
    """Why a document needs no interpretation."""

    reason = forms.CharField(
        label=_("免于解读的理由"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明免于解读的理由。"), "max_length": _("理由不得超过 200 个字。")},
    )
