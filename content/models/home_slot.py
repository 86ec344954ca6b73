"""Home-page slots: what the editors put where on a site's front page."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sites.scope import TenantManager


class SlotPlace(models.TextChoices):
    """The places of the home page that editors fill by hand; everything else fills itself from columns."""

    HEADLINE = "headline", _("头条")
    HEADLINE_LINK = "headline-link", _("头条相关")
    PICTURES = "pictures", _("图片新闻")
    REPRINT = "reprint", _("国务院信息")
    TOPIC = "topic", _("专题")


class HomeSlot(models.Model):
    """One article or column shown at a place of the home page, from and until when."""

    site_path = "site"

    site = models.ForeignKey("sites.Site", models.CASCADE, related_name="slots", verbose_name=_("网站"))
    place = models.CharField(_("位置"), max_length=16, choices=SlotPlace.choices)
    article = models.ForeignKey(
        "content.Article", models.CASCADE, null=True, blank=True, related_name="slots", verbose_name=_("稿件")
    )
    column = models.ForeignKey(
        "sites.Column", models.CASCADE, null=True, blank=True, related_name="slots", verbose_name=_("栏目")
    )
    title = models.CharField(_("显示标题"), max_length=100, blank=True, help_text=_("留空则用原标题。"))
    picture = models.ForeignKey(
        "content.Asset", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("图片")
    )
    position = models.PositiveSmallIntegerField(_("排序"), default=0)
    starts_at = models.DateTimeField(_("开始"), null=True, blank=True)
    ends_at = models.DateTimeField(_("结束"), null=True, blank=True)

    objects = TenantManager()

    class Meta:
        verbose_name = _("首页栏位")
        verbose_name_plural = _("首页栏位")
        default_permissions = ()
        ordering = ["place", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(article__isnull=False, column__isnull=True)
                | models.Q(article__isnull=True, column__isnull=False),
                name="slot_shows_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.title or str(self.article or self.column)
