"""The editor's face of the ground floor, and SiteAdmin, which every admin of a site-owned model inherits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.db.models.fields import BLANK_CHOICE_DASH
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminSelectWidget

from sites import actions
from sites.access import get_permitted, get_site_for
from sites.audit import Event
from sites.bounds import bound
from sites.clocks import Clock, kinds_of
from sites.forms import CalendarNoticeForm, GrantForm, PersonForm, SiteGrantForm, SiteStateForm, places_like
from sites.grants import people_at
from sites.models import AuditEntry, CalendarNotice, ClockLimit, Column, JobRun, Organization, PlatformRule, Site, User
from sites.models.column import ColumnState
from sites.notice_page import notice_page
from sites.office import office_page
from sites.policy import PLATFORM, Action, Role, can
from sites.query_fields import words_in
from sites.refusals import Refused

admin.site.unregister(Group)  # rights are grants at a place, never groups

DASHES = BLANK_CHOICE_DASH[0][1]
UNCHOSEN = _("请选择")


class ActingAdmin(ModelAdmin):
    """An admin that writes only through actions and answers permissions from the policy.

    Subclasses say which Action views and changes an object, and how a form becomes a call of an action. A Refused turns
    into an error of the form, with everything the person typed still in it.
    """

    view_action: Action | None = None
    change_action: Action | None = None
    list_per_page = 30
    show_full_result_count = False
    actions = None
    verbs_of_row = ""  # the cell of the list that offers what the person may do to the row; it takes the person too

    def act(self, request: HttpRequest, obj: models.Model, form: forms.ModelForm, *, is_new: bool) -> models.Model:
        """Call the action that the form stands for and return what it saved."""
        raise NotImplementedError

    # permissions ------------------------------------------------------------------------------------------------

    def may(self, request: HttpRequest, action: Action | None, obj: models.Model | None) -> bool:
        """Answer from the policy; for the model as a whole, whether anybody of the office could at all."""
        if action is None:
            return False
        if obj is None:
            return request.user.is_authenticated and self.may_somewhere(request, action)
        return can(request.user, action, obj)

    def may_somewhere(self, request: HttpRequest, action: Action) -> bool:
        """Tell whether the person may do the action to any object; subclasses with narrower circles say so."""
        return request.user.is_platform_admin or bool(request.user.grants)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the model to whoever may view anything of it."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Answer from the policy."""
        return self.may(request, self.view_action, obj)

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Whoever may change some may add; the form and the action limit where."""
        return self.may(request, self.change_action, None)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Answer from the policy."""
        return self.may(request, self.change_action, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nothing is deleted here: things are closed, withdrawn, revoked by actions."""
        return False

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Offer in each row only what the policy lets this person do to it; without any of that there is no such cell."""
        shown = list(super().get_list_display(request))
        if not self.verbs_of_row:
            return shown
        shown.remove(self.verbs_of_row)
        if not self.may_somewhere(request, self.change_action):
            return shown
        cell = getattr(self, self.verbs_of_row)

        @admin.display(description=cell.short_description)
        def verbs(row: models.Model) -> str:
            return cell(row, request.user)

        return [*shown, verbs]

    # limits -----------------------------------------------------------------------------------------------------

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only sites in the person's reach; site-owned choices are limited by the net."""
        if db_field.related_model is Site and "queryset" not in kwargs:
            kwargs["queryset"] = reached_sites(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Dates and moments lie within the span that forms accept; what is not chosen yet says so in words."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, forms.ModelChoiceField) and field.empty_label:
            field.empty_label = UNCHOSEN
        elif isinstance(field, forms.ChoiceField):
            field.choices = [(value, UNCHOSEN if label == DASHES else label) for value, label in field.choices]
        return bound(field) if field is not None else field

    # writing ----------------------------------------------------------------------------------------------------

    def get_form(self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any) -> type[forms.ModelForm]:
        """Return the form, which repeats the sentence of a refusal as its own error."""
        form = super().get_form(request, obj, **kwargs)
        reason = getattr(request, "refusal", None)
        if reason is None:
            return form

        class RefusedForm(form):
            """The same form after the action refused."""

            def clean(self) -> dict[str, Any]:
                """Report the refusal."""
                super().clean()
                raise ValidationError(reason)

        return RefusedForm

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form; when the action refuses, show it again with the sentence and all that was typed."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except (Refused, ValidationError) as refusal:
            request.refusal = refusal.reason if isinstance(refusal, Refused) else "；".join(refusal.messages)
            for file in request.FILES.values():
                file.seek(0)
            return super().changeform_view(request, *args, **kwargs)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        """There is none here: the audit trail has it."""
        raise Http404

    def save_model(self, request: HttpRequest, obj: models.Model, form: forms.ModelForm, change: bool) -> None:
        """Call the action instead of saving; the object shown afterwards is what the action returned."""
        saved = self.act(request, obj, form, is_new=not change)
        obj.__dict__.update(saved.__dict__)

    def log_addition(self, *args: Any) -> None:
        """The audit trail has it."""

    def log_change(self, *args: Any) -> None:
        """The audit trail has it."""


class SiteAdmin(ActingAdmin):
    """The admin of a site-owned model: rows of the person's reach only, and narrowed further by `reached`."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Rows within the scope that ScopeMiddleware entered, narrowed to what the person may see."""
        return self.reached(super().get_queryset(request), request.user)

    def reached(self, rows: QuerySet, user: User) -> QuerySet:
        """Narrow the rows; the vocabulary has reached_by where a site is too wide."""
        return rows.reached_by(user) if hasattr(rows, "reached_by") else rows


def reached_sites(user: User) -> QuerySet[Site]:
    """Sites that the person holds any grant at."""
    sites = Site.objects.order_by("tree_id", "lft")
    return sites if user.is_platform_admin else sites.filter(pk__in=user.grants.reach)


def platform_only(action: Action) -> Callable[..., bool]:
    """Return the answer of an admin that belongs to the platform's administrators."""

    def answer(self: ActingAdmin, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return can(request.user, action, PLATFORM)

    return answer


@admin.register(Site)
class SiteModelAdmin(ActingAdmin):
    """Sites: particulars here, life cycle by its own verbs."""

    view_action = Action.SITE_VIEW
    change_action = Action.SITE_CHANGE
    list_display = ["indented_name", "level", "kind", "address_text", "code", "sponsor", "state", "verbs"]
    list_filter = ["state", "level", "kind"]
    search_fields = ["name", "slug", "host", "code"]
    verbs_of_row = "verbs"
    readonly_fields = ["state", "state_note"]
    fieldsets = [
        (None, {"fields": ["name", "short_name", "motto", "slug", "parent", "level", "kind"]}),
        (_("地址"), {"fields": ["host", "path_prefix"]}),
        (_("页脚必备信息"), {"fields": ["code", "sponsor", "organiser", "contact", "icp_number", "police_number"]}),
        (_("外观与搜索"), {"fields": ["theme", "hot_words"]}),
        (_("转载与订阅"), {"fields": ["reprints_automatically", "feeds_full_text"]}),
        (_("政策文件与解读"), {"fields": ["index_number_pattern", "shows_interpretation_rate"]}),
        (_("状态"), {"fields": ["state", "state_note"]}),
    ]
    has_add_permission = platform_only(Action.SITE_CREATE)

    def may_somewhere(self, request: HttpRequest, action: Action) -> bool:
        """Everybody of the office sees their sites; the sites' administrators change them."""
        if action == Action.SITE_CHANGE:
            return request.user.is_platform_admin or bool(request.user.grants.sites_with(Role.SITE_ADMIN))
        return super().may_somewhere(request, action)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Sites in the person's reach."""
        return reached_sites(request.user).select_related("sponsor")

    def get_readonly_fields(self, request: HttpRequest, obj: Site | None = None) -> list[str]:
        """Address, place in the tree and identity stay once they are set."""
        return [*self.readonly_fields, *(["parent", "slug", "host", "path_prefix", "kind"] if obj else [])]

    def get_urls(self) -> list:
        """Add the pages of a site's life cycle and of the grants at it."""
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/state/", wrap(self.state_view), name="sites_site_state"),
            path("<int:pk>/grants/", wrap(self.grants_view), name="sites_site_grants"),
            *super().get_urls(),
        ]

    @admin.display(description=_("管理"))
    def verbs(self, site: Site, user: User) -> str:
        """Where the site's state and the grants at it are changed."""
        pages = ((Action.SITE_STATE, "state", _("状态")), (Action.GRANT_CHANGE, "grants", _("授权")))
        links = (
            (reverse(f"admin:sites_site_{page}", args=[site.pk]), word)
            for action, page, word in pages
            if can(user, action, site)
        )
        return format_html_join(" · ", '<a class="office-link" href="{}">{}</a>', links)

    def state_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put a site online, suspend or close it."""
        site = get_site_for(request.user, pk, Action.SITE_STATE)
        form = SiteStateForm(request.POST if request.method == "POST" else None, site=site)
        if request.method == "POST" and form.is_valid():
            try:
                actions.set_site_state(
                    site, form.cleaned_data["state"], by=request.user, at=timezone.now(), note=form.cleaned_data["note"]
                )
                messages.success(request, _("网站状态已变更。"))
                return redirect("admin:sites_site_state", site.pk)
            except Refused as refusal:
                form.add_error(None, refusal.reason)
        context = {"site": site, "form": form}
        return office_page(request, "sites/office/site_state.html", context, title=_("%s 的状态") % site)

    def grants_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show, give and take the grants at the site and its columns."""
        site = get_site_for(request.user, pk, Action.GRANT_CHANGE)
        form = SiteGrantForm(request.POST if request.method == "POST" else None, site=site)
        if request.method == "POST":
            try:
                if "revoke" in request.POST:
                    person, role, place = form.held(request.POST["revoke"])
                    actions.revoke_role(person, role, place, by=request.user, at=timezone.now())
                    messages.success(request, _("已收回角色。"))
                    return redirect("admin:sites_site_grants", site.pk)
                if form.is_valid():
                    data = form.cleaned_data
                    actions.grant_role(
                        data["person"], Role(data["role"]), data["place"], by=request.user, at=timezone.now()
                    )
                    messages.success(request, _("已授予角色。"))
                    return redirect("admin:sites_site_grants", site.pk)
            except Refused as refusal:
                form.add_error(None, refusal.reason)
        context = {"site": site, "form": form, "held": form.all_held()}
        return office_page(request, "sites/office/site_grants.html", context, title=_("%s 的授权") % site)

    def act(self, request: HttpRequest, obj: Site, form: forms.ModelForm, *, is_new: bool) -> Site:
        """Create the site, or change its particulars."""
        fields = dict(form.cleaned_data)
        now = timezone.now()
        if is_new:
            return actions.create_site(by=request.user, at=now, **fields)
        return actions.change_site(Site.objects.get(pk=obj.pk), by=request.user, at=now, **fields)

    @admin.display(description=_("网站"), ordering="lft")
    def indented_name(self, site: Site) -> str:
        """The name, indented by depth in the tree."""
        return format_html('<span class="office-depth-{}">{}</span>', min(site.depth, 4), site.name)

    @admin.display(description=_("地址"))
    def address_text(self, site: Site) -> str:
        """Host and prefix."""
        return f"{site.host}{site.base_path}/"


@admin.register(Column)
class ColumnAdmin(SiteAdmin):
    """Columns in tree order."""

    view_action = Action.COLUMN_VIEW
    change_action = Action.COLUMN_CHANGE
    list_display = ["indented_name", "site", "path", "type", "update_days", "is_in_navigation", "state", "life"]
    verbs_of_row = "life"
    list_filter = [("site", admin.RelatedOnlyFieldListFilter), "type", "state"]
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


@admin.register(Organization)
class OrganizationAdmin(ActingAdmin):
    """Organizations, kept by the platform."""

    list_display = ["name", "short_name", "parent", "code", "phone", "is_active"]
    search_fields = ["name", "short_name", "code"]
    has_view_permission = has_change_permission = has_add_permission = platform_only(Action.SITE_CREATE)

    def act(self, request: HttpRequest, obj: Organization, form: forms.ModelForm, *, is_new: bool) -> Organization:
        """Save it under the cluster's lock."""
        return actions.save_organization(obj, by=request.user, at=timezone.now())


@admin.register(User)
class UserAdmin(ActingAdmin):
    """People and what they were granted where."""

    form = PersonForm
    list_display = ["username", "name", "organization", "is_active", "last_login", "grants_link"]
    list_filter = ["is_active"]
    list_select_related = ["organization"]
    search_fields = ["username", "name"]
    has_view_permission = has_add_permission = platform_only(Action.GRANT_CHANGE)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """The platform's administrators, of everybody but the robot."""
        return can(request.user, Action.GRANT_CHANGE, obj or PLATFORM)

    def get_urls(self) -> list:
        """Add the page of a person's grants."""
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/grants/", wrap(self.grants_view), name="sites_user_grants"),
            path("places/", wrap(self.places_view), name="sites_places"),
            *super().get_urls(),
        ]

    def places_view(self, request: HttpRequest) -> HttpResponse:
        """Places to grant a role at, by name."""
        if not can(request.user, Action.GRANT_CHANGE, PLATFORM):
            raise Http404
        words = words_in(request.GET.get("q", ""))
        return JsonResponse({"found": places_like(words)})

    def act(self, request: HttpRequest, obj: User, form: forms.ModelForm, *, is_new: bool) -> User:
        """Open or change an account."""
        return actions.save_person(
            obj, password=form.cleaned_data.get("new_password"), by=request.user, at=timezone.now()
        )

    @admin.display(description=_("授权"))
    def grants_link(self, person: User) -> str:
        """Where the person's roles are given and taken."""
        return format_html('<a href="{}">{}</a>', reverse("admin:sites_user_grants", args=[person.pk]), _("角色与授权"))

    def grants_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show, give and take a person's grants."""
        person = get_permitted(get_user_model().objects.all(), request.user, Action.GRANT_CHANGE, pk=pk)
        form = GrantForm(request.POST if request.method == "POST" else None)
        if request.method == "POST":
            return self._change_grants(request, person, form)
        return self._grants_page(request, person, form)

    def _change_grants(self, request: HttpRequest, person: User, form: GrantForm) -> HttpResponse:
        here = reverse("admin:sites_user_grants", args=[person.pk])
        try:
            if "revoke" in request.POST:
                role, place = form.held(person, request.POST["revoke"])
                actions.revoke_role(person, role, place, by=request.user, at=timezone.now())
                messages.success(request, _("已收回角色。"))
                return redirect(here)
            if form.is_valid():
                role, place = form.cleaned_data["role"], form.cleaned_data["place"]
                actions.grant_role(person, Role(role), place, by=request.user, at=timezone.now())
                messages.success(request, _("已授予角色。"))
                return redirect(here)
        except Refused as refusal:
            messages.error(request, refusal.reason)
        return self._grants_page(request, person, form)

    def _grants_page(self, request: HttpRequest, person: User, form: GrantForm) -> HttpResponse:
        title = _("%s 的角色与授权") % person
        context = {"person": person, "form": form, "held": actions.grants_of(person)}
        return office_page(request, "sites/office/person_grants.html", context, title=title)


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


class ReadOnlyAdmin(ActingAdmin):
    """Shows rows that only the platform itself writes."""

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody adds rows by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody changes rows by hand."""
        return False


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

    list_display = ["name", "started_at", "finished_at", "result", "failures", "on_time"]

    def has_view_permission(self, request: HttpRequest, obj: JobRun | None = None) -> bool:
        """The platform's administrators."""
        return request.user.is_platform_admin

    @admin.display(description=_("按时"), boolean=True)
    def on_time(self, run: JobRun) -> bool:
        """Whether it ran when it should."""
        return not run.is_late(at=timezone.now())
