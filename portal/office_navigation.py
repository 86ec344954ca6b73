"""The office's side navigation."""

from django.http import HttpRequest


def sections(request: HttpRequest) -> list[dict]:
    """Return the sections of the side navigation that the person can use."""
    return []
