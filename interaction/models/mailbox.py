"""Mailboxes: where citizens write, what each is for, and who is asked first."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from sites.scope import TenantManager


class MailboxKind(models.TextChoices):
    """The kinds of mailbox."""

    LEADER = "leader", _("领导信箱")
    BOARD = "board", _("留言板")
    CONSULT = "consult", _("咨询")
    COMPLAIN = "complain", _("投诉")
    SUGGEST = "suggest", _("建议")
    REPORT = "report", _("举报")
    SITE_ERROR = "site-error", _("网站找错")


class Mailbox(models.Model):
    """A mailbox of a site (信箱) with its purpose and rules of use, which the page must show (guideline 互动交流 1)."""

    site_path = "site"

    site = models.ForeignKey("sites.Site", models.PROTECT, related_name="mailboxes", verbose_name=_("网站"))
    kind = models.CharField(_("类别"), max_length=12, choices=MailboxKind.choices)
    name = models.CharField(_("信箱名称"), max_length=40)
    slug = models.SlugField(_("短名"), max_length=40)
    purpose = models.TextField(_("受理范围"))
    not_for = models.TextField(_("不受理的事项"), blank=True)
    reply_days = models.PositiveSmallIntegerField(
        _("承诺时限（工作日）"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("只能短于平台时限；留空按平台时限。"),
    )
    organization = models.ForeignKey(
        "sites.Organization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("默认承办单位"),
    )
    is_open = models.BooleanField(_("开放来信"), default=True)
    is_public = models.BooleanField(_("公开办理结果"), default=True, help_text=_("举报类信箱不公开。"))
    read_from = models.DateField(_("每日阅看起始日"), null=True, blank=True, editable=False)
    position = models.PositiveSmallIntegerField(_("排序"), default=0)

    objects = TenantManager()

    class Meta:
        verbose_name = _("信箱")
        verbose_name_plural = _("信箱")
        default_permissions = ()
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["site", "slug"], name="one_mailbox_per_slug")]

    def __str__(self) -> str:
        return self.name
