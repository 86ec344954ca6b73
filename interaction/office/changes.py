"""What became of a letter since its page was opened: the page asks now and then, and says it before anybody types in vain."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from interaction.access import get_letter_for
from sites.office import office_view

MOST = 6


class SeenForm(forms.Form):
    """The last line of the record and the last note that the page shows; nothing means none."""

    event = forms.IntegerField(required=False, min_value=0, max_value=2**62)
    note = forms.IntegerField(required=False, min_value=0, max_value=2**62)

    def last(self, name: str) -> int:
        """Return a valid number, else 0."""
        self.is_valid()
        return self.cleaned_data.get(name) or 0


@never_cache
@office_view
@require_GET
def changes(request: HttpRequest, number: str) -> HttpResponse:
    """A piece of the page with what is new, nothing (204) while nothing is; 404 once the letter left the person's reach."""
    letter, seen = get_letter_for(request.user, number), SeenForm(request.GET)
    events = letter.events.filter(pk__gt=seen.last("event")).select_related("by")
    notes = letter.notes.filter(pk__gt=seen.last("note")).select_related("by")
    context = {"events": list(events[:MOST]), "notes": list(notes[:MOST]), "letter": letter}
    if not context["events"] and not context["notes"]:
        return HttpResponse(status=204)
    return render(request, "interaction/office/letter/_changes.html", context)
