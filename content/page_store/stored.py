"""The mark of a view whose pages may be stored. Nothing is stored without it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def stored(view: View) -> View:
    """Let the view's pages be stored: they are the same for everybody, and content/affected.py names them for every change
    that shows on them. Headers of its own are lost: a stored page has those of every other."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.may_be_stored = True
        return response

    marked.is_stored = True
    return marked
