"""Rules of reprinting in the admin, with a look at how many sites a rule meets before it is saved."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import admin
from django.forms import modelform_factory
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content import actions
from content.actions.reprint_rules import FITS
from content.admin.sources import PlatformAdmin
from content.models import ReprintMode, ReprintRule
from content.reprint_rules import met_by
from sites.models import Column, Site
from sites.office import office_page
from sites.policy import PLATFORM, Action, can

SHOWN = 200
ASKED = (*FITS, "mode", "column_slug", "topic_slug")

ANY = {"source": _("全部转载源"), "place": _("全部网站"), "level": _("不限"), "kind": _("不限")}


@dataclass
class Meeting:
    """How many sites a rule meets, which, and where their copies would go."""

    total: int
    by_level: list[tuple[str, int]]
    automatic: int
    without_column: list[Site]
    in_topic: int
    lands_in: str
    sites: list[Site] = field(default_factory=list)
    before: list[ReprintRule] = field(default_factory=list)


@admin.register(ReprintRule)
class ReprintRuleAdmin(PlatformAdmin):
    """Who has to reprint what, in the order in which the rules are asked."""

    list_display = ("name", "position", "source", "place", "level", "kind", "mode", "home_days", "is_active", "meets")
    list_filter = ("is_active", "mode")
    list_select_related = ("source", "place")
    fieldsets = (
        (None, {"fields": ("name", "position", "is_active")}),
        (_("哪些信息"), {"fields": ("source", "words")}),
        (_("哪些网站"), {"fields": ("place", "level", "kind")}),
        (_("怎样转载"), {"fields": ("mode", "basis", "column_slug", "topic_slug", "home_days")}),
    )
    change_form_after_template = "content/office/_rule_preview.html"

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Say what leaving a choice empty means."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        words = ANY.get(db_field.name)
        if words and db_field.choices:
            field.choices = [("", words), *db_field.choices]
        elif words:
            field.empty_label = words
        return field

    @admin.display(description=_("覆盖网站"))
    def meets(self, rule: ReprintRule) -> str:
        """Say how many online sites the rule meets by itself."""
        return _("%s 个") % len(met_by(rule, self._online()))

    def _online(self) -> list[Site]:
        return list(Site.objects.online().order_by("tree_id", "lft"))

    def get_urls(self) -> list:
        """Add the preview."""
        preview = path("preview/", self.admin_site.admin_view(self.preview), name="content_reprintrule_preview")
        return [preview, *super().get_urls()]

    def has_delete_permission(self, request: HttpRequest, obj: ReprintRule | None = None) -> bool:
        """Duties name the rule that they were opened under: it is put out of use, not deleted."""
        return False

    def act(self, request: HttpRequest, obj: ReprintRule, form: forms.ModelForm, *, is_new: bool) -> ReprintRule:
        """Save through the action."""
        return actions.save_rule(obj, by=request.user, at=timezone.now())

    def preview(self, request: HttpRequest) -> HttpResponse:
        """Say which sites the rule in the form meets; nothing is kept, and the form stays open beside this page."""
        if not can(request.user, Action.SOURCE_CHANGE, PLATFORM):
            raise Http404
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        form = modelform_factory(ReprintRule, fields=ASKED)(request.POST)
        if not form.is_valid():
            errors = [f"{form.fields[name].label}：{'；'.join(each)}" for name, each in form.errors.items()]
            context: dict[str, Any] = {"error": "".join(errors)}
        else:
            context = {"meeting": self._meeting(form.save(commit=False))}
        status = 422 if "error" in context else 200
        return office_page(
            request, "content/office/rule_preview.html", context, title=_("规则覆盖的网站"), status=status
        )

    def _meeting(self, rule: ReprintRule) -> Meeting:
        sites = met_by(rule, self._online())
        slug = rule.column_slug or (rule.source.column_slug if rule.source else "")
        landing = Column.objects.active().filter(site__in=sites)
        with_column = set(landing.filter(path__in=filter(None, [slug, rule.topic_slug])).values_list("site", flat=True))
        levels = Counter(site.get_level_display() for site in sites)
        automatic = len(sites) if rule.mode == ReprintMode.AUTOMATIC else 0
        if rule.mode == ReprintMode.AS_SITE:
            automatic = sum(site.reprints_automatically for site in sites)
        earlier = ReprintRule.objects.filter(is_active=True, position__lt=rule.position).select_related("place")
        return Meeting(
            total=len(sites),
            by_level=sorted(levels.items(), key=lambda pair: -pair[1]),
            automatic=automatic,
            without_column=[site for site in sites if site.pk not in with_column] if slug else [],
            in_topic=landing.filter(path=rule.topic_slug).count() if rule.topic_slug else 0,
            lands_in=slug,
            sites=sites[:SHOWN],
            before=[each for each in earlier if met_by(each, sites)],
        )
