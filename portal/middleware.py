"""The content security policy: strict for the public, with what the office's theme needs for the office."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from sites.middleware import is_office

Handler = Callable[[HttpRequest], HttpResponse]

PUBLIC = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ]
)
# The theme's Alpine.js compiles expressions, and the rich text editor sets styles.
OFFICE = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-eval' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ]
)


class ContentPolicyMiddleware:
    """Adds the Content-Security-Policy header that fits the address."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the header added, unless the view set its own."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", OFFICE if is_office(request) else PUBLIC)
        return response
