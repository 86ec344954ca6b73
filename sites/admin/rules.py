"""What the platform sets for everybody: the calendar, the limits of the clocks, the rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from sites import actions
from sites.admin.acting import ActingAdmin, platform_only
from sites.clocks import Clock, kinds_of
from sites.forms import CalendarNoticeForm
from sites.models import CalendarNotice, ClockLimit, PlatformRule
from sites.notice_page import notice_page
from sites.policy import PLATFORM, Action, can


@admin.register(CalendarNotice)
class CalendarNoticeAdmin(ActingAdmin):
    """Notices on days off and make-up working days."""

    form = CalendarNoticeForm
    list_display = ["year", "title", "document_number", "published_on", "replaces_year"]
    has_change_permission = has_add_permission = platform_only(Action.CALENDAR_CHANGE)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Everybody of the office may read the calendar."""
        return request.user.is_staff

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """Read, preview and apply a notice; who may only look sees the usual page."""
        if not can(request.user, Action.CALENDAR_CHANGE, PLATFORM):
            return super().changeform_view(request, object_id, form_url, extra_context)
        notice = self.get_object(request, unquote(object_id)) if object_id else None
        if object_id and notice is None:
            raise Http404
        return notice_page(request, notice=notice, at=timezone.now())


@admin.register(ClockLimit)
class ClockLimitAdmin(ActingAdmin):
    """Limits that a site sets for itself and the sites below it."""

    list_display = ["site", "clock", "kind_words", "working_days", "basis"]
    list_filter = ["clock"]
    fields = ["site", "clock", "kind", "working_days", "basis"]
    has_view_permission = has_change_permission = has_add_permission = platform_only(Action.CALENDAR_CHANGE)

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the kinds that letters have, besides all of them."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "kind":
            field.widget = UnfoldAdminSelectWidget(choices=[("", _("全部")), *kinds_of(Clock.REPLY)])
        return field

    @admin.display(description=_("类别"))
    def kind_words(self, limit: ClockLimit) -> str:
        """The kind of letters it is for."""
        return limit.kind_display or _("全部")

    def act(self, request: HttpRequest, obj: ClockLimit, form: forms.ModelForm, *, is_new: bool) -> ClockLimit:
        """Save the limit, which may only tighten."""
        return actions.save_clock_limit(obj, by=request.user, at=timezone.now())


@admin.register(PlatformRule)
class PlatformRuleAdmin(ActingAdmin):
    """Rules of the platform and stricter ones of sites."""

    list_display = ["rule", "site", "value", "basis"]
    list_filter = ["rule"]
    list_select_related = ["site"]
    has_view_permission = has_change_permission = has_add_permission = platform_only(Action.CALENDAR_CHANGE)

    def act(self, request: HttpRequest, obj: PlatformRule, form: forms.ModelForm, *, is_new: bool) -> PlatformRule:
        """Set the rule."""
        return actions.save_platform_rule(obj, by=request.user, at=timezone.now())
