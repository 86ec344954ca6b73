"""What administrators may send us about addresses: tables of redirects, and what shall become of a column."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from content.actions.columns import Fate, Grants
from content.actions.redirects import Line
from sites.models import Column, Site, User
from sites.policy import Role
from sites.refusals import Refused
from sites.tables import read_rows

MOST_ROWS = 50_000
HEADINGS = ("原地址", "跳转到", "类型", "备注")


class RedirectTableForm(forms.Form):
    """A site and a table of redirects for it: 原地址, 跳转到, and if wanted 类型 (301 or 302) and 备注."""

    site = forms.ModelChoiceField(
        label=_("网站"), queryset=Site.objects.none(), empty_label=_("请选择网站"), widget=UnfoldAdminSelectWidget
    )
    file = forms.FileField(label=_("CSV 或 XLSX 文件"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites = Site.objects.order_by("tree_id", "lft")
        if not user.is_platform_admin:
            sites = sites.filter(pk__in=user.grants.sites_with(Role.SITE_ADMIN))
        self.fields["site"].queryset = sites
        if len(sites) == 1:
            self.fields["site"].initial = sites[0]

    def clean_file(self) -> list[Line]:
        """Return the rows; raise ValidationError with the sentence of a refusal."""
        try:
            file = self.cleaned_data["file"]
            rows = read_rows(file.read(), most=MOST_ROWS, name=file.name)
        except Refused as refusal:
            raise forms.ValidationError(refusal.reason) from None
        if rows and not any("/" in cell for cell in rows[0][1][:2]):  # a heading, whatever its words
            rows = rows[1:]
        if not rows:
            raise forms.ValidationError(_("表格里没有跳转地址。"))
        return [self._line(number, cells) for number, cells in rows]

    @staticmethod
    def _line(number: int, cells: list[str]) -> Line:
        source, target, kind, note = [*cells, "", "", "", ""][:4]
        return Line(number, source, target, is_permanent="302" not in kind and "临时" not in kind, note=note)


class TicketForm(forms.Form):
    """Under which word a table that was looked at is kept; anything else is no word of ours."""

    ticket = forms.RegexField(r"\A[A-Za-z0-9_-]{22}\Z")


class ColumnVerbForm(forms.Form):
    """What shall become of a column; only the fields of the chosen verb are asked for."""

    verb = forms.ChoiceField(choices=[(verb, verb) for verb in ("rename", "move", "merge", "close")])
    slug = forms.SlugField(label=_("新的目录名"), max_length=40, required=False, widget=UnfoldAdminTextInputWidget)
    parent = forms.ModelChoiceField(
        label=_("移到"), queryset=None, required=False, empty_label=_("请选择栏目"), widget=UnfoldAdminSelectWidget
    )
    into = forms.ModelChoiceField(
        label=_("接收稿件的栏目"),
        queryset=None,
        required=False,
        empty_label=_("请选择栏目"),
        widget=UnfoldAdminSelectWidget,
    )
    grants = forms.ChoiceField(
        label=_("栏目上的授权"), choices=Grants.choices, required=False, widget=UnfoldAdminSelectWidget
    )
    articles = forms.ChoiceField(
        label=_("栏目中的稿件"), choices=Fate.choices, required=False, widget=UnfoldAdminSelectWidget
    )
    note = forms.CharField(
        label=_("关闭说明"), max_length=200, required=False, widget=UnfoldAdminTextInputWidget,
        help_text=_("显示在栏目页上。"),
    )  # fmt: skip
    is_gone = forms.BooleanField(label=_("栏目页不再显示（410）"), required=False)

    NEEDED = {"rename": ("slug",), "move": ("parent",), "merge": ("into",), "close": ()}
    ASKED = {
        "rename": ("slug",), "move": ("parent",), "merge": ("into", "grants"),
        "close": ("articles", "into", "note", "is_gone"),
    }  # fmt: skip

    def __init__(self, *args: Any, column: Column, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = Column.objects.active().filter(site=column.site_id).exclude(pk=column.pk).in_tree_order()
        for name in ("parent", "into"):
            self.fields[name].queryset = columns
            self.fields[name].label_from_instance = lambda each: (
                f"{each.name}（/{each.path}）" if each.path else each.name
            )

    def clean(self) -> dict[str, Any]:
        """Ask for what the verb needs."""
        data = super().clean()
        for name in self.NEEDED.get(data.get("verb", ""), ()):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, _("请填写或选择。"))
        data["grants"] = data.get("grants") or Grants.CARRY
        data["articles"] = data.get("articles") or Fate.STAY
        return data

    def fields_of(self, verb: str) -> list[forms.BoundField]:
        """The fields that the verb asks for."""
        return [self[name] for name in self.ASKED[verb]]
