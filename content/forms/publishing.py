"""What becomes of a published article."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from content.actions.withdrawing import GIVEN_BY_PEOPLE, refuse_incomplete
from content.forms.articles import ColumnChoice, writable_columns
from content.models import Article, DocumentStatus
from sites.models import Site, User
from sites.picker import Picker
from sites.refusals import Refused


class WithdrawForm(forms.Form):
    """Why an article is taken down, and where its address leads from then on."""

    reason = forms.ChoiceField(
        label=_("原因"),
        choices=[("", _("请选择")), *((reason.value, reason.label) for reason in GIVEN_BY_PEOPLE)],
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": _("请选择撤下的原因。"), "invalid_choice": _("请选择撤下的原因。")},
    )
    note = forms.CharField(
        label=_("说明"),
        max_length=200,
        required=False,
        help_text=_("选“其他”时必填，并在原地址公开显示；选其他原因时只记入内部记录。"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )
    target = forms.ModelChoiceField(
        label=_("转到本站稿件"),
        queryset=None,
        required=False,
        help_text=_("原因为“合并”时，请选择并入的稿件，或在下一项填写地址。"),
        widget=Picker(address="content-office:successors", placeholder=_("输入标题查找本站已公开的稿件")),
        error_messages={"invalid_choice": _("请选择本网站已公开的稿件。")},
    )
    address = forms.CharField(
        label=_("转到地址"),
        max_length=500,
        required=False,
        help_text=_("政府网站或本平台各网站的完整地址。留空时，原地址显示撤下说明。"),
        widget=UnfoldAdminTextInputWidget,
    )

    def __init__(self, *args: Any, at: datetime, article: Article | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if article is None:  # of many at once: an address is all that fits them
            del self.fields["target"]
        else:
            self.fields["target"].queryset = Article.objects.public(at=at).for_site(article.site_id)
            self.fields["target"].widget.arguments = (article.pk,)

    def clean(self) -> dict[str, Any]:
        """What would be refused for every article is said before any is touched, and what was written stays."""
        data = super().clean()
        if not self.errors:
            try:
                refuse_incomplete(**data)
            except Refused as refusal:
                raise forms.ValidationError(refusal.reason) from refusal
        return data


class MoveForm(forms.Form):
    """To which column of its site an article moves."""

    column = ColumnChoice(
        label=_("移动到"), queryset=None, empty_label=_("请选择栏目"),
        error_messages={"required": _("请选择栏目。"), "invalid_choice": _("请选择您有权限的栏目。")},
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, site: Site | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = writable_columns(user)
        self.fields["column"].queryset = columns.filter(site=site) if site else columns


class EmergencyForm(forms.Form):
    """Why an article must be public before anybody reviewed it. `seen` only says which state the page showed."""

    reason = forms.CharField(
        label=_("应急发布理由"),
        max_length=500,
        help_text=_("不少于 10 个字，记入审核记录和操作日志，追审人和监管员都会看到。"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        error_messages={"required": _("请写明应急发布的理由，不少于 10 个字。")},
    )
    seen = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)


class RetrospectForm(forms.Form):
    """A review made up: right, or wrong with an opinion. `seen` only says which stage the page showed."""

    decision = forms.ChoiceField(choices=[("confirm", _("追审通过")), ("fault", _("追审不通过"))])
    opinion = forms.CharField(
        label=_("意见"), max_length=500, required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3})
    )
    seen = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)


class DocumentStatusForm(forms.Form):
    """What became of a document, and on what ground."""

    status = forms.ChoiceField(label=_("有效性"), choices=DocumentStatus.choices, widget=UnfoldAdminSelectWidget)
    why = forms.CharField(label=_("依据"), max_length=200, widget=UnfoldAdminTextInputWidget)
