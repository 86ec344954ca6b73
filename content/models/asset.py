"""Files: pictures, documents and recordings of a site, checked by content when they are uploaded."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from content.querysets import AssetManager
from sites.scope import TenantManager


class AssetKind(models.TextChoices):
    """What a file is for."""

    IMAGE = "image", _("图片")
    DOCUMENT = "document", _("文档")
    VIDEO = "video", _("视频")
    AUDIO = "audio", _("音频")


class Standing(models.TextChoices):
    """What the public has seen of a file; it follows from the articles and places that show it."""

    UNSEEN = "unseen", _("未公开")
    PUBLIC = "public", _("公开中")
    GONE = "gone", _("已停止公开")


class Asset(models.Model):
    """One file of a site's media (媒体). Its bytes never change: another file is another asset, which `replaced_by` names.
    The name on disk is ours, the name shown is the uploader's."""

    site_path = "site"

    site = models.ForeignKey("sites.Site", models.PROTECT, related_name="assets", verbose_name=_("网站"))
    kind = models.CharField(_("类别"), max_length=10, choices=AssetKind.choices)
    file = models.FileField(_("文件"), max_length=200, unique=True)
    name = models.CharField(_("文件名"), max_length=200)
    content_type = models.CharField(_("类型"), max_length=100)
    size = models.PositiveBigIntegerField(_("大小（字节）"))
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    duration = models.PositiveIntegerField(_("时长（秒）"), null=True, blank=True)

    alt = models.CharField(_("替代文字"), max_length=200, blank=True)
    caption = models.CharField(_("图注"), max_length=200, blank=True)
    credit = models.CharField(_("作者或来源"), max_length=60, blank=True)
    focal_x = models.PositiveSmallIntegerField(_("焦点横向位置（%）"), default=50, validators=[MaxValueValidator(100)])
    focal_y = models.PositiveSmallIntegerField(_("焦点纵向位置（%）"), default=50, validators=[MaxValueValidator(100)])
    captions = models.FileField(_("字幕"), max_length=200, blank=True)
    poster = models.FileField(_("视频封面"), max_length=200, blank=True)
    transcript = models.TextField(_("文字稿"), blank=True)

    renditions = models.CharField(
        max_length=60, blank=True, help_text=_("已生成的各种宽度，用空格分开；格式见 content.renditions。")
    )
    is_rendered = models.BooleanField(default=False)
    render_attempts = models.PositiveSmallIntegerField(default=0)
    standing = models.CharField(_("公开情况"), max_length=8, choices=Standing.choices, default=Standing.UNSEEN)
    is_placed = models.BooleanField(default=False, help_text=_("文件已放在与公开情况相符的文件夹。"))
    replaced_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaces", verbose_name=_("已替换为")
    )
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("上传时间"))

    objects = AssetManager()

    class Meta:
        verbose_name = _("媒体文件")
        verbose_name_plural = _("媒体文件")
        default_permissions = ()
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(focal_x__lte=100, focal_y__lte=100), name="focal_point_is_in_the_picture"
            )
        ]
        indexes = [
            models.Index(fields=["site", "sha256"], name="assets_by_content"),
            models.Index(fields=["site", "-uploaded_at", "-id"], name="assets_by_upload"),
            models.Index(fields=["id"], condition=models.Q(kind="image", is_rendered=False), name="assets_to_render"),
            models.Index(fields=["id"], condition=models.Q(is_placed=False), name="assets_to_place"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def extension(self) -> str:
        """The file's type in capitals, as shown beside a link."""
        return self.file.name.rpartition(".")[2].upper()

    @property
    def is_open(self) -> bool:
        """True when anybody who knows the address may fetch it. A picture's address is a secret until a page names it, and
        drafts are looked at by people without an account; a document opens with the article that offers it."""
        return self.standing == Standing.PUBLIC or (self.standing == Standing.UNSEEN and self.kind == AssetKind.IMAGE)


class AssetPlace(models.TextChoices):
    """Where a revision uses a file."""

    BODY = "body", _("正文")
    TITLE = "title", _("题图")
    ATTACHMENT = "attachment", _("附件")


class AssetUse(models.Model):
    """That a revision shows or offers a file (使用处): an index over revisions, written with them, so that nobody has to
    search texts for addresses."""

    site_path = "asset__site"

    asset = models.ForeignKey(Asset, models.PROTECT, related_name="uses", verbose_name=_("文件"))
    revision = models.ForeignKey("content.Revision", models.CASCADE, related_name="asset_uses")
    place = models.CharField(_("位置"), max_length=10, choices=AssetPlace.choices)

    objects = TenantManager()

    class Meta:
        verbose_name = _("媒体使用处")
        verbose_name_plural = _("媒体使用处")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["revision", "place", "asset"], name="one_use_of_each_place")]

    def __str__(self) -> str:
        return f"{self.get_place_display()}：{self.asset_id}"


class Attachment(models.Model):
    """A file that belongs to a revision and is offered below its text (附件)."""

    site_path = "revision__article__site"

    revision = models.ForeignKey("content.Revision", models.CASCADE, related_name="attachments")
    asset = models.ForeignKey(Asset, models.PROTECT, related_name="attachments", verbose_name=_("文件"))
    title = models.CharField(_("附件名称"), max_length=200)
    position = models.PositiveSmallIntegerField(_("排序"), default=0)

    objects = TenantManager()

    class Meta:
        verbose_name = _("附件")
        verbose_name_plural = _("附件")
        default_permissions = ()
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title
