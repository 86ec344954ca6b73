"""Which kinds of document must be explained, in the admin."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interpretation import actions
from interpretation.kinds import DEFAULTS, KINDS
from interpretation.models import RequiredKind
from sites.admin import ActingAdmin
from sites.models import Site
from sites.policy import Action, Role


@admin.register(RequiredKind)
class RequiredKindAdmin(ActingAdmin):
    """The platform's kinds and those that sites add; the defaults stand above the list."""

    fields = ["kind", "site", "is_required", "basis"]
    view_action, change_action = Action.KIND_VIEW, Action.KIND_CHANGE
    list_display = ["kind", "site", "is_required", "basis"]
    list_filter = ["kind"]
    list_select_related = ["site"]

    def may_somewhere(self, request: HttpRequest, action: Action) -> bool:
        """Administrators of the platform or of a site."""
        return request.user.is_platform_admin or bool(request.user.grants.sites_with(Role.SITE_ADMIN))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """The platform's rows and those of the sites that the person administers."""
        rows, user = super().get_queryset(request), request.user
        own = rows.filter(site__in=user.grants.sites_with(Role.SITE_ADMIN))
        return rows if user.is_platform_admin else own | rows.filter(site=None)

    def get_form(
        self, request: HttpRequest, obj: RequiredKind | None = None, **kwargs: object
    ) -> type[forms.ModelForm]:
        """Say what holds without any row, and offer a site's administrators their own sites only."""
        form = super().get_form(request, obj, **kwargs)
        names = "、".join(str(label) for kind, label in KINDS if kind in DEFAULTS)
        if "kind" in form.base_fields:
            form.base_fields["kind"].help_text = _("平台默认须解读：%s。") % names
        if "site" in form.base_fields and not request.user.is_platform_admin:
            own = request.user.grants.sites_with(Role.SITE_ADMIN)
            form.base_fields["site"].queryset = Site.objects.filter(pk__in=own).order_by("tree_id", "lft")
            form.base_fields["site"].required = True
        return form

    def has_delete_permission(self, request: HttpRequest, obj: RequiredKind | None = None) -> bool:
        """Whoever may change it may take it back."""
        return self.has_change_permission(request, obj)

    def delete_model(self, request: HttpRequest, obj: RequiredKind) -> None:
        """Take it back."""
        actions.delete_required_kind(obj, by=request.user, at=timezone.now())

    def act(self, request: HttpRequest, obj: RequiredKind, form: forms.ModelForm, *, is_new: bool) -> RequiredKind:
        """Save it."""
        return actions.save_required_kind(obj, by=request.user, at=timezone.now())
