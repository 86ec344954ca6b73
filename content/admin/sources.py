"""Sources of reprints in the admin, tried before they are saved, and the items that people enter by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.forms import modelform_factory
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from content import actions
from content.actions.item_withdrawals import note_withdrawal, take_back_withdrawal
from content.actions.upstream import READ_BY, check_source
from content.models import SourceKind, UpstreamItem, UpstreamSource
from content.syndication.trials import Trial, try_source
from content.tasks import wake_reprints
from sites.admin import ActingAdmin
from sites.office import do_and_tell, office_page
from sites.policy import PLATFORM, Action, can
from sites.refusals import Refused
from sites.scope import everything


class PlatformAdmin(ActingAdmin):
    """What sources and items have in common: they belong to the platform, not to a site."""

    view_action = change_action = Action.SOURCE_CHANGE

    def may(self, request: HttpRequest, action: Action | None, obj: Any) -> bool:
        """Those who keep the platform."""
        return can(request.user, Action.SOURCE_CHANGE, PLATFORM)


@admin.register(UpstreamSource)
class UpstreamSourceAdmin(PlatformAdmin):
    """Where items to reprint come from, when each was last fetched, and what was wrong."""

    list_display = ("name", "kind", "address", "column_slug", "is_active", "fetched_at", "health")
    list_filter = ("kind", "is_active")
    fieldsets = (
        (None, {"fields": ("name", "kind", "address", "is_active")}),
        (_("网页怎样读"), {"fields": READ_BY[2:]}),
        (_("转载到哪里"), {"fields": ("source_text", "column_slug")}),
    )
    change_form_after_template = "content/office/_source_try.html"

    @admin.display(description=_("抓取情况"))
    def health(self, source: UpstreamSource) -> str:
        """Say in words how the last fetch went, and when a failing source is asked again."""
        if source.error and source.next_fetch_at:
            again = timezone.localtime(source.next_fetch_at)
            return _("连续失败 %(times)s 次，%(again)s 后再抓：%(error)s") % {
                "times": source.failures, "again": f"{again:%m-%d %H:%M}", "error": source.error,
            }  # fmt: skip
        if source.error:
            return source.error
        if source.kind == SourceKind.MANUAL:
            return _("人工录入")
        return _("正常") if source.fetched_at else _("尚未抓取")

    def get_urls(self) -> list:
        """Add the trial."""
        trial = path("try/", self.admin_site.admin_view(self.try_view), name="content_upstreamsource_try")
        return [trial, *super().get_urls()]

    def act(self, request: HttpRequest, obj: UpstreamSource, form: forms.ModelForm, *, is_new: bool) -> UpstreamSource:
        """Save through the action."""
        return actions.save_source(obj, by=request.user, at=timezone.now())

    def try_view(self, request: HttpRequest) -> HttpResponse:
        """Say what the source in the form would bring; nothing is kept, and the form stays open beside this page."""
        if not can(request.user, Action.SOURCE_CHANGE, PLATFORM):
            raise Http404
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        form = modelform_factory(UpstreamSource, fields=READ_BY)(request.POST)
        trial = _tried(form)
        context = {"trial": trial, "address": form["address"].value() or ""}
        status = 422 if trial.error else 200
        return office_page(request, "content/office/source_trial.html", context, title=_("试抓结果"), status=status)


def _tried(form: forms.ModelForm) -> Trial:
    if not form.is_valid():
        sentences = [f"{form.fields[name].label}：{'；'.join(errors)}" for name, errors in form.errors.items()]
        return Trial(error="".join(sentences))
    source = form.save(commit=False)
    try:
        check_source(source)
    except Refused as refusal:
        return Trial(error=refusal.reason)
    with everything("a source of the platform is tried"):
        return try_source(source, at=timezone.now())


@admin.register(UpstreamItem)
class UpstreamItemAdmin(PlatformAdmin):
    """What the sources published; items of sources that people keep are entered and corrected here."""

    list_display = ("title", "source", "published_at", "received_at", "changed_at")
    list_filter = ("source",)
    list_select_related = ("source",)
    search_fields = ("title", "link")
    fields = ("source", "title", "link", "published_at", "summary", "body")
    change_form_after_template = "content/office/_item_withdraw.html"

    class Media:
        css = {"all": ["css/ledgers.css"]}

    def get_urls(self) -> list:
        """Add the note that the upper level took an item down, and the way back from a wrong one."""
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/withdraw/", wrap(self.withdraw), name="content_upstreamitem_withdraw"),
            path("<int:pk>/reinstate/", wrap(self.reinstate), name="content_upstreamitem_reinstate"),
            *super().get_urls(),
        ]

    def withdraw(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Note that the upper level took the item down, where no job can see that."""
        unsure = _("没有登记：请先核对上级原文，勾选确认后再登记。")
        return self._noted(request, pk, note_withdrawal, unsure, _("已登记为上级撤下，各站随即收到更正任务。"))

    def reinstate(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Undo that note."""
        unsure = _("没有撤销：请先核对上级原文，勾选确认后再撤销。")
        done = _("已撤销登记：自动转载的稿件随即恢复公开，其他网站重新计为待转载。")
        return self._noted(request, pk, take_back_withdrawal, unsure, done)

    def _noted(self, request: HttpRequest, pk: int, act: Callable[..., None], unsure: str, done: str) -> HttpResponse:
        """Do it for somebody who says that they looked, and tell the copies at once."""
        if not can(request.user, Action.SOURCE_CHANGE, PLATFORM):
            raise Http404
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        item = get_object_or_404(UpstreamItem, pk=pk)
        if request.POST.get("sure"):
            do_and_tell(request, lambda: act(item, by=request.user, at=timezone.now()), done)
            wake_reprints()
        else:
            messages.error(request, unsure)
        return redirect("admin:content_upstreamitem_change", pk)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """An address typed without its scheme is a secure one."""
        if db_field.name == "link":
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Items are entered for sources that people keep."""
        if db_field.name == "source":
            kwargs["queryset"] = UpstreamSource.objects.filter(kind=SourceKind.MANUAL, is_active=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_fields(self, request: HttpRequest, obj: UpstreamItem | None = None) -> tuple[str, ...]:
        """What was fetched is shown as a reader would see it; what people enter, as they write it."""
        if obj is None or self.has_change_permission(request, obj):
            return self.fields
        return tuple("read_body" if name == "body" else name for name in self.fields)

    @admin.display(description=_("正文"))
    def read_body(self, item: UpstreamItem) -> str:
        """The text, cleaned, without anything loaded from elsewhere."""
        return format_html('<div class="ledger-text">{}</div>', item.shown_body)

    def has_change_permission(self, request: HttpRequest, obj: UpstreamItem | None = None) -> bool:
        """What was fetched is looked at only: it says what the source says."""
        by_hand = obj is None or obj.source.kind == SourceKind.MANUAL
        return by_hand and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: UpstreamItem | None = None) -> tuple[str, ...]:
        """Where it came from and when stays as it was entered: clocks run from there."""
        return ("source", "link", "published_at", "read_body") if obj else ()

    def act(self, request: HttpRequest, obj: UpstreamItem, form: forms.ModelForm, *, is_new: bool) -> UpstreamItem:
        """Keep through the action, which spreads it at once."""
        return actions.enter_item(obj, by=request.user, at=timezone.now())
