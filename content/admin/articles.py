"""Articles in the admin: the list answers where each is; the form writes drafts."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import admin, messages
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from content import actions
from content.commenting import comments_for, open_comments_warning
from content.forms import ArticleForm
from content.forms.articles import latest_revision
from content.issue_conditions import answers_for
from content.models import Article, ArticleKind, Asset, Revision
from content.office import bulk
from content.office.articles import warn_of_conditions
from content.office.conflicts import clash_of
from content.sanitising import foreign_pictures
from content.workflow import EDITABLE, OPEN, State
from sites import once
from sites.admin import SiteAdmin
from sites.models import Site, User
from sites.policy import COLUMN_ROLES, Action, Role, can
from sites.query_fields import number_in
from sites.refusals import Conflict, Refused, refuse_unless

STATE_COLOURS = {
    State.DRAFT: "info",
    State.FIRST_REVIEW: "warning",
    State.SECOND_REVIEW: "warning",
    State.ISSUE: "warning",
    State.RETURNED: "danger",
    State.SCHEDULED: "primary",
    "live": "success",
    "withdrawn": "danger",
    "none": "info",
}

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
        return queryset.filter(created_by=request.user) if self.value() else queryset


@admin.register(Article)
class ArticleAdmin(SiteAdmin):
    """Articles: the list answers where each is; the form writes drafts; reviewing has a page of its own."""

    form = ArticleForm
    compressed_fields = False
    view_action = Action.ARTICLE_VIEW
    change_action = Action.ARTICLE_WRITE
    list_display = ["title_link", "column", "kind", "progress", "author", "edited_at"]
    list_display_links = None
    list_filter = [
        StateFilter, MineFilter, "kind",
        ("site", admin.RelatedOnlyFieldListFilter),
        ("column", admin.RelatedOnlyFieldListFilter),
    ]  # fmt: skip
    search_fields = ["title"]
    ordering = ["-edited_at"]
    list_select_related = ["column", "site", "created_by"]
    show_facets = admin.ShowFacets.NEVER
    fieldsets = [
        (None, {"fields": ["column", "kind", "title", "subtitle", "body"]}),
        (_("来源与署名"), {"fields": [("source", "source_url"), ("author_name", "editor_name"), "keywords", "summary"]}),
        (_("题图与附件"), {"fields": ["picture_file", "picture_alt", "drop_picture", "kept_files", "new_files"]}),
        (
            _("政策文件信息"),
            {
                "classes": ["article-document"],
                "fields": [
                    ("document_number", "index_number"), ("issuer", "issuer_text"), ("topic", "genre"),
                    ("written_on", "printed_on"), ("effective_on", "expires_on"), ("openness", "exemption"), "unified_number",
                    ("is_normative", "needs_interpretation"),
                ],
            },
        ),
        (_("时间与说明"), {"fields": ["expires_at", "change_note", "seen"]}),
    ]  # fmt: skip
    actions = ["pass_many", "issue_many", "move_many", "unpin_many", "withdraw_many"]
    change_form_template = "content/office/article_form.html"

    class Media:
        css = {"all": ["css/proofreading.css"]}
        js = ["js/article-form.js", "js/text-marks.js", "js/proofreading.js", "js/presence.js"]

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

    @display(description=_("进展"), label=STATE_COLOURS)
    def progress(self, article: Article) -> tuple[str, str]:
        """Where it is now: the open revision first, else whether it is public."""
        if article.open_ones:
            revision = article.open_ones[0]
            return revision.state, revision.get_state_display()
        shown = {"published": ("live", _("已发布")), "withdrawn": ("withdrawn", _("已撤下"))}
        return shown.get(article.state, ("none", _("未发布")))

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

    # form -------------------------------------------------------------------------------------------------------

    def get_form(self, request: HttpRequest, obj: Article | None = None, **kwargs: Any) -> type[forms.ModelForm]:
        """Return the form bound to the person, whose grants limit the columns."""
        return type(
            "BoundArticleForm", (super().get_form(request, obj, **{**kwargs, "fields": None}),), {"user": request.user}
        )

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> list:
        """A new article has no files to keep and no picture to drop."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None:
            return fieldsets
        return [
            (name, {**options, "fields": [f for f in options["fields"] if f not in {"kept_files", "drop_picture"}]})
            for name, options in fieldsets
        ]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Open the form; a text that is being reviewed is shown on its page instead, since it cannot be edited."""
        article = self.get_queryset(request).filter(pk=number_in(object_id)).first()
        if article is None:
            raise Http404
        if any(revision.state not in EDITABLE for revision in article.open_ones):
            messages.info(request, _("稿件正在审核或等待发布，不能修改。需要修改时，请撰稿人先撤回。"))
        elif can(request.user, Action.ARTICLE_WRITE, article):
            others = actions.note_presence(article, by=request.user, at=timezone.now())
            kwargs["extra_context"] = {**(kwargs.get("extra_context") or {}), "others": others}
            return super().change_view(request, object_id, *args, **kwargs)
        return redirect("content-office:article", article.pk)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A form that was sent twice is saved once: the second click goes to what the first one wrote."""
        token = self._once(request)
        if token is None or once.claim(token):
            written = None
            try:
                response = super().changeform_view(request, *args, **kwargs)
                written = response.url if response.status_code == 302 else None
            finally:
                if token:
                    once.keep(token, written)
            return response
        written = once.kept(token)
        messages.info(request, _("表单只保存一次，重复的点击没有再写入。"))
        return redirect(reverse("admin:content_article_changelist") if written in {None, once.RUNNING} else written)

    @staticmethod
    def _once(request: HttpRequest) -> str | None:
        token = request.POST.get("once", "") if request.method == "POST" else ""
        is_token = len(token) == 32 and token.isascii() and token.isalnum()
        return f"article-form:{request.user.pk}:{token}" if is_token else None

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add the token that makes a double click harmless, both versions after a conflict, and what reviewers remarked."""
        revision = latest_revision(context["original"]) if context.get("original") else None
        added = {
            "once": uuid4().hex,
            "clash": getattr(request, "clash", None),
            "revision": revision,
            "comments": comments_for(revision) if revision else [],
            "conditions": answers_for(revision, at=timezone.now()) if revision and revision.state in OPEN else [],
        }
        return super().render_change_form(request, {**context, **added}, *args, **kwargs)

    def _keep_both(self, request: HttpRequest, article: Article, form: ArticleForm) -> None:
        """After a conflict: remember both versions to show them, and let the next save go on from the newer one."""
        latest = latest_revision(article)
        request.clash = clash_of(form, latest)
        request.POST = request.POST.copy()
        request.POST["seen"] = latest.edited_at.isoformat()

    def act(self, request: HttpRequest, obj: Article, form: ArticleForm, *, is_new: bool) -> Article:
        """Begin the article or save its draft, with what was uploaded."""
        now, person = timezone.now(), request.user
        site = form.cleaned_data["column"].site
        fields = form.text()
        foreign = foreign_pictures(fields.get("body", ""))
        if foreign:
            messages.warning(request, _("正文中有 %d 幅引用其他网站的图片，已去掉；请保存到本机后上传。") % foreign)
        fields["picture_id"] = self._picture(form, site, by=person, at=now)
        files = self._files(form, site, by=person, at=now)
        if is_new:
            kind = ArticleKind(form.cleaned_data["kind"])
            article = actions.create_article(
                form.cleaned_data["column"], by=person, at=now, kind=kind, attachments=files, **fields
            )
        else:
            try:
                revision = actions.save_draft(
                    obj, by=person, at=now, seen=form.cleaned_data["seen"], attachments=files, **fields
                )
            except Conflict:
                self._keep_both(request, obj, form)
                raise
            article = revision.article
            actions.end_presence(article, by=person)
        return article

    @staticmethod
    def _picture(form: ArticleForm, site: Site, *, by: User, at: Any) -> int | None:
        data = form.cleaned_data
        if data.get("picture_file"):
            asset = actions.upload_asset(site, data["picture_file"], by=by, at=at, alt=data["picture_alt"])
            refuse_unless(asset.kind == "image", _("题图须为图片。"))
            return asset.pk
        kept = form.revision.picture_id if form.revision else None
        return None if data.get("drop_picture") else kept

    @staticmethod
    def _files(form: ArticleForm, site: Site, *, by: User, at: Any) -> list[tuple[Asset, str]]:
        chosen = set(form.cleaned_data.get("kept_files", []))
        before = form.revision.attachments.select_related("asset") if form.revision else []
        kept = [(attachment.asset, attachment.title) for attachment in before if attachment.asset in chosen]
        new = [actions.upload_asset(site, file, by=by, at=at) for file in form.cleaned_data["new_files"]]
        return [*kept, *((asset, asset.name) for asset in new)]

    def response_add(self, request: HttpRequest, obj: Article, *args: Any, **kwargs: Any) -> HttpResponse:
        """Go on to the article's page, submitting it on the way if that button was pressed."""
        return self._after_saving(request, obj)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        """As after adding."""
        return self._after_saving(request, obj)

    def _after_saving(self, request: HttpRequest, article: Article) -> HttpResponse:
        if "_continue" in request.POST:
            messages.success(request, _("草稿已保存。"))
            return HttpResponseRedirect(reverse("admin:content_article_change", args=[article.pk]))
        if "_submit" in request.POST:
            try:
                revision = article.revisions.open().get()
                actions.submit_revision(revision, by=request.user, at=timezone.now())
                if warning := open_comments_warning(revision):
                    messages.warning(request, warning)
                warn_of_conditions(request, revision)
                messages.success(request, _("已送审，等待初审。"))
            except Refused as refusal:
                messages.error(request, _("草稿已保存，但没有送审：%s") % refusal.reason)
        else:
            messages.success(request, _("草稿已保存，尚未送审。"))
        return redirect("content-office:article", article.pk)
