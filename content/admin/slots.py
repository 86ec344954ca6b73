"""Home-page slots in the admin."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content import actions
from content.models import HomeSlot
from sites.admin import SiteAdmin
from sites.admin.filters import WithRowsFilter
from sites.models import User
from sites.policy import Action, Role


@admin.register(HomeSlot)
class HomeSlotAdmin(SiteAdmin):
    """What the editors put where on the home page."""

    fields = ["site", "place", "article", "column", "title", "position", "starts_at", "ends_at"]
    view_action = change_action = Action.SLOT_CHANGE
    list_display = ["place", "shown", "site", "position", "starts_at", "ends_at"]
    list_filter = ["place", ("site", WithRowsFilter)]
    list_select_related = ["site", "article", "column"]
    raw_id_fields = ["article"]

    def may_somewhere(self, request: HttpRequest, action: Action) -> bool:
        """Administrators and issuers of a whole site."""
        return bool(request.user.grants.sites_with(Role.SITE_ADMIN, Role.ISSUER))

    def reached(self, rows: QuerySet, user: User) -> QuerySet:
        """Slots of those sites."""
        return rows.filter(site__in=user.grants.sites_with(Role.SITE_ADMIN, Role.ISSUER))

    def has_delete_permission(self, request: HttpRequest, obj: HomeSlot | None = None) -> bool:
        """Taking something off the home page is an action too."""
        return self.has_change_permission(request, obj)

    def delete_model(self, request: HttpRequest, obj: HomeSlot) -> None:
        """Take it off."""
        actions.empty_slot(obj, by=request.user, at=timezone.now())

    def act(self, request: HttpRequest, obj: HomeSlot, form: forms.ModelForm, *, is_new: bool) -> HomeSlot:
        """Fill the slot."""
        fields = dict(form.cleaned_data)
        kept = None if is_new else HomeSlot.objects.select_related("site").get(pk=obj.pk)
        site, place = fields.pop("site") if is_new else kept.site, fields.pop("place")
        return actions.fill_slot(site, place, by=request.user, at=timezone.now(), slot=kept, **fields)

    def get_readonly_fields(self, request: HttpRequest, obj: HomeSlot | None = None) -> list[str]:
        """An existing slot stays on its site."""
        return ["site"] if obj else []

    @admin.display(description=_("内容"))
    def shown(self, slot: HomeSlot) -> str:
        """What is shown there."""
        return str(slot)
