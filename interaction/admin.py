"""The mailboxes of a site and its knowledge base. Letters are not edited here: they have the workbench."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from interaction import actions
from interaction.entry_form import EntryForm
from interaction.models import EntryState, KnowledgeEntry, MailAccount, Mailbox
from sites.admin import SiteAdmin
from sites.admin.filters import WithRowsFilter
from sites.models import Site, User
from sites.policy import Action, Role, can
from sites.refusals import Refused, refuse_unless


@admin.register(Mailbox)
class MailboxAdmin(SiteAdmin):
    """Where citizens write, what each mailbox is for, and what it promises."""

    view_action = change_action = Action.MAILBOX_CHANGE
    list_display = ["name", "site", "kind", "reply_days", "organization", "is_open", "is_public", "position"]
    list_filter = [("site", WithRowsFilter), "kind", "is_open"]
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


class ExpiryFilter(admin.SimpleListFilter):
    """Entries whose answers have to be looked at: soon, or since their day has passed."""

    title = _("到期")
    parameter_name = "expiry"
    SOON = 30

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """The two lists of reminders."""
        return [("soon", _("30 天内到期和已过期")), ("over", _("已过期"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Entries of the chosen list."""
        today = timezone.localdate()
        days = {"soon": self.SOON, "over": -1}.get(self.value())
        return queryset if days is None else queryset.expiring(on=today, days=days).order_by("current_until")


@admin.register(KnowledgeEntry)
class KnowledgeEntryAdmin(SiteAdmin):
    """The knowledge base: what people ask, and answers that are looked at again before they may be wrong."""

    form = EntryForm
    view_action = change_action = Action.KNOWLEDGE_CHANGE
    list_display = ["question", "site", "organization", "state", "current_until", "expiry", "reviewed_on"]
    list_filter = [("site", WithRowsFilter), "state", ExpiryFilter]
    list_select_related = ["site", "organization"]
    search_fields = ["question", "keywords"]
    autocomplete_fields = ["organization"]
    readonly_fields = ["state", "reviewed_on", "came_from"]
    fieldsets = [
        (None, {"fields": ["site", "question", "answer", "keywords", "organization"]}),
        (_("发布与时效"), {"fields": ["is_shown", "current_until", "state", "reviewed_on", "came_from"]}),
    ]

    def may_somewhere(self, request: HttpRequest, action: Action) -> bool:
        """The intake and the administrators of a site, and those of the platform."""
        return request.user.is_platform_admin or bool(self._sites(request.user))

    def reached(self, rows: QuerySet, user: User) -> QuerySet:
        """Entries of the sites whose knowledge base the person keeps."""
        return rows if user.is_platform_admin else rows.filter(site__in=self._sites(user))

    @staticmethod
    def _sites(user: User) -> frozenset[int]:
        return user.grants.sites_with(Role.INTAKE, Role.SITE_ADMIN)

    def get_readonly_fields(self, request: HttpRequest, obj: KnowledgeEntry | None = None) -> list[str]:
        """An existing entry keeps its site."""
        return [*self.readonly_fields, *(["site"] if obj else [])]

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only sites whose knowledge base the person keeps."""
        if db_field.name == "site" and not request.user.is_platform_admin:
            kwargs["queryset"] = Site.objects.filter(pk__in=self._sites(request.user))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @transaction.atomic
    def act(self, request: HttpRequest, obj: KnowledgeEntry, form: forms.ModelForm, *, is_new: bool) -> KnowledgeEntry:
        """Save the entry, and publish or withdraw it as the form says; all of it or nothing."""
        now = timezone.now()
        saved, is_shown = actions.save_entry(obj, by=request.user, at=now), form.cleaned_data["is_shown"]
        if is_shown and saved.state != EntryState.PUBLISHED:
            return actions.publish_entry(saved, by=request.user, at=now)
        if not is_shown and saved.state == EntryState.PUBLISHED:
            return actions.withdraw_entry(saved, by=request.user, at=now)
        return saved

    @admin.display(description=_("时效"))
    def expiry(self, entry: KnowledgeEntry) -> str:
        """How long the answer still holds, said when it has to be looked at."""
        left = (entry.current_until - timezone.localdate()).days
        if entry.state == EntryState.DRAFT or left > ExpiryFilter.SOON:
            return ""
        return str(_("已过期，请核对")) if left < 0 else str(_("%s 天后到期，请核对") % left)

    @admin.display(description=_("来源"))
    def came_from(self, entry: KnowledgeEntry) -> str:
        """The letter or interpretation that the entry was made from."""
        origin = entry.origin
        if origin is None:
            return str(_("直接编写"))
        return format_html('<a href="{}">{}</a>', origin.get_absolute_url(), getattr(origin, "public_title", origin))


class MailAccountForm(forms.ModelForm):
    """The account with a password that is only ever written, never shown."""

    password = forms.CharField(
        label=_("邮箱密码"),
        required=False,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("加密保存，保存后不再显示；留空则不改。邮箱服务商提供“授权码”的，填授权码。"),
    )

    class Meta:
        error_messages = {"mailbox": {"unique": _("这个信箱已经设置了邮箱地址，请在列表中打开后修改。")}}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "mailbox" in self.fields:  # many sites have a mailbox of the same name
            field = self.fields["mailbox"]
            field.queryset = field.queryset.select_related("site").order_by("site__tree_id", "site__lft", "pk")
            field.label_from_instance = lambda box: f"{box.site.short_name} · {box.name}"


@admin.register(MailAccount)
class MailAccountAdmin(SiteAdmin):
    """The e-mail address of a mailbox and the server that it is read from."""

    form = MailAccountForm
    view_action = change_action = Action.MAIL_ACCOUNT_CHANGE
    list_display = ["address", "site_name", "mailbox", "host", "is_active", "read_at", "error"]
    list_select_related = ["mailbox__site"]
    readonly_fields = ["read_at", "error"]
    fieldsets = [
        (None, {"fields": ["mailbox", "address", "wants_public", "is_active"]}),
        (_("收信服务器"), {"fields": ["host", "port", "security", "ca_file", "folder", "since"]}),
        (_("登录"), {"fields": ["username", "password", "password_variable"]}),
        (_("收取情况"), {"fields": ["read_at", "error"]}),
    ]

    def may_somewhere(self, request: HttpRequest, action: Action) -> bool:
        """Administrators of a site, and those of the platform."""
        return request.user.is_platform_admin or bool(request.user.grants.sites_with(Role.SITE_ADMIN))

    def reached(self, rows: QuerySet, user: User) -> QuerySet:
        """Accounts of the sites the person administers."""
        return (
            rows if user.is_platform_admin else rows.filter(mailbox__site__in=user.grants.sites_with(Role.SITE_ADMIN))
        )

    @admin.display(description=_("网站"), ordering="mailbox__site__lft")
    def site_name(self, obj: MailAccount) -> str:
        """Whose mailbox it is."""
        return obj.mailbox.site.short_name

    def get_readonly_fields(self, request: HttpRequest, obj: MailAccount | None = None) -> list[str]:
        """An existing account keeps its mailbox."""
        return [*self.readonly_fields, *(["mailbox"] if obj else [])]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, object]:
        """Mails that arrive from now on."""
        return {**super().get_changeform_initial_data(request), "since": timezone.now()}

    def act(self, request: HttpRequest, obj: MailAccount, form: forms.ModelForm, *, is_new: bool) -> MailAccount:
        """Save it where the person administers the site, and say at once whether the server lets us in."""
        refuse_unless(can(request.user, Action.MAIL_ACCOUNT_CHANGE, obj), _("您没有管理这个信箱的权限。"))
        saved = actions.save_mail_account(
            obj, by=request.user, at=timezone.now(), password=form.cleaned_data.get("password", "")
        )
        if saved.is_active:
            try:
                actions.try_account(saved)
            except Refused as refusal:
                messages.warning(request, _("设置已保存，但试连没有成功：%s") % refusal.reason)
        return saved
