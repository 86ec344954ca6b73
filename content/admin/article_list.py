"""The list of articles in the admin: it answers where each is, and does the same to many at once."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from content.models import Article, Revision
from content.office import bulk
from content.workflow import OPEN, State
from sites.admin import SiteAdmin
from sites.admin.filters import ColumnFilter, SiteOfColumnsFilter
from sites.policy import COLUMN_ROLES, Action, Role

MANY = {
    "pass_many": {Role.FIRST_REVIEWER, Role.SECOND_REVIEWER}, "issue_many": {Role.ISSUER}, "move_many": COLUMN_ROLES,
    "unpin_many": {Role.ISSUER}, "withdraw_many": {Role.ISSUER},
}  # fmt: skip


class StateFilter(admin.SimpleListFilter):
    """Where the open revision is, or whether the article is public."""

    title = _("进展")
    parameter_name = "progress"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The open states, then the public ones."""
        open_states = [state for state in State if state in OPEN]
        return [*((s.value, s.label) for s in open_states), ("live", _("已发布")), ("withdrawn", _("已撤下"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Filter by the value."""
        if self.value() in {"live", "withdrawn"}:
            return queryset.filter(state="published" if self.value() == "live" else "withdrawn")
        if self.value() in OPEN:
            return queryset.filter(revisions__state=self.value())
        return queryset


class MineFilter(admin.SimpleListFilter):
    """What I wrote."""

    title = _("撰稿人")
    parameter_name = "mine"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """One choice."""
        return [("1", _("我的稿件"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Articles with an open revision of mine, or begun by me."""
        if self.value() != "1":
            return queryset
        begun = Article.objects.filter(created_by=request.user).order_by().values("pk")
        written = Revision.objects.open().filter(author=request.user).order_by().values("article")
        return queryset.filter(pk__in=begun.union(written))  # an OR of the two would look at every article


class ArticleListAdmin(SiteAdmin):
    """What the list of articles shows of each, and what it offers to do to the chosen."""

    view_action = Action.ARTICLE_VIEW
    change_action = Action.ARTICLE_WRITE
    list_display = ["title_link", "column", "kind", "progress", "author", "edited_at"]
    list_display_links = None
    list_filter = [
        StateFilter, MineFilter, "kind",
        ("site", SiteOfColumnsFilter),
        ("column", ColumnFilter),
    ]  # fmt: skip
    search_fields = ["title"]
    ordering = ["-edited_at"]
    list_select_related = ["column", "site", "created_by"]
    show_facets = admin.ShowFacets.NEVER
    actions = ["pass_many", "issue_many", "move_many", "unpin_many", "withdraw_many"]

    # rows -------------------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Articles in reach, each with its open revision."""
        open_ones = Revision.objects.open().select_related("author")
        return super().get_queryset(request).prefetch_related(Prefetch("revisions", open_ones, to_attr="open_ones"))

    def may_somewhere(self, request: HttpRequest, action: Action) -> bool:
        """Writing needs an editorial role somewhere."""
        grants = request.user.grants
        if action == Action.ARTICLE_WRITE:
            return bool(grants.sites_with(*COLUMN_ROLES) or grants.columns_with(*COLUMN_ROLES))
        watching = grants.sites_with(Role.SITE_ADMIN, Role.SUPERVISOR)
        return request.user.is_platform_admin or bool(watching) or self.may_somewhere(request, Action.ARTICLE_WRITE)

    @admin.display(description=_("标题"), ordering="title")
    def title_link(self, article: Article) -> str:
        """The working title, leading to the article's page."""
        draft = article.open_ones[0] if article.open_ones else None
        mark = format_html('<span class="office-tag">{}</span> ', _("置顶")) if article.is_pinned else ""
        address = reverse("content-office:article", args=[article.pk])
        return format_html(
            '{}<a class="office-title" href="{}">{}</a>', mark, address, draft.title if draft else article.title
        )

    @admin.display(description=_("进展"))
    def progress(self, article: Article) -> str:
        """Where it is now: the open revision first, else whether it is public."""
        shown = article.open_ones[0] if article.open_ones else article
        mark = '<span class="office-state office-state-{}">{}</span>'
        return format_html(mark, shown.state, shown.get_state_display())

    @admin.display(description=_("撰稿人"))
    def author(self, article: Article) -> str:
        """Who wrote the open revision, or began the article."""
        return str(article.open_ones[0].author if article.open_ones else article.created_by)

    # many at once -----------------------------------------------------------------------------------------------

    def get_actions(self, request: HttpRequest) -> dict[str, tuple]:
        """Only what the person may do to the articles of some column: no list leads to refusals alone."""
        grants = request.user.grants
        offered = super().get_actions(request).items()
        return {
            name: each for name, each in offered if grants.sites_with(*MANY[name]) or grants.columns_with(*MANY[name])
        }

    @admin.action(description=_("审核通过…"))
    def pass_many(self, request: HttpRequest, articles: QuerySet) -> HttpResponse:
        """Pass the first or second review of the chosen."""
        return bulk.confirm_page(request, "pass", articles)

    @admin.action(description=_("签发公开…"))
    def issue_many(self, request: HttpRequest, articles: QuerySet) -> HttpResponse:
        """Issue the chosen."""
        return bulk.confirm_page(request, "issue", articles)

    @admin.action(description=_("移动到其他栏目…"))
    def move_many(self, request: HttpRequest, articles: QuerySet) -> HttpResponse:
        """Move the chosen to another column."""
        return bulk.confirm_page(request, "move", articles)

    @admin.action(description=_("取消置顶…"))
    def unpin_many(self, request: HttpRequest, articles: QuerySet) -> HttpResponse:
        """Take the pins of the chosen off."""
        return bulk.confirm_page(request, "unpin", articles)

    @admin.action(description=_("撤下…"))
    def withdraw_many(self, request: HttpRequest, articles: QuerySet) -> HttpResponse:
        """Take the chosen down."""
        return bulk.confirm_page(request, "withdraw", articles)
