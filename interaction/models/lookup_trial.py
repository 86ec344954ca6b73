"""Wrong query codes, counted for each pair of number and visitor's network."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sites.scope import TenantManager


class LookupTrial(models.Model):
    """How often one network tried a wrong code on one number (查询失误). Numbers that do not exist are counted alike, so
    neither the answer nor the work behind it tells them from others."""

    site_path = "site"

    site = models.ForeignKey("sites.Site", models.CASCADE, related_name="+")
    key = models.CharField(max_length=64, unique=True)
    wrong = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    at = models.DateTimeField(_("最近一次"))

    objects = TenantManager()

    class Meta:
        verbose_name = _("查询失误")
        verbose_name_plural = _("查询失误")
        default_permissions = ()
        indexes = [models.Index(fields=["at"], name="lookup_trials_by_age")]

    def __str__(self) -> str:
        return self.key[:8]
