"""What the platform itself writes down: the audit trail and the runs of its jobs."""

from __future__ import annotations

from django.apps import apps
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from sites.admin.acting import ReadOnlyAdmin
from sites.audit import Event
from sites.models import AuditEntry, JobRun, User
from sites.policy import Role
from sites.tasks import title_of


class EventFilter(admin.SimpleListFilter):
    """The events by name, from the list of all there are: asking the trail which ones occur would read it all."""

    title = _("事件")
    parameter_name = "event"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        """Every event."""
        return Event.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Entries of the chosen one."""
        return queryset.filter(event=self.value()) if self.value() in Event.values else queryset


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """The audit trail of the sites that the person administers or supervises."""

    list_display = ["at", "event_text", "object_text", "actor_name", "site", "number"]
    list_filter = [EventFilter]
    search_fields = ["object_text", "actor_name"]
    list_select_related = ["site"]
    date_hierarchy = "at"
    fieldsets = [
        (None, {"fields": ["at", "event_text", "object_text", "object_kind", "actor_name", "site"]}),
        (_("变更"), {"fields": ["before", "after"]}),
        (_("封存"), {"fields": ["number", "hash_before", "own_hash"]}),
    ]
    readonly_fields = ["event_text", "object_kind", "hash_before", "own_hash"]

    def has_view_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        """Administrators and supervisors, of their own sites."""
        return request.user.is_platform_admin or bool(self._sites(request.user))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Entries of the sites where the person may see the trail."""
        rows = super().get_queryset(request)
        return rows if request.user.is_platform_admin else rows.filter(site__in=self._sites(request.user))

    @staticmethod
    def _sites(user: User) -> frozenset[int]:
        return user.grants.sites_with(Role.SITE_ADMIN, Role.SUPERVISOR)

    @admin.display(description=_("事件"), ordering="event")
    def event_text(self, entry: AuditEntry) -> str:
        """What happened, in words."""
        return entry.event_name

    @admin.display(description=_("对象类型"))
    def object_kind(self, entry: AuditEntry) -> str:
        """What the object is, and its number."""
        try:
            kind = str(apps.get_model(entry.object_type)._meta.verbose_name)
        except (LookupError, ValueError):
            kind = entry.object_type
        return _("%(kind)s，编号 %(number)s") % {"kind": kind, "number": entry.object_id}

    @admin.display(description=_("上一条的指纹"))
    def hash_before(self, entry: AuditEntry) -> str:
        """The seal of the entry before, which this one is sealed over."""
        return entry.previous_hash

    @admin.display(description=_("本条的指纹"))
    def own_hash(self, entry: AuditEntry) -> str:
        """The seal over all that the entry says."""
        return entry.hash


@admin.register(JobRun)
class JobRunAdmin(ReadOnlyAdmin):
    """When each scheduled job last ran."""

    list_display = ["title", "started_at", "finished_at", "result", "failures", "on_time"]

    def has_view_permission(self, request: HttpRequest, obj: JobRun | None = None) -> bool:
        """The platform's administrators."""
        return request.user.is_platform_admin

    @admin.display(description=_("任务"), ordering="name")
    def title(self, run: JobRun) -> str:
        """What people call it, and the name under which the logs know it."""
        title = title_of(run.name)
        return (
            title if title == run.name else format_html('{}<br><small class="office-meta">{}</small>', title, run.name)
        )

    @admin.display(description=_("按时"), boolean=True)
    def on_time(self, run: JobRun) -> bool:
        """Whether it ran when it should."""
        return not run.is_late(at=timezone.now())
