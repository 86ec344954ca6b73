"""The office's side navigation: what each person can use, in the order of a working day."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from sites.models import User
from sites.policy import COLUMN_ROLES, ORGANIZATION_ROLES, Role

# What the navigation's template asks of every entry; a key that is missing is looked for in four ways before it is given up.
NOTHING_MORE = {"badge": None, "link_callback": None, "collapsible": False}


def sections(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the sections with the entries that the person can use; sections without entries are left out."""
    if not admin.site.has_permission(request):
        return []
    found = [
        {"title": title, "separator": True, **NOTHING_MORE, "items": [item for item in items if item]}
        for title, items in (
            (_("工作台"), _work(request.user)),
            (_("信息发布"), _publishing(request)),
            (_("互动与时限"), _clocks(request)),
            (_("站群管理"), _cluster(request)),
        )
    ]
    return [section for section in found if section["items"]]


def _item(title: Any, icon: str, address: str, *, shown: bool = True) -> dict[str, Any] | None:
    if not shown:
        return None
    link = reverse_lazy(address)
    exact = address in {"admin:index", "admin:content_article_add"}
    entry = {"title": title, "icon": icon, "link": link, **NOTHING_MORE}
    if exact or address == "admin:content_article_changelist":
        entry["active"] = lambda request: _is_here(request.path, str(link), exact=exact)
    if address == "interaction-office:workbench":
        entry["active"] = lambda request: _is_desk(request.path, str(link))
    return entry


def _is_desk(path: str, link: str) -> bool:
    """True on the workbench and its letters; board, circulars and the like are entries of their own below its address."""
    return path == link or path.startswith(tuple(f"{link}{part}/" for part in ("letters", "many", "templates")))


def _is_here(path: str, link: str, *, exact: bool) -> bool:
    """True on the entry's own page; writing an article is an entry of its own beside the list."""
    return path == link if exact else path.startswith(link) and not path.endswith("/add/")


def _of_model(request: HttpRequest, label: str, icon: str) -> dict[str, Any] | None:
    """An entry for a model's list, when its admin lets the person view it."""
    from django.apps import apps

    model = apps.get_model(label)
    model_admin = admin.site._registry.get(model)
    if model_admin is None or not model_admin.has_view_permission(request):
        return None
    address = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    return _item(model._meta.verbose_name_plural, icon, address)


def _holds(user: User, *roles: Role) -> bool:
    grants = user.grants
    return bool(grants.sites_with(*roles) or grants.columns_with(*roles) or grants.organizations_with(*roles))


def _work(user: User) -> list[dict[str, Any] | None]:
    letters = _holds(user, Role.INTAKE, Role.HANDLER, Role.REPLY_APPROVER, Role.SUPERVISOR)
    takes_in = _holds(user, Role.INTAKE, Role.SUPERVISOR) or user.is_platform_admin
    oversees = _holds(user, Role.INTAKE, Role.SUPERVISOR)
    watches = _holds(user, *COLUMN_ROLES, Role.SITE_ADMIN, Role.SUPERVISOR) or user.is_platform_admin
    responds = _holds(user, Role.HANDLER, Role.REPLY_APPROVER)
    return [
        _item(_("我的待办"), "task_alt", "admin:index"),
        _item(_("审核稿件"), "rate_review", "content-office:review-queue", shown=_holds(user, *COLUMN_ROLES)),
        _item(_("应急发布追审"), "crisis_alert", "content-office:retrospects", shown=watches),
        _item(_("热点回应"), "emergency", "responses-office:topics", shown=watches or responds),
        _item(_("来信办理"), "mail", "interaction-office:workbench", shown=letters or user.is_platform_admin),
        _item(_("来信督办"), "campaign", "interaction-office:board", shown=oversees or user.is_platform_admin),
        _item(_("邮件来信"), "alternate_email", "interaction-office:mails", shown=takes_in),
        _item(_("信箱每日阅看"), "mark_email_read", "interaction-office:readings", shown=takes_in),
    ]


def _publishing(request: HttpRequest) -> list[dict[str, Any] | None]:
    user = request.user
    writes = _holds(user, *COLUMN_ROLES)
    return [
        _item(_("撰写稿件"), "edit_square", "admin:content_article_add", shown=writes),
        _item(_("导入 Word"), "upload_file", "content-office:import-word", shown=writes),
        _of_model(request, "content.Article", "article"),
        _item(_("政策文件台账"), "library_books", "content-office:documents", shown=_sees_articles(user)),
        _item(_("信息报送"), "upload", "submission-office:ledger", shown=_sees_articles(user)),
        _item(_("辟谣"), "fact_check", "responses-office:rebuttals", shown=_sees_articles(user)),
        _of_model(request, "responses.MediaOutlet", "campaign"),
        _of_model(request, "content.HomeSlot", "dashboard"),
        _item(_("媒体库"), "perm_media", "content-office:media", shown=bool(user.grants) or user.is_platform_admin),
        _of_model(request, "content.WordList", "spellcheck"),
    ]


def _sees_articles(user: User) -> bool:
    return _holds(user, *COLUMN_ROLES, Role.SITE_ADMIN, Role.SUPERVISOR) or user.is_platform_admin


def _clocks(request: HttpRequest) -> list[dict[str, Any] | None]:
    user = request.user
    sees, drafts = _sees_articles(user), _holds(user, *ORGANIZATION_ROLES)
    keeps = _holds(user, Role.INTAKE, Role.SITE_ADMIN) or user.is_platform_admin
    return [
        _item(_("解读任务"), "lightbulb", "interpretation-office:ledger", shown=sees or drafts),
        _item(_("转载任务"), "forward_media", "reprint-office:ledger", shown=sees),
        _of_model(request, "content.UpstreamSource", "rss_feed"),
        _of_model(request, "content.ReprintRule", "rule_settings"),
        _of_model(request, "content.UpstreamItem", "inbox"),
        _of_model(request, "interaction.Mailbox", "mark_as_unread"),
        _of_model(request, "interaction.KnowledgeEntry", "school"),
        _item(_("解读问答入库"), "quiz", "portal-office:knowledge-sources", shown=keeps),
        _of_model(request, "interaction.MailAccount", "alternate_email"),
    ]


def _cluster(request: HttpRequest) -> list[dict[str, Any] | None]:
    labels = [
        ("sites.Site", "language"),
        ("sites.Column", "account_tree"),
        ("content.Redirect", "alt_route"),
        ("sites.Organization", "apartment"),
        ("sites.User", "group"),
        ("sites.CalendarNotice", "calendar_month"),
        ("sites.ClockLimit", "timer"),
        ("sites.PlatformRule", "rule"),
        ("interpretation.RequiredKind", "category"),
        ("sites.AuditEntry", "history"),
        ("sites.JobRun", "schedule"),
    ]
    entries = [_of_model(request, label, icon) for label, icon in labels]
    administers = bool(request.user.grants.sites_with(Role.SITE_ADMIN)) or request.user.is_platform_admin
    return [*entries, _item(_("导入跳转地址"), "upload_file", "content-office:redirects", shown=administers)]
