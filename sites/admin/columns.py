"""Columns in the admin, in the order of their tree."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from sites import actions
from sites.admin.acting import SiteAdmin, reached_sites
from sites.admin.filters import WithRowsFilter
from sites.grants import people_at
from sites.models import Column, User
from sites.models.column import ColumnState
from sites.policy import Action, Role, can
from sites.refusals import Refused


@admin.register(Column)
class ColumnAdmin(SiteAdmin):
    """Columns in tree order."""

    view_action = Action.COLUMN_VIEW
    change_action = Action.COLUMN_CHANGE
    list_display = ["indented_name", "site", "path", "type", "update_days", "is_in_navigation", "state", "life"]
    verbs_of_row = "life"
    list_filter = [("site", WithRowsFilter), "type", "state"]
    search_fields = ["name", "path"]
    list_select_related = ["site"]
    fieldsets = [
        (None, {"fields": ["site", "parent", "name", "slug", "type", "purpose", "keywords"]}),
        (_("更新与责任"), {"fields": ["update_days", "responsible", "default_source", "takes_submissions"]}),
        (_("位置"), {"fields": ["is_in_navigation", "position"]}),
    ]

    def may_somewhere(self, request: HttpRequest, action: Action) -> bool:
        """Everybody of the office reads the tree; site administrators change it."""
        if action == Action.COLUMN_CHANGE:
            return request.user.is_platform_admin or bool(request.user.grants.sites_with(Role.SITE_ADMIN))
        return super().may_somewhere(request, action)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Columns in reach, site by site in tree order."""
        return super().get_queryset(request).order_by("tree_id", "lft")

    def get_readonly_fields(self, request: HttpRequest, obj: Column | None = None) -> list[str]:
        """An existing column keeps its place and its address."""
        return ["site", "parent", "slug"] if obj else []

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer as responsible those who hold a grant at one of the person's sites."""
        if db_field.name == "responsible":
            kwargs["queryset"] = people_at(reached_sites(request.user))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def act(self, request: HttpRequest, obj: Column, form: forms.ModelForm, *, is_new: bool) -> Column:
        """Create the column, or change it where the person administers the site."""
        fields = dict(form.cleaned_data)
        now = timezone.now()
        if not is_new:
            return actions.change_column(Column.objects.get(pk=obj.pk), by=request.user, at=now, **fields)
        site = fields.pop("site")
        if not can(request.user, Action.SITE_CHANGE, site):
            raise Refused(_("您没有管理“%s”栏目的权限。") % site)
        return actions.create_column(site, by=request.user, at=now, **fields)

    @admin.display(description=_("变动"))
    def life(self, column: Column, user: User) -> str:
        """Where the column is renamed, moved, merged or closed."""
        if column.is_home or column.state != ColumnState.ACTIVE or not can(user, Action.COLUMN_CHANGE, column):
            return ""
        address = reverse("content-office:column-life", args=[column.pk])
        return format_html('<a class="office-link" href="{}">{}</a>', address, _("更名、移动、归并、关闭"))

    @admin.display(description=_("栏目"))
    def indented_name(self, column: Column) -> str:
        """The name, indented by depth in the tree."""
        return format_html('<span class="office-depth-{}">{}</span>', min(column.level, 4), column.name)
