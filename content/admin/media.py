"""The media of the sites in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from content.models import Asset
from sites.admin import SiteAdmin
from sites.policy import Action


@admin.register(Asset)
class AssetAdmin(SiteAdmin):
    """The media of the sites in reach."""

    view_action = Action.ASSET_VIEW
    list_display = ["preview", "name", "site", "kind", "size_text", "uploaded_by", "uploaded_at"]
    list_filter = ["kind", ("site", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["name", "alt"]
    list_select_related = ["site", "uploaded_by"]
    fields = ["name", "site", "kind", "alt", "content_type", "size", "uploaded_by", "uploaded_at"]

    @admin.display(description=_("预览"))
    def preview(self, asset: Asset) -> str:
        """A small picture, or the type."""
        if asset.kind == "image":
            return format_html('<img class="office-thumb" src="{}" alt="">', asset.file.url)
        return asset.extension

    @admin.display(description=_("大小"), ordering="size")
    def size_text(self, asset: Asset) -> str:
        """The size as people read it."""
        return f"{asset.size / 1024:.0f} KB" if asset.size < 1024 * 1024 else f"{asset.size / 1024 / 1024:.1f} MB"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Files are added where they are used."""
        return False
