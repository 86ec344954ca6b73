"""Redirects: where addresses lead that no page of ours has, such as those of the site before it moved here."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sites.scope import TenantManager


class Redirect(models.Model):
    """One address of a site that leads elsewhere (跳转地址). It is consulted only where nothing else is at the address.

    `key` is the source as addresses are compared (content/redirects.py); the site and key of the target, where it lies in
    the cluster, say whether it leads on again.
    """

    site_path = "site"

    site = models.ForeignKey("sites.Site", models.CASCADE, related_name="redirects", verbose_name=_("网站"))
    source = models.CharField(
        _("原地址"),
        max_length=400,
        help_text=_("本网站上的路径，可带参数，如 /art.jsp?id=123。不写参数时，带任何参数都跳转。"),
    )
    key = models.CharField(max_length=400, editable=False)
    target = models.CharField(
        _("跳转到"), max_length=500, help_text=_("本网站上的路径，如 /news/；或本平台网站、政府网站的完整地址。")
    )
    target_site = models.ForeignKey("sites.Site", models.CASCADE, null=True, editable=False, related_name="+")
    target_key = models.CharField(max_length=400, blank=True, editable=False)
    is_permanent = models.BooleanField(_("永久跳转（301）"), default=True, help_text=_("不勾选为临时跳转（302）。"))
    note = models.CharField(_("备注"), max_length=200, blank=True)
    changed_at = models.DateTimeField(_("修改时间"), editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("修改人")
    )

    objects = TenantManager()

    class Meta:
        verbose_name = _("跳转地址")
        verbose_name_plural = _("跳转地址")
        default_permissions = ()
        ordering = ["source", "id"]
        constraints = [models.UniqueConstraint(fields=["site", "key"], name="one_redirect_per_address")]
        indexes = [models.Index(fields=["target_site", "target_key"], name="redirects_by_target")]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
