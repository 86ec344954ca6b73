"""The media list of a site. Topics and texts are not edited here: they have pages of their own."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from responses import actions
from responses.models import MediaOutlet
from sites.admin import SiteAdmin
from sites.admin.filters import WithRowsFilter
from sites.models import User
from sites.policy import Action, Role


@admin.register(MediaOutlet)
class MediaOutletAdmin(SiteAdmin):
    """To whom the site's statements are pushed by mail."""

    view_action = change_action = Action.OUTLET_CHANGE
    fields = ["site", "name", "email", "is_active"]
    list_display = ["name", "site", "email", "is_active"]
    list_filter = [("site", WithRowsFilter), "is_active"]
    list_select_related = ["site"]
    search_fields = ["name", "email"]

    def may_somewhere(self, request: HttpRequest, action: Action) -> bool:
        """Administrators of a site, and those of the platform."""
        return request.user.is_platform_admin or bool(request.user.grants.sites_with(Role.SITE_ADMIN))

    def reached(self, rows: QuerySet, user: User) -> QuerySet:
        """Outlets of the sites the person administers."""
        return rows if user.is_platform_admin else rows.filter(site__in=user.grants.sites_with(Role.SITE_ADMIN))

    def get_readonly_fields(self, request: HttpRequest, obj: MediaOutlet | None = None) -> list[str]:
        """An existing outlet keeps its site."""
        return ["site"] if obj else []

    def act(self, request: HttpRequest, obj: MediaOutlet, form: forms.ModelForm, *, is_new: bool) -> MediaOutlet:
        """Save it where the person administers the site."""
        return actions.save_outlet(obj, by=request.user, at=timezone.now())
