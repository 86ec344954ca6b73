"""The table of purges: what changed for the public, in the order in which it was written."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purge(models.Model):
    """One change that made stored pages stale (清页记录), written in the transaction of the change. Its number is what every
    web node follows. Which pages a subject shows on is looked up after the commit; `addresses` are those that only the
    transaction could know, such as the place that an article left. Cluster-wide: a change may reach several sites."""

    site = models.ForeignKey("sites.Site", models.CASCADE, null=True, related_name="+", verbose_name=_("网站"))
    subject = models.CharField(_("对象"), max_length=60, blank=True)
    subject_id = models.BigIntegerField(_("对象编号"), null=True)
    addresses = models.JSONField(_("地址"), default=list)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("清页记录")
        verbose_name_plural = _("清页记录")
        default_permissions = ()
        ordering = ["pk"]
        indexes = [models.Index(fields=["at"], name="purges_by_time")]

    def __str__(self) -> str:
        return f"{self.pk}: {self.subject or self.addresses}"
