"""What may be said about a reprint duty: which article meets it, or why the site is free of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from content.actions.reprint_copies import Landing
from content.forms.articles import ColumnChoice, writable_columns
from content.models import Article, Reach, Reprint
from sites.models import User
from sites.picker import Picker


class DraftForm(forms.Form):
    """Into which column of the site the copy goes."""

    column = ColumnChoice(
        label=_("转载到"), queryset=None, empty_label=None, error_messages={"invalid_choice": _("请选择本网站的栏目。")}
    )

    def __init__(self, reprint: Reprint, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = writable_columns(user).filter(site=reprint.site_id)
        self.fields["column"].queryset = columns
        self.initial["column"] = Landing(reprint.item).at(reprint.site_id, reprint.rule_id)


class CompleteForm(forms.Form):
    """Which public article of the site is the reprint."""

    article = forms.ModelChoiceField(
        label=_("本站的转载稿件"),
        queryset=None,
        widget=Picker(address="reprint-office:articles", placeholder=_("输入标题查找本站已公开的稿件")),
        error_messages={"required": _("请选择转载稿件。"), "invalid_choice": _("请选择本网站已公开的稿件。")},
    )

    def __init__(self, reprint: Reprint, at: datetime, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["article"].queryset = Article.objects.public(at=at).for_site(reprint.site_id)
        self.fields["article"].widget.arguments = (reprint.pk,)


class WaiveForm(forms.Form):
    """Why the site need not reprint."""

    reason = forms.CharField(
        label=_("免于转载的理由"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明免于转载的理由。"), "max_length": _("理由不得超过 200 个字。")},
    )


class KeepForm(WaiveForm):
    """Why a copy is left as it is, though its original changed or is gone."""

    reason = forms.CharField(
        label=_("不跟进的理由"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明不跟进的理由。"), "max_length": _("理由不得超过 200 个字。")},
    )


class UrgeForm(forms.Form):
    """What sites that have not reprinted yet are told."""

    text = forms.CharField(
        label=_("督办意见"),
        max_length=200,
        initial=_("请尽快转载，并在首页显著位置展示。"),
        widget=forms.TextInput(attrs={"aria-label": _("督办意见")}),
        error_messages={"required": _("请写明督办意见。"), "max_length": _("督办意见不得超过 200 个字。")},
    )


class AskBelowForm(forms.Form):
    """Which sites below have to reprint an article."""

    reach = forms.ChoiceField(label=_("转载范围"), choices=Reach.choices, initial=Reach.ALL)
