"""What the forms of all moves share: the letter they are about, its organizations to choose from, and texts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interaction.models import Letter
from sites.choices import QuickSelect, QuickSelectMultiple
from sites.models import Organization


def text_field(
    label: str, *, rows: int = 3, longest: int = 500, required: bool = True, help_text: str = ""
) -> forms.CharField:
    """Return a field for a text of several lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=longest, required=required, help_text=help_text, widget=widget)


def indented(organization: Organization) -> str:
    """Return the name, indented by its level."""
    return f"{'　' * organization.level}{organization.name}"


class OrganizationChoice(forms.ModelChoiceField):
    """An organization in use, indented as the tree of bodies is."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            queryset=Organization.objects.active().in_tree_order(),
            empty_label=_("请选择承办单位"),
            **{"widget": QuickSelect, **options},
        )

    def label_from_instance(self, organization: Organization) -> str:
        """Return the name, indented by its level."""
        return indented(organization)


class OrganizationsChoice(forms.ModelMultipleChoiceField):
    """Several organizations in use."""

    def __init__(self, **options: Any) -> None:
        widget = QuickSelectMultiple(attrs={"size": 6})
        super().__init__(
            queryset=Organization.objects.active().in_tree_order(), required=False, widget=widget, **options
        )

    def label_from_instance(self, organization: Organization) -> str:
        """Return the name, indented by its level."""
        return indented(organization)


def bodies_for(letter: Letter) -> list[Organization]:
    """Return the organizations in use; the letter keeps the list, so that a page with several forms reads it once."""
    kept = letter.__dict__
    if "bodies_in_use" not in kept:
        kept["bodies_in_use"] = list(Organization.objects.active().in_tree_order())
    return kept["bodies_in_use"]


def bodies_near(letter: Letter) -> list[Organization]:
    """Return those below the organization that has the letter, and the one above it, as `organizations_near` finds them."""
    own = letter.organization
    return [
        body
        for body in bodies_for(letter)
        if body.pk == own.parent_id or (body.tree_id == own.tree_id and own.lft < body.lft and body.rght < own.rght)
    ]


class MoveForm(forms.Form):
    """The data of one move about one letter; without fields it is a bare button.

    A page holds several forms that offer the same organizations: the letter keeps the list, so that it is read once.
    """

    def __init__(self, data: Any = None, *, letter: Letter, **options: Any) -> None:
        super().__init__(data, auto_id=f"{self.__class__.__name__}-%s", **options)
        self.letter = letter
        for field in self.fields.values():
            if isinstance(field, OrganizationChoice):
                field.choices = [("", field.empty_label), *self._bodies()]
            elif isinstance(field, OrganizationsChoice):
                field.choices = self._bodies()

    def _bodies(self) -> list[tuple[int, str]]:
        return [(body.pk, indented(body)) for body in bodies_for(self.letter)]
