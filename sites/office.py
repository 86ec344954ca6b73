"""What every page of the office shares: only staff, with the admin's frame around it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache

from sites.refusals import Refused

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


def do_and_tell(request: HttpRequest, act: Callable[[], object], done: str) -> None:
    """Call an action and say on the next page that it is done, or why it was refused."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, done)
