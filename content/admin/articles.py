"""The form of an article in the admin: it writes drafts; reviewing has a page of its own."""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import admin, messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content import actions
from content.admin.article_list import ArticleListAdmin
from content.commenting import comments_for, last_return, open_comments_warning
from content.forms import ArticleForm
from content.forms.articles import latest_revision, nothing_of
from content.issue_conditions import answers_for
from content.models import Article, ArticleKind, Asset, Revision
from content.office.articles import warn_of_conditions
from content.office.conflicts import clash_of
from content.sanitising import foreign_pictures
from content.workflow import EDITABLE, OPEN
from sites import once
from sites.models import Site, User
from sites.policy import Action, can
from sites.query_fields import number_in
from sites.refusals import Conflict, Refused, refuse_if, refuse_unless


@admin.register(Article)
class ArticleAdmin(ArticleListAdmin):
    """Articles: the list with the form that writes drafts."""

    form = ArticleForm
    compressed_fields = False
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
    change_form_template = "content/office/article_form.html"

    class Media:
        css = {"all": ["css/proofreading.css"]}
        js = ["js/article-form.js", "js/text-marks.js", "js/proofreading.js", "js/presence.js"]

    def get_form(self, request: HttpRequest, obj: Article | None = None, **kwargs: Any) -> type[forms.ModelForm]:
        """Return the form bound to the person, whose grants limit the columns, and to what the person goes on from."""
        form = super().get_form(request, obj, **{**kwargs, "fields": None})
        return type("BoundArticleForm", (form,), {"user": request.user, "revision": self._revision(request, obj)})

    @staticmethod
    def _revision(request: HttpRequest, article: Article | None) -> Revision | None:
        """What the editor goes on from, with its attachments; read once for a request."""
        if not hasattr(request, "revision"):
            request.revision = latest_revision(article) if article else None
            prefetch_related_objects([request.revision] if request.revision else [], "attachments")
        return request.revision

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Article | None:
        """Hand over the article that the view has just read, once: a form that comes back after a refusal reads it anew."""
        return request.__dict__.pop("article", None) or super().get_object(request, object_id, from_field)

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> list:
        """Files to keep and a picture to drop are asked about only where there are any."""
        left_out = nothing_of(self._revision(request, obj))
        return [
            (name, {**options, "fields": [field for field in options["fields"] if field not in left_out]})
            for name, options in super().get_fieldsets(request, obj)
        ]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Open the form; a text that is being reviewed is shown on its page instead, since it cannot be edited. What somebody
        typed before it went there is not lost: the form comes back with the refusal."""
        article = self.get_queryset(request).filter(pk=number_in(object_id)).first()
        if article is None:
            raise Http404
        if request.method != "POST" and any(revision.state not in EDITABLE for revision in article.open_ones):
            messages.info(request, _("稿件正在审核或等待发布，不能修改。需要修改时，请撰稿人先撤回。"))
        elif can(request.user, Action.ARTICLE_WRITE, article):
            others = actions.note_presence(article, by=request.user, at=timezone.now())
            kwargs["extra_context"] = {**(kwargs.get("extra_context") or {}), "others": others}
            request.article = article
            return super().change_view(request, object_id, *args, **kwargs)
        return redirect("content-office:article", article.pk)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """A form that was sent twice is saved once: the second click goes to what the first one wrote. A form that was
        changed after going back to it is no second click."""
        token = self._once(request)
        if token is None or once.claim(token):
            written = None
            try:
                response = super().changeform_view(request, object_id, *args, **kwargs)
                written = response.url if response.status_code == 302 else None
            finally:
                if token:
                    once.keep(token, written and [written, self._said(request)])
            return response
        before = once.kept(token)
        if before not in (None, once.RUNNING) and before[1] != self._said(request):
            request.was_saved_before = True
            return super().changeform_view(request, object_id, *args, **kwargs)
        messages.info(request, _("表单只保存一次，重复的点击没有再写入。"))
        is_known = before not in (None, once.RUNNING)
        return redirect(before[0] if is_known else reverse("admin:content_article_changelist"))

    @staticmethod
    def _once(request: HttpRequest) -> str | None:
        token = request.POST.get("once", "") if request.method == "POST" else ""
        is_token = len(token) == 32 and token.isascii() and token.isalnum()
        return f"article-form:{request.user.pk}:{token}" if is_token else None

    @staticmethod
    def _said(request: HttpRequest) -> str:
        """What was typed and chosen, apart from the button and the token against forgery."""
        typed = sorted((name, values) for name, values in request.POST.lists() if not name.startswith(("_", "csrf")))
        files = sorted((name, file.name, file.size) for name, each in request.FILES.lists() for file in each)
        return sha256(repr((typed, files)).encode(errors="surrogatepass")).hexdigest()

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add the token that makes a double click harmless, both versions after a conflict, and what reviewers remarked."""
        revision = context["adminform"].form.revision
        added = {
            "once": uuid4().hex,
            "clash": getattr(request, "clash", None),
            "revision": revision,
            "comments": comments_for(revision) if revision else [],
            "returned": last_return(context["original"]) if revision else None,
            "conditions": answers_for(revision, at=timezone.now()) if revision and revision.state in OPEN else [],
        }
        return super().render_change_form(request, {**context, **added}, *args, **kwargs)

    def _keep_both(self, request: HttpRequest, article: Article, form: ArticleForm) -> None:
        """After a conflict: remember both versions to show them, and let the next save go on from the newer one."""
        del request.revision
        latest = self._revision(request, article)
        request.clash = clash_of(form, latest)
        request.POST = request.POST.copy()
        request.POST["seen"] = latest.edited_at.isoformat()

    def act(self, request: HttpRequest, obj: Article, form: ArticleForm, *, is_new: bool) -> Article:
        """Begin the article or save its draft, with what was uploaded."""
        now, person = timezone.now(), request.user
        refuse_if(
            is_new and getattr(request, "was_saved_before", False),
            _(
                "这份表单已经保存为一篇稿件，此后的改动还没有保存。要修改那篇稿件，请从稿件列表打开它；要另写一篇，请再保存一次。"
            ),
        )
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
