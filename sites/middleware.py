"""Which site a request is for, what it may see there, and how refusals look.

Order matters: SiteMiddleware resolves host and path prefix before anything else looks at the path; ScopeMiddleware needs
the person, so it runs after sign-in; RefusedMiddleware is innermost and turns a Refused that a view let through into a page.
"""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import DisallowedHost, SuspiciousFileOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.request import split_domain_port
from django.shortcuts import render
from django.urls import get_script_prefix, set_script_prefix
from django.utils.cache import patch_vary_headers

from sites.models import Site, SiteState
from sites.refusals import Conflict, Refused
from sites.resolving import site_at
from sites.scope import everything, reach_scope, site_scope

Handler = Callable[[HttpRequest], HttpResponse]
OFFICE = "/admin/"
ROBOTS = "/robots.txt"  # crawlers are told to stay away from a site that is not online, not left guessing


def is_office(request: HttpRequest) -> bool:
    """True for the addresses where staff work."""
    return request.path_info.startswith(OFFICE)


class SiteMiddleware:
    """Finds the site by host and longest path prefix; refuses unknown hosts; obeys the site's life cycle."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer for the resolved site; 400 for a host that is no site's."""
        try:
            host, _port = split_domain_port(request.get_host())
            site = site_at(host, request.path_info)
        except (DisallowedHost, UnicodeError):
            site = None
        if site is None:
            return self._varied(render(request, "400.html", {"reason": "unknown_host"}, status=400))
        request.site = site
        before = get_script_prefix()
        try:
            if site.path_prefix:
                self._enter_prefix(request, site)
            return self._varied(self._closed_page(request, site) or self.get_response(request))
        finally:
            set_script_prefix(before)

    @staticmethod
    def _enter_prefix(request: HttpRequest, site: Site) -> None:
        """Move the prefix from the path to the script name, so that every reversed address carries it."""
        request.path_info = request.path_info[len(site.base_path) :] or "/"
        set_script_prefix(get_script_prefix().rstrip("/") + site.base_path + "/")

    @staticmethod
    def _closed_page(request: HttpRequest, site: Site) -> HttpResponse | None:
        if site.is_online or is_office(request) or request.path_info == ROBOTS:
            return None
        if site.state == SiteState.MIGRATED and site.moved_to:
            return HttpResponsePermanentRedirect(site.moved_to)
        status = {SiteState.CLOSED: 410, SiteState.MIGRATED: 410, SiteState.PREPARING: 404}.get(site.state, 503)
        return render(request, "site_closed.html", {"site": site}, status=status)

    @staticmethod
    def _varied(response: HttpResponse) -> HttpResponse:
        patch_vary_headers(response, ["Host"])
        return response


class ScopeMiddleware:
    """Enters the scope: the site for public pages, the reach of the person's grants in the office."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer inside the scope; template responses are rendered before it is left."""
        with self._scope(request):
            response = self.get_response(request)
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
        return response

    @staticmethod
    def _scope(request: HttpRequest):  # noqa: ANN205 (a context manager)
        if not is_office(request):
            return site_scope(request.site)
        user = request.user
        if not user.is_authenticated:
            return reach_scope(())
        if user.is_platform_admin:
            return everything("platform administrator")
        grants = user.grants
        return reach_scope(grants.reach, frozenset().union(*grants.organizations.values()))


class RefusedMiddleware:
    """A Refused that reaches the edge becomes a page with its sentence: 409, nothing was changed. What is not there is
    the site's own page too, in development as well: the demo is read by people, not by developers. So is an address that only
    takes forms, when somebody opens it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and not response.content:
            page = render(request, "405.html", status=405)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Show the sentence of a refusal, or that nothing is there; leave every other error alone."""
        if isinstance(error, (Http404, SuspiciousFileOperation)):
            return render(request, "404.html", status=404)
        if isinstance(error, Refused):
            return render(
                request, "409.html", {"reason": error.reason, "is_conflict": isinstance(error, Conflict)}, status=409
            )
        return None
