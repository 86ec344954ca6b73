"""What every page of the office shares: only staff, with the admin's frame around it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache

View = Callable[..., HttpResponse]


def office_view(view: View) -> View:
    """Let only people of the office in; anonymous visitors are sent to sign in, others see 404 through the doors."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not admin.site.has_permission(request):
            return redirect_to_login(request.get_full_path(), login_url=None)
        return view(request, *args, **kwargs)

    return guarded


def office_page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, title: str = "", status: int = 200
) -> TemplateResponse:
    """Return a page inside the admin's frame, with its side navigation and title."""
    frame = {**admin.site.each_context(request), "title": title, **(context or {})}
    return TemplateResponse(request, template, frame, status=status)
