"""Words of proof-reading in the admin: lists with import and export, and the words themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from content import actions
from content.access import get_word_list_for
from content.forms.words import WordTableForm
from content.models import Word, WordList
from content.proofreading.word_tables import as_csv, as_sheet, read_table
from sites.admin import SiteAdmin
from sites.admin.acting import answer_where_one
from sites.admin.filters import WithRowsFilter
from sites.downloads import download
from sites.models import User
from sites.office import office_page
from sites.policy import Action, Role, can
from sites.refusals import Refused

WRITERS = {"csv": as_csv, "xlsx": as_sheet}


class WordsAdmin(SiteAdmin):
    """What lists and words have in common: administrators see the platform's and their own sites', and keep their own."""

    view_action = Action.WORDS_VIEW
    change_action = Action.WORDS_CHANGE
    path_to_site = "site"

    def may_somewhere(self, request: HttpRequest, action: Action) -> bool:
        """Administrators of the platform or of any site."""
        return request.user.is_platform_admin or bool(request.user.grants.sites_with(Role.SITE_ADMIN))

    def reached(self, rows: QuerySet, user: User) -> QuerySet:
        """The platform's, and those of the sites that the person administers."""
        if user.is_platform_admin:
            return rows
        own = user.grants.sites_with(Role.SITE_ADMIN)
        return rows.filter(Q(**{f"{self.path_to_site}__isnull": True}) | Q(**{f"{self.path_to_site}__in": own}))


@admin.register(WordList)
class WordListAdmin(WordsAdmin):
    """Lists of words."""

    list_display = ["name", "place", "kind", "size", "is_active", "verbs"]
    verbs_of_row = "verbs"
    list_filter = ["kind", "is_active", ("site", WithRowsFilter)]
    search_fields = ["name", "note"]
    list_select_related = ["site"]
    fields = ["site", "kind", "name", "note", "is_active"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Lists with how many words they have."""
        return super().get_queryset(request).annotate(words_in_it=Count("words")).order_by("site_id", "kind", "name")

    def get_fields(self, request: HttpRequest, obj: WordList | None = None) -> list[str]:
        """A list stays where it was made: once it is there, where that is is only said."""
        return ["place", *self.fields[1:]] if obj else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: WordList | None = None) -> list[str]:
        """What is only said."""
        return ["place"] if obj else []

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Only the platform's administrators make lists of the platform, and leaving the site out says that in words."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "site" and request.user.is_platform_admin:
            field.empty_label, field.help_text = _("平台（对所有网站生效）"), _("网站的词库只对本网站生效。")
        elif db_field.name == "site":
            field.queryset = field.queryset.filter(pk__in=request.user.grants.sites_with(Role.SITE_ADMIN))
            field.required, field.help_text = True, ""
            answer_where_one(field)
        return field

    def get_urls(self) -> list:
        """Add import and export."""
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/import/", wrap(self.import_view), name="content_wordlist_import"),
            path("<int:pk>/export.<slug:form>", wrap(self.export_view), name="content_wordlist_export"),
            *super().get_urls(),
        ]

    def act(self, request: HttpRequest, obj: WordList, form: forms.ModelForm, *, is_new: bool) -> WordList:
        """Save through the action."""
        return actions.save_word_list(obj, by=request.user, at=timezone.now())

    def import_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take in a table and say what became of each row."""
        word_list = get_word_list_for(request.user, pk, Action.WORDS_CHANGE)
        form = WordTableForm(request.POST or None, request.FILES or None)
        report = None
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            try:
                rows = read_table(file.read(), name=file.name)
                report = actions.import_words(word_list, rows, by=request.user, at=timezone.now())
                if not report.faults:
                    messages.success(request, str(report))
                    return redirect("admin:content_wordlist_changelist")
            except Refused as refusal:
                form.add_error("file", refusal.reason)
        context = {"word_list": word_list, "form": form, "report": report}
        return office_page(request, "content/office/word_import.html", context, title=_("向“%s”导入词条") % word_list)

    def export_view(self, request: HttpRequest, pk: int, form: str) -> HttpResponse:
        """Hand out the words as CSV or XLSX."""
        word_list = get_word_list_for(request.user, pk, Action.WORDS_VIEW)
        if form not in WRITERS:
            raise Http404
        return download(WRITERS[form](word_list.words.order_by("rank", "pk")), f"words-{word_list.pk}.{form}")

    @admin.display(description=_("范围"), ordering="site")
    def place(self, word_list: WordList) -> str:
        """The platform, or the site."""
        return word_list.site.short_name if word_list.site else _("平台")

    @admin.display(description=_("词条数"), ordering="words_in_it")
    def size(self, word_list: WordList) -> str:
        """How many words, leading to them."""
        address = f"{reverse('admin:content_word_changelist')}?word_list__id__exact={word_list.pk}"
        return format_html('<a class="office-link" href="{}">{}</a>', address, word_list.words_in_it)

    @admin.display(description=_("管理"))
    def verbs(self, word_list: WordList, user: User) -> str:
        """Where words are taken in and handed out; import only for those who keep the list."""
        links = format_html(
            '<a href="{}">CSV</a> · <a href="{}">XLSX</a>',
            *(reverse("admin:content_wordlist_export", args=[word_list.pk, form]) for form in ("csv", "xlsx")),
        )
        if not can(user, Action.WORDS_CHANGE, word_list):
            return links
        return format_html(
            '<a href="{}">{}</a> · {}', reverse("admin:content_wordlist_import", args=[word_list.pk]), _("导入"), links
        )


@admin.register(Word)
class WordAdmin(WordsAdmin):
    """Single words."""

    path_to_site = "word_list__site"
    list_display = ["pattern", "right", "word_list", "severity", "exceptions", "is_active"]
    list_filter = ["severity", "is_active", "word_list__kind", "word_list"]
    search_fields = ["pattern", "replacement", "title", "note"]
    list_select_related = ["word_list__site"]
    fields = ["word_list", "pattern", "replacement", "severity", "exceptions", "note", "title", "rank", "is_active"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the lists that the person keeps."""
        if db_field.name == "word_list":
            user = request.user
            lists = WordList.objects.all()
            kwargs["queryset"] = (
                lists if user.is_platform_admin else lists.filter(site__in=user.grants.sites_with(Role.SITE_ADMIN))
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Word | None = None) -> list[str]:
        """A word stays in its list."""
        return ["word_list"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Word | None = None) -> bool:
        """Whoever keeps the list takes words off it; of a shipped list they are switched off."""
        if obj is None:
            return False
        return not obj.word_list.shipped_as and can(request.user, Action.WORDS_CHANGE, obj)

    def delete_model(self, request: HttpRequest, obj: Word) -> None:
        """Take it off."""
        actions.remove_word(obj, by=request.user, at=timezone.now())

    def log_deletions(self, *args: Any) -> None:
        """The audit trail has it."""

    def act(self, request: HttpRequest, obj: Word, form: forms.ModelForm, *, is_new: bool) -> Word:
        """Save through the action."""
        return actions.save_word(obj, by=request.user, at=timezone.now())

    @admin.display(description=_("正确写法或职务"))
    def right(self, word: Word) -> str:
        """The right form; of a leader the office and the place in the order."""
        return word.replacement or (f"{word.title}（{word.rank or '—'}）" if word.title else "")
