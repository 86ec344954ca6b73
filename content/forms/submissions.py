"""What may be said about submissions: where an article goes, why it is declined, and which ones a ledger shows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget

from content.models import Article
from content.submissions import columns_above
from content.widgets import DATE
from sites.choices import NamedChoice


class ColumnAboveChoice(NamedChoice):
    """A column of a higher site, named with its site."""

    said = ("site__short_name", "name")

    @staticmethod
    def named(site: str, name: str) -> str:
        """Return site and column."""
        return f"{site} / {name}"


class OfferForm(forms.Form):
    """To which column of a higher site an article is offered."""

    column = ColumnAboveChoice(
        label=_("报送到"), queryset=None, empty_label=_("请选择上级网站的栏目"),
        error_messages={
            "required": _("请选择上级网站的栏目。"), "invalid_choice": _("请选择上级网站中接收报送的栏目。"),
        },
    )  # fmt: skip
    note = forms.CharField(
        label=_("报送说明"),
        max_length=200,
        required=False,
        help_text=_("如新闻点、建议位置、联系人，上级编辑会看到。"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )

    def __init__(self, article: Article, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["column"].queryset = columns_above(article)


class TakeForm(forms.Form):
    """Which version of the original the editor read."""

    seen = forms.IntegerField(min_value=1, max_value=2**53, required=False, widget=forms.HiddenInput)


class DeclineForm(forms.Form):
    """Why an item is not used."""

    reason = forms.CharField(
        label=_("不采用的理由"),
        max_length=200,
        help_text=_("报送单位会看到，如“与本站已发稿件重复”“数据需要核实”。"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        error_messages={"required": _("请写明不采用的理由。"), "max_length": _("理由不得超过 200 个字。")},
    )


class PeriodForm(forms.Form):
    """From which day to which; what is no day is no bound."""

    since = forms.DateField(label=_("报送日期从"), required=False, widget=DATE)
    until = forms.DateField(label=_("到"), required=False, widget=DATE)

    def day(self, name: str) -> date | None:
        """Return the day, None for none."""
        self.is_valid()
        day = self.cleaned_data.get(name)
        return day if day and 1990 <= day.year <= 9000 else None
