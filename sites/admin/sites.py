"""Sites in the admin: particulars in the form, life cycle and grants on pages of their own."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from sites import actions
from sites.access import get_site_for
from sites.admin.acting import ActingAdmin, platform_only, reached_sites
from sites.forms import SiteGrantForm, SiteStateForm
from sites.models import Site, User
from sites.office import office_page
from sites.policy import Action, Role, can
from sites.refusals import Refused


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
                actions.set_site_state(site, by=request.user, at=timezone.now(), **form.cleaned_data)
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
