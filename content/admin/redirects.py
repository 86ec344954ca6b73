"""The redirect table in the admin."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.actions.redirects import delete_redirect, save_redirect
from content.answers import unheard
from content.models import Redirect
from sites.admin import SiteAdmin
from sites.admin.filters import WithRowsFilter
from sites.models import User
from sites.policy import Action, Role

UNHEARD = _("“%s”现在有本站的页面，或该页面改址、撤下后的去向和说明；跳转只在没有页面的地址上起作用，这条暂不生效。")


@admin.register(Redirect)
class RedirectAdmin(SiteAdmin):
    """Where old addresses lead, site by site."""

    fields = ["site", "source", "target", "is_permanent", "note"]
    view_action = change_action = Action.REDIRECT_CHANGE
    list_display = ["source", "target", "is_permanent", "site", "note", "changed_at"]
    list_filter = ["is_permanent", ("site", WithRowsFilter)]
    list_select_related = ["site"]
    search_fields = ["source", "target", "note"]

    def may_somewhere(self, request: HttpRequest, action: Action) -> bool:
        """Administrators of a site."""
        return request.user.is_platform_admin or bool(request.user.grants.sites_with(Role.SITE_ADMIN))

    def reached(self, rows: QuerySet, user: User) -> QuerySet:
        """Redirects of those sites."""
        return rows if user.is_platform_admin else rows.filter(site__in=user.grants.sites_with(Role.SITE_ADMIN))

    def has_delete_permission(self, request: HttpRequest, obj: Redirect | None = None) -> bool:
        """Whoever may change it may take it away."""
        return self.has_change_permission(request, obj)

    def delete_model(self, request: HttpRequest, obj: Redirect) -> None:
        """Take it away."""
        delete_redirect(obj, by=request.user, at=timezone.now())

    def get_readonly_fields(self, request: HttpRequest, obj: Redirect | None = None) -> list[str]:
        """An existing redirect stays on its site."""
        return ["site"] if obj else []

    def act(self, request: HttpRequest, obj: Redirect, form: forms.ModelForm, *, is_new: bool) -> Redirect:
        """Save it, and say so where it leads out of the cluster, further than was typed, or nowhere for now."""
        fields = dict(form.cleaned_data)
        kept = None if is_new else Redirect.objects.select_related("site").get(pk=obj.pk)
        site = kept.site if kept else fields.pop("site")
        now = timezone.now()
        saved = save_redirect(site, by=request.user, at=now, redirect=kept, **fields)
        if unheard(site, [saved.source], at=now):
            messages.warning(request, UNHEARD % saved.source)
        if saved.target_site_id is None:
            messages.warning(request, _("这条跳转离开本平台，请确认目标网站可靠：%s") % saved.target)
        if saved.target != fields["target"]:
            messages.info(request, _("目标本身还要跳转，已改为直接跳到：%s") % saved.target)
        return saved
