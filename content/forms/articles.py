"""An article as its editor fills it in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from content.forms.uploads import refuse_tangled
from content.models import Article, ArticleKind, Asset, Revision
from content.models.document import Exemption, Genre, Openness
from content.sanitising import summary_of
from content.topics import TOPIC_CHOICES
from content.widgets import DATE, DATE_TIME, ManyFilesField, RichText
from sites.bounds import bound
from sites.choices import NamedChoice, OrganizationByName, SearchedSelect
from sites.models import Column, User
from sites.policy import COLUMN_ROLES

DOCUMENT_FIELDS = (
    "index_number", "document_number", "unified_number", "issuer", "issuer_text", "topic", "genre", "written_on",
    "printed_on", "effective_on", "expires_on", "openness", "exemption", "is_normative", "needs_interpretation",
)  # fmt: skip


TEXT_FIELDS = (
    "title", "subtitle", "summary", "body", "source", "source_url", "author_name", "editor_name", "keywords",
    "change_note", "expires_at",
)  # fmt: skip


def writable_columns(user: User) -> QuerySet[Column]:
    """Columns in which the person may write, in tree order."""
    places = Q(site__in=user.grants.sites_with(*COLUMN_ROLES)) | Q(pk__in=user.grants.columns_with(*COLUMN_ROLES))
    return Column.objects.filter(places).active().exclude(parent=None).select_related("site").in_tree_order()


class ColumnChoice(NamedChoice):
    """A column, named with its site and its depth."""

    said = ("site__short_name", "level", "name")

    @staticmethod
    def named(site: str, level: int, name: str) -> str:
        """Return site and column."""
        return f"{site} / {'　' * max(level - 1, 0)}{name}"


def _date(label: str, *, required: bool = False) -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=DATE)


def _line(label: str, length: int, *, required: bool = False, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, required=required, help_text=help_text, widget=UnfoldAdminTextInputWidget
    )


class ArticleForm(forms.ModelForm):
    """An article as its editor sees it: one form over the article, its open draft and, for documents, their data."""

    column = ColumnChoice(label=_("栏目"), queryset=None, empty_label=_("请选择栏目"))
    kind = forms.ChoiceField(label=_("类别"), choices=ArticleKind.choices, widget=UnfoldAdminSelectWidget)
    title = _line(_("标题"), 200, required=True)
    subtitle = _line(_("副题"), 200)
    summary = forms.CharField(
        label=_("摘要"),
        max_length=500,
        required=False,
        help_text=_("留空时取正文开头。"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )
    body = forms.CharField(
        label=_("正文（送审必填）"), required=False, max_length=2_000_000, widget=RichText, validators=[refuse_tangled],
        help_text=_("可从 Word、WPS、微信直接粘贴；图片须有替代文字。"),
        error_messages={"max_length": _("正文过长：最多 %(limit_value)d 个字符，现有 %(show_value)d 个。请把正文里的大图片改为上传，或把长文分成几篇、放进附件。")},
    )  # fmt: skip
    source = _line(_("来源"), 60, help_text=_("转载须注明来源。留空时用栏目的默认来源。"))
    source_url = forms.URLField(
        label=_("原文地址"), max_length=500, required=False, assume_scheme="https", widget=UnfoldAdminTextInputWidget
    )
    author_name = _line(_("作者"), 60)
    editor_name = _line(_("责任编辑"), 40)
    keywords = _line(_("关键词"), 100, help_text=_("用逗号分开。"))
    change_note = _line(_("修改说明"), 200, help_text=_("审核人会看到。"))
    expires_at = forms.DateTimeField(label=_("到期下线"), required=False, widget=DATE_TIME)
    picture_file = forms.FileField(label=_("上传题图"), required=False)
    picture_alt = _line(_("题图替代文字"), 200, help_text=_("上传题图时必填，供读屏软件使用。"))
    drop_picture = forms.BooleanField(label=_("去掉现有题图"), required=False, widget=UnfoldBooleanWidget)
    new_files = ManyFilesField(label=_("添加附件"), required=False)
    kept_files = forms.ModelMultipleChoiceField(
        label=_("保留的附件"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    seen = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    index_number = _line(_("索引号"), 60, help_text=_("留空时按本网站规则生成。"))
    document_number = _line(_("发文字号"), 60, help_text=_("如“岚政发〔2026〕12号”，保存时统一括号和数字的写法。"))
    unified_number = _line(_("规范性文件统一编号"), 60)
    issuer = OrganizationByName(label=_("发文机关"), required=False, empty_label=_("请选择机关"))
    issuer_text = _line(_("发文机关（联合发文全称）"), 100)
    topic = forms.ChoiceField(label=_("主题分类"), required=False, choices=TOPIC_CHOICES, widget=SearchedSelect)
    genre = forms.ChoiceField(
        label=_("公文种类"), required=False, choices=[("", "—"), *Genre.choices], widget=UnfoldAdminSelectWidget
    )
    written_on = _date(_("成文日期"))
    printed_on = _date(_("印发日期"))
    effective_on = _date(_("施行日期"))
    expires_on = _date(_("失效日期"))
    openness = forms.ChoiceField(
        label=_("公开属性"), required=False, choices=Openness.choices, widget=UnfoldAdminSelectWidget
    )
    exemption = forms.ChoiceField(
        label=_("免予公开理由"), required=False, choices=[("", "—"), *Exemption.choices], widget=UnfoldAdminSelectWidget,
        help_text=_("不主动公开的文件须选择理由；这类文件不能在网站发布。"),
    )  # fmt: skip
    is_normative = forms.BooleanField(label=_("行政规范性文件"), required=False, widget=UnfoldBooleanWidget)
    needs_interpretation = forms.BooleanField(label=_("需要解读"), required=False, widget=UnfoldBooleanWidget)

    class Meta:
        model = Article
        fields = ["column", "kind"]

    user: User  # these are set by the admin's get_form
    revision: Revision | None  # what the editor goes on from, with its attachments

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        revision = self.revision
        kwargs["initial"] = {**initial_of(revision), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            bound(field)
        self.fields["body"].widget.attrs["data-person"] = self.user.pk
        limit = {"limit": settings.UPLOAD_LIMIT_MB}
        self.fields["new_files"].help_text = now_("可一次选择多个文件，每个不超过 %(limit)s MB。") % limit
        self.fields["picture_file"].help_text = now_("JPG、PNG、GIF、WebP 图片，不超过 %(limit)s MB。") % limit
        self._offer_what_is_there()
        if revision:
            self.fields["issuer"].keep((revision.document or {}).get("issuer"))
            for fixed in ("column", "kind"):
                self.fields[fixed].disabled = True
            here = Column.objects.filter(pk=self.instance.column_id)
            self.fields["column"].queryset = here.select_related("site")
        else:
            self.fields["column"].queryset = writable_columns(self.user)

    def _offer_what_is_there(self) -> None:
        for name in nothing_of(self.revision):
            del self.fields[name]
        if "kept_files" in self.fields:
            kept = [attachment.asset_id for attachment in self.revision.attachments.all()]
            self.fields["kept_files"].queryset = Asset.objects.filter(pk__in=kept)
            self.fields["kept_files"].initial = kept

    def clean(self) -> dict[str, Any]:
        """A document needs its number, issuer, kind and date; a picture needs words for those who cannot see it."""
        data = super().clean()
        if data.get("kind") == ArticleKind.DOCUMENT:
            for name in ("issuer", "genre", "written_on"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("政策文件须填写此项。"))
            if data.get("expires_on") and data.get("effective_on") and data["expires_on"] <= data["effective_on"]:
                self.add_error("expires_on", _("失效日期须晚于施行日期。"))
            if data.get("printed_on") and data.get("written_on") and data["printed_on"] < data["written_on"]:
                self.add_error("printed_on", _("印发日期不得早于成文日期。"))
            if data.get("openness") == Openness.CLOSED and not data.get("exemption"):
                self.add_error("exemption", _("不予公开的文件须选择免予公开理由。"))
        if data.get("picture_file") and not data.get("picture_alt"):
            self.add_error("picture_alt", _("请写明图片内容。"))
        return data

    def text(self) -> dict[str, Any]:
        """Return the fields of the revision."""
        fields = {name: self.cleaned_data[name] for name in TEXT_FIELDS if self.cleaned_data.get(name) is not None}
        if not fields.get("source"):
            fields.pop("source", None)
        fields.setdefault("expires_at", None)
        fields["document"] = self.document()
        return fields

    def document(self) -> dict[str, Any] | None:
        """Return the document's data as the revision keeps it, None for what is no document."""
        if self.cleaned_data["kind"] != ArticleKind.DOCUMENT:
            return None
        data = {name: self.cleaned_data[name] for name in DOCUMENT_FIELDS}
        data["issuer"] = data["issuer"].pk
        for name in ("written_on", "printed_on", "effective_on", "expires_on"):
            data[name] = data[name].isoformat() if data[name] else None
        return {name: value for name, value in data.items() if value not in ("", None)}


def latest_revision(article: Article) -> Revision | None:
    """Return the newest revision that was not given up: what the editor goes on from."""
    return article.revisions.exclude(state="discarded").order_by("-number").first()


def nothing_of(revision: Revision | None) -> set[str]:
    """Return the fields that would ask about files to keep or a picture to drop where there are none."""
    has_files = revision is not None and bool(revision.attachments.all())
    has_picture = revision is not None and revision.picture_id is not None
    return {name for name, there in (("kept_files", has_files), ("drop_picture", has_picture)) if not there}


def initial_of(revision: Revision | None) -> Mapping[str, Any]:
    """Return what the form shows for a revision, or for a new article."""
    if revision is None:
        return {"needs_interpretation": True, "openness": Openness.ACTIVE}
    text = {name: getattr(revision, name) for name in TEXT_FIELDS if name != "change_note"}
    if text["summary"] == summary_of(text["body"]):
        text["summary"] = ""  # that nobody wrote it is shown as such, so that it follows the text
    return {**text, **(revision.document or {}), "seen": revision.edited_at.isoformat()}
