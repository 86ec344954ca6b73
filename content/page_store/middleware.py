"""Writes pages into the store as they are rendered for their first reader. Outermost, so that it sees the answer as sent."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.utils.cache import patch_vary_headers

from content.page_store.addresses import file_of, type_of
from content.page_store.folder import PageFolder
from content.page_store.release import release

Handler = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger(__name__)

# A page with any other header would lose it in the store, so it is not stored.
ON_EVERY_PAGE = frozenset(
    [
        "content-type",
        "content-length",
        "vary",
        "cache-control",
        "last-modified",
        "content-security-policy",
        "x-frame-options",
        "x-content-type-options",
        "referrer-policy",
        "cross-origin-opener-policy",
        "strict-transport-security",
    ]
)
VARIES_BY = {"host", "accept-encoding"}


class PageStoreMiddleware:
    """Puts what a @stored view answered into the store; the next reader gets it without Django."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and keep the answer when it is a page for everybody."""
        file = file_to_fill(request)
        folder = PageFolder(settings.PAGE_STORE)
        token = folder.token() if file else b""
        response = self.get_response(request)
        if not getattr(response, "may_be_stored", False) or response.status_code != 200:
            return response
        response.headers["Cache-Control"] = "no-cache"  # kept by browsers, but asked for anew each time: ETag
        patch_vary_headers(response, ["Accept-Encoding"])
        if file and is_for_everybody(response) and response.headers["Content-Type"] == type_of(file):
            self._put(folder, file, response, token)
        return response

    @staticmethod
    def _put(folder: PageFolder, file: str, response: HttpResponse, token: bytes) -> None:
        if folder.state_of(token).release != release():
            return  # not opened yet, or another release serves here by now, whose pages look different
        try:
            folder.put(file, response.content, token=token)
        except OSError as error:
            log.warning("The page %s could not be stored: %s", file, error)


def file_to_fill(request: HttpRequest) -> str:
    """The file that the answer may become, '' when the request is not the plain one that everybody makes: other methods,
    queries, somebody's session, another scheme or port than the public one, which the page's absolute addresses repeat."""
    if request.method != "GET" or request.META.get("QUERY_STRING") or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return ""
    try:
        host, port = split_domain_port(request.get_host())
    except DisallowedHost:
        return ""
    if (request.scheme, port) != (settings.PUBLIC_SCHEME, settings.PUBLIC_PORT):
        return ""
    return file_of(host, request.path)


def is_for_everybody(response: HttpResponse) -> bool:
    """True for a complete answer that sets no cookie, depends on none, and has no headers of its own."""
    varies = {part.strip().lower() for part in response.headers.get("Vary", "").split(",")}
    return (
        not response.streaming
        and not response.cookies
        and varies <= VARIES_BY
        and all(name.lower() in ON_EVERY_PAGE for name in response.headers)
    )
