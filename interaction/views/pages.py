"""What the public pages share: the way to them, their frame, and what was sent."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse

from interaction.page_meta import page_meta


def trail(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """Return the way from the home page to these steps."""
    first = [("首页", reverse("content:home")), ("互动交流", reverse("interaction:home"))]
    return [{"name": name, "url": url} for name, url in [*first, *steps]]


def page(request: HttpRequest, template: str, context: dict, *, status: int = 200) -> TemplateResponse:
    """Return a public page with the meta tags of the platform when it has none of its own."""
    context.setdefault("page_meta", page_meta(request.site))
    return TemplateResponse(request, f"interaction/{template}.html", context, status=status)


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a form was sent with, None when it is only opened."""
    return request.POST if request.method == "POST" else None
