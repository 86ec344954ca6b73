"""The mailboxes of a site. Letters are not edited here: they have the workbench."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interaction import actions
from interaction.models import Mailbox
from sites.admin import SiteAdmin
from sites.models import User
from sites.policy import Action, Role, can
from sites.refusals import refuse_unless


@admin.register(Mailbox)
class MailboxAdmin(SiteAdmin):
    """Where citizens write, what each mailbox is for, and what it promises."""

    view_action = change_action = Action.MAILBOX_CHANGE
    list_display = ["name", "site", "kind", "reply_days", "organization", "is_open", "is_public", "position"]
    list_filter = [("site", admin.RelatedOnlyFieldListFilter), "kind", "is_open"]
    list_select_related = ["site", "organization"]
    search_fields = ["name"]
    fieldsets = [
        (None, {"fields": ["site", "kind", "name", "slug", "purpose", "not_for"]}),
        (_("办理"), {"fields": ["organization", "reply_days"]}),
        (_("开放与公开"), {"fields": ["is_open", "is_public", "position"]}),
    ]

    def may_somewhere(self, request: HttpRequest, action: Action) -> bool:
        """Administrators of a site, and those of the platform."""
        return request.user.is_platform_admin or bool(request.user.grants.sites_with(Role.SITE_ADMIN))

    def reached(self, rows: QuerySet, user: User) -> QuerySet:
        """Mailboxes of the sites the person administers."""
        return rows if user.is_platform_admin else rows.filter(site__in=user.grants.sites_with(Role.SITE_ADMIN))

    def get_readonly_fields(self, request: HttpRequest, obj: Mailbox | None = None) -> list[str]:
        """An existing mailbox keeps its site and its address."""
        return ["site", "slug"] if obj else []

    def act(self, request: HttpRequest, obj: Mailbox, form: forms.ModelForm, *, is_new: bool) -> Mailbox:
        """Save it where the person administers the site."""
        refuse_unless(can(request.user, Action.MAILBOX_CHANGE, obj.site), _("您没有管理“%s”信箱的权限。") % obj.site)
        return actions.save_mailbox(obj, by=request.user, at=timezone.now())
