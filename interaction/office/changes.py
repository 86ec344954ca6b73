"""What became of a letter since its page was opened: the page asks now and then, and says it before anybody types in vain."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from interaction.access import get_letter_for
from interaction.models import Letter
from sites.office import office_view

MOST = 6


def news_of(letter: Letter, *, event: int, note: int | None = None) -> dict[str, Any]:
    """Return the lines of the record and the notes that came after those, the last few and how many there are besides. Without
    `note` no notes: the page that says it shows them anyway."""
    events = list(letter.events.filter(pk__gt=event).select_related("by"))
    notes = [] if note is None else list(letter.notes.filter(pk__gt=note).select_related("by"))
    more = max(len(events) - MOST, 0) + max(len(notes) - MOST, 0)
    return {"events": events[-MOST:], "notes": notes[-MOST:], "more": more, "letter": letter}


class SeenForm(forms.Form):
    """The last line of the record and the last note that the page shows; nothing means none. A move sends the line as `seen`."""

    event = forms.IntegerField(required=False, min_value=0, max_value=2**62)
    seen = forms.IntegerField(required=False, min_value=1, max_value=2**62)
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
    context = news_of(letter, event=seen.last("event"), note=seen.last("note"))
    if not context["events"] and not context["notes"]:
        return HttpResponse(status=204)
    return render(request, "interaction/office/letter/_changes.html", context)
