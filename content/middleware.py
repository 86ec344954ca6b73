"""The last look before an address is not there: the redirect table."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content.redirects import redirect_for, settled
from content.whereabouts import lead_on
from sites.middleware import is_office

Handler = Callable[[HttpRequest], HttpResponse]


class RedirectMiddleware:
    """Sends readers of addresses that are not there on to where the table says; one query, and only for those."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or redirect where the answer is 404."""
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in {"GET", "HEAD"} or is_office(request):
            return response
        found = redirect_for(request.site, request.path_info, request.META.get("QUERY_STRING", ""))
        if found is None:
            return response
        place = settled(request.site, found, at=timezone.now())
        return response if place == request.get_full_path() else lead_on(place, is_permanent=found.is_permanent)
