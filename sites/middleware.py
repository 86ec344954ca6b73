"""Which site a request is for, what it may see there, and how refusals look.

Order matters: SiteMiddleware resolves host and path prefix before anything else looks at the path; SizeMiddleware reads what
was sent before the check against forgery does; ScopeMiddleware needs
the person, so it runs after sign-in; RefusedMiddleware is innermost and turns a Refused that a view let through into a page.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import (
    DisallowedHost,
    RequestDataTooBig,
    SuspiciousFileOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    QueryDict,
    UnreadablePostError,
)
from django.http.request import split_domain_port
from django.shortcuts import render
from django.urls import get_script_prefix, set_script_prefix
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from sites.models import Site, SiteState
from sites.refusals import Conflict, Refused
from sites.resolving import site_at
from sites.scope import everything, reach_scope, site_scope

Handler = Callable[[HttpRequest], HttpResponse]
OFFICE = "/admin/"
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
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


class SizeMiddleware:
    """What is too large to be read is told so on a page that says what to do: 413, nothing was changed. It stands before the check
    against forgery, which is the first to read what was sent."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        """Read what was sent, except for views that the check leaves alone: they read for themselves."""
        if request.method != "POST" or getattr(view, "csrf_exempt", False):
            return None
        try:
            len(request.POST)
        except TOO_MUCH as error:
            return too_large_page(request, error)
        except UnreadablePostError:  # whoever sent it is gone
            return None
        return None


def too_large_page(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer for a request of which nothing was read."""
    request.POST = QueryDict()  # whoever looks there while the page is made would meet the error anew
    return render(request, "413.html", {"reason": _too_much(error)}, status=413)


def _too_much(error: Exception) -> str:
    back = _("请用浏览器的“后退”回到刚才的页面，填写的内容还在。")
    if isinstance(error, TooManyFilesSent):
        return _("一次提交的文件过多。%s减少文件后分几次提交。") % back
    if isinstance(error, TooManyFieldsSent):
        return _("一次提交的项目过多。%s减少所选的项目后分几次提交。") % back
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // (1024 * 1024)
    return _(
        "一次提交的文字不得超过 %(most)s MB。%(back)s请把直接粘贴在文字里的大图片改为上传，或把长文分成几篇、作为附件提交。"
    ) % {"most": most, "back": back}


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
        """Show the sentence of a refusal, that nothing is there or too much came; leave every other error alone."""
        if isinstance(error, TOO_MUCH):
            return too_large_page(request, error)
        if isinstance(error, (Http404, SuspiciousFileOperation)):
            return render(request, "404.html", status=404)
        if isinstance(error, Refused):
            return render(
                request, "409.html", {"reason": error.reason, "is_conflict": isinstance(error, Conflict)}, status=409
            )
        return None
