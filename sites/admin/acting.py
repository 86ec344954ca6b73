"""Admins that write only through actions, answer permissions from the policy and keep to the reach of the person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.views import ChangeList

from sites.bounds import bound
from sites.models import Site, User
from sites.paging import ShortCounting
from sites.policy import PLATFORM, Action, can
from sites.query_fields import numbers_in
from sites.refusals import Refused

UNCHOSEN = _("请选择")


def answer_where_one(field: forms.ModelChoiceField) -> None:
    """Who has to do with one site only is not asked which."""
    only = list(field.queryset[:2])
    if len(only) == 1:
        field.initial, field.empty_label = only[0], None


class KeptPages(ChangeList):
    """A list of the admin that answers for a page which it no longer has with its last one, and keeps what it is narrowed to."""

    def get_results(self, request: HttpRequest) -> None:
        """Read the rows of the page that is asked for, or of the nearest."""
        try:
            super().get_results(request)
        except IncorrectLookupParameters:
            pages = self.model_admin.get_paginator(request, self.queryset, self.list_per_page)
            self.page_num = pages.get_page(self.page_num).number
            super().get_results(request)


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
    conditional_fields = ()  # these two unfold asks of every field and row; said here, they need not be searched for
    list_sections = ()
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

    def get_paginator(
        self, request: HttpRequest, queryset: QuerySet, per_page: int, *args: Any, **kwargs: Any
    ) -> Paginator:
        """Count a long list up to a limit only."""
        return ShortCounting(queryset, per_page)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """A page beyond the last is the last one."""
        return KeptPages

    def response_action(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """What was ticked are numbers of rows; anything else among it is left out."""
        request.POST = request.POST.copy()
        ticked = numbers_in(request.POST.getlist(ACTION_CHECKBOX_NAME))
        request.POST.setlist(ACTION_CHECKBOX_NAME, [str(number) for number in ticked])
        return super().response_action(request, queryset)

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
            if field.required and field.queryset.model is Site:
                answer_where_one(field)
        return bound(field) if field is not None else field

    def formfield_for_choice_field(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Choose nothing for the person: what has no value of its own begins unchosen, and is asked for where it is needed."""
        is_open = db_field.blank or not db_field.has_default()
        choices = db_field.get_choices(include_blank=is_open, blank_choice=[("", UNCHOSEN)])
        return super().formfield_for_choice_field(db_field, request, **{"choices": choices} | kwargs)

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


class ReadOnlyAdmin(ActingAdmin):
    """Shows rows that only the platform itself writes."""

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody adds rows by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody changes rows by hand."""
        return False
