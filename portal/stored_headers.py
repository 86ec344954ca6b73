"""The headers of a stored page, asked of the middleware that would have set them: nobody repeats them by hand."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware

from portal.middleware import ContentPolicyMiddleware


def stored_headers() -> list[tuple[str, str]]:
    """Return what every public page carries besides its type, length and tag."""

    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", "/", "/"
    request.META = {"SERVER_NAME": "localhost", "SERVER_PORT": "80", "wsgi.url_scheme": settings.PUBLIC_SCHEME}
    if settings.SECURE_PROXY_SSL_HEADER:
        request.META[settings.SECURE_PROXY_SSL_HEADER[0]] = settings.PUBLIC_SCHEME
    request._get_scheme = lambda: settings.PUBLIC_SCHEME
    response = SecurityMiddleware(ContentPolicyMiddleware(XFrameOptionsMiddleware(answer)))(request)
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Host, Accept-Encoding"
    del response.headers["Content-Type"]
    return sorted(response.items())
