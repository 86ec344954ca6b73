"""Sources of reprints in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content import actions
from content.models import UpstreamSource
from sites.admin import ActingAdmin
from sites.policy import PLATFORM, Action, can


@admin.register(UpstreamSource)
class UpstreamSourceAdmin(ActingAdmin):
    """Where items to reprint come from, when each was last fetched, and what was wrong."""

    view_action = change_action = Action.SOURCE_CHANGE
    list_display = ("name", "address", "column_slug", "is_active", "fetched_at", "health")
    fields = ("name", "address", "source_text", "column_slug", "is_active")

    @admin.display(description=_("抓取情况"))
    def health(self, source: UpstreamSource) -> str:
        """Say in words how the last fetch went."""
        if source.error:
            return source.error
        return _("正常") if source.fetched_at else _("尚未抓取")

    def may(self, request: HttpRequest, action: Action | None, obj: Any) -> bool:
        """Sources belong to the platform, not to a site."""
        return can(request.user, Action.SOURCE_CHANGE, PLATFORM)

    def act(self, request: HttpRequest, obj: UpstreamSource, form: forms.ModelForm, *, is_new: bool) -> UpstreamSource:
        """Save through the action."""
        return actions.save_source(obj, by=request.user, at=timezone.now())
