"""Organizations, people and what they were granted where."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from sites import actions
from sites.access import get_permitted
from sites.admin.acting import ActingAdmin, platform_only
from sites.forms import GrantForm, PersonForm, places_like
from sites.models import Organization, User
from sites.office import office_page
from sites.policy import PLATFORM, Action, Role, can
from sites.query_fields import words_in
from sites.refusals import Refused


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
