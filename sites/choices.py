"""Choices from long lists of a form. A province has hundreds of organizations and columns, and a form may offer them all: they
are read as names without objects of the model, and written in one go instead of a template for every option."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelect2Widget

from sites.models import Organization


class QuickOptions:
    """A select whose options are written in one go."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Write the list; the chosen one is marked, groups keep their heading."""
        own = {"name": name, "multiple": self.allow_multiple_selected}
        attributes = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), **own}))
        return format_html("<select{}>{}</select>", attributes, _options(self.choices, set(self.format_value(value))))


class QuickSelect(QuickOptions, forms.Select):
    """One choice of many."""


class QuickSelectMultiple(QuickOptions, forms.SelectMultiple):
    """Several choices of many."""


class SearchedSelect(QuickOptions, UnfoldAdminSelect2Widget):
    """One choice of many, with a line to search in."""


def _options(choices: Iterable[tuple[Any, Any]], chosen: set[str]) -> SafeString:
    return format_html_join("", "{}", ((_option(key, label, chosen),) for key, label in choices))


def _option(key: Any, label: Any, chosen: set[str]) -> SafeString:
    if isinstance(label, (list, tuple)):
        return format_html('<optgroup label="{}">{}</optgroup>', key, _options(label, chosen))
    key = "" if key is None else key
    mark = SafeString(" selected" if str(key) in chosen else "")
    return format_html('<option value="{}"{}>{}</option>', key, mark, label)


class Names(ModelChoiceIterator):
    """The choices of a `NamedChoice`, read as the columns that its names are made of."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        """Yield key and name of each row, after the line that stands for no choice."""
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        for key, *said in self.queryset.values_list("pk", *self.field.said):
            yield key, self.field.named(*said)


class NamedChoice(forms.ModelChoiceField):
    """A row of a model, chosen by a name that is made from a few of its columns."""

    iterator = Names
    widget = SearchedSelect
    said: tuple[str, ...] = ("name",)

    @staticmethod
    def named(*said: Any) -> str:
        """Make the name of a row from the columns called in `said`."""
        return said[0]


class OrganizationByName(NamedChoice):
    """An organization in use, by its full name: three cities have a 市教育局."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("empty_label", _("请选择单位"))
        super().__init__(queryset=Organization.objects.active().in_tree_order(), **options)

    def keep(self, chosen: Organization | int | None) -> None:
        """Offer what was chosen before it went out of use, too: who corrects an old text need not change its author."""
        key = chosen.pk if isinstance(chosen, Organization) else chosen
        if key:
            self.queryset = Organization.objects.active_or(key).in_tree_order()
