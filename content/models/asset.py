"""Files: pictures and documents of a site, checked by content when they are uploaded."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sites.scope import TenantManager


class AssetKind(models.TextChoices):
    """What a file is for."""

    IMAGE = "image", _("图片")
    DOCUMENT = "document", _("文档")


class Asset(models.Model):
    """One file of a site's media (媒体); the name on disk is ours, the name shown is the uploader's."""

    site_path = "site"

    site = models.ForeignKey("sites.Site", models.PROTECT, related_name="assets", verbose_name=_("网站"))
    kind = models.CharField(_("类别"), max_length=10, choices=AssetKind.choices)
    file = models.FileField(_("文件"), max_length=200)
    name = models.CharField(_("文件名"), max_length=200)
    content_type = models.CharField(_("类型"), max_length=100)
    size = models.PositiveBigIntegerField(_("大小（字节）"))
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    alt = models.CharField(_("替代文字"), max_length=200, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("上传时间"))

    objects = TenantManager()

    class Meta:
        verbose_name = _("媒体文件")
        verbose_name_plural = _("媒体文件")
        default_permissions = ()
        ordering = ["-uploaded_at"]
        indexes = [models.Index(fields=["site", "sha256"], name="assets_by_content")]

    def __str__(self) -> str:
        return self.name

    @property
    def extension(self) -> str:
        """The file's type in capitals, as shown beside a link."""
        return self.name.rpartition(".")[2].upper()


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
