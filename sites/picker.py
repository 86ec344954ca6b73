"""A form field to search in, for choices too many for a list: what was picked stands above it and can be taken away; and the
answer to its search."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from sites.query_fields import each_word_in, number_in, words_in

MOST = 50
FOUND = 12
M = TypeVar("M", bound=Model)
Shown = Callable[[list[str]], list[dict[str, Any]]]


def asked_for(request: HttpRequest, *fields: str) -> Q:
    """Rows that have every word of the search in one of the fields."""
    return each_word_in(words_in(request.GET.get("q", "")), *fields)


def found_rows(rows: QuerySet[M], *, title: Callable[[M], str], note: Callable[[M], str]) -> JsonResponse:
    """Answer a search of the field with its first rows: what each is called, and a note that tells it from the others."""
    return JsonResponse({"found": [{"id": row.pk, "title": title(row), "note": note(row)} for row in rows[:FOUND]]})


class Picker(forms.Widget):
    """Searches at an address of the office that answers with `found_rows` (static/js/picker.js).

    What was picked is posted under the field's name; the form's own queryset decides whether it may be, and shows again what
    was picked when the form comes back. A field without a queryset says with `shown` how the picked keys are shown.
    """

    template_name = "sites/office/_picker.html"

    def __init__(self, *, address: str, placeholder: str, many: bool = False, shown: Shown | None = None) -> None:
        super().__init__()
        self.address, self.placeholder, self.many, self.shown = address, placeholder, many, shown
        self.arguments: tuple[Any, ...] = ()

    class Media:
        js = ["js/picker.js"]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add where the choices are searched."""
        return super().get_context(name, value, attrs) | {
            "name": name,
            "address": reverse(self.address, args=self.arguments),
            "placeholder": self.placeholder,
            "many": self.many,
            "picked": self._picked(value),
        }

    def _picked(self, value: Any) -> list[dict[str, Any]]:
        """The rows already chosen, as far as the form offers them."""
        said = value if isinstance(value, (list, tuple)) else [value]
        if self.shown:
            return self.shown([str(each) for each in said if each][:MOST])
        offered = getattr(getattr(self, "choices", None), "queryset", None)
        keys = [key for each in said if each and (key := number_in(str(each))) is not None][:MOST]
        if offered is None or not keys:
            return []
        rows = offered.filter(pk__in=keys)
        return [{"id": row.pk, "title": self.choices.field.label_from_instance(row)} for row in rows]

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Render from the project's templates, like every other part of the office."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Every picked row, or the one."""
        return data.getlist(name) if self.many and hasattr(data, "getlist") else data.get(name)
