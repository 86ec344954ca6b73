"""The office: Django's admin in our dress, opening on what waits for the person who signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite


class PortalAdminSite(UnfoldAdminSite):
    """The admin site of the cluster; apps register with plain @admin.register."""

    site_title = _("政府网站群管理平台")
    index_template = "admin/todo.html"
    enable_nav_sidebar = True

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Return the models for people of the office; the sign-in page has none to show."""
        return super().get_app_list(request, app_label) if self.has_permission(request) else []

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Open on the to-do page."""
        from portal.todo import todo_page

        return super().index(request, {"title": _("我的待办"), **todo_page(request), **(extra_context or {})})
