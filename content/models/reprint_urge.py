"""Urging a site to reprint: who asked, in which words, when."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.models.reprint import Reprint
from sites.scope import TenantManager, TenantQuerySet


class UrgeQuerySet(TenantQuerySet):
    """Which urges."""

    def to_mail(self, *, since: datetime) -> Self:
        """Those of late about duties that are still owed and of which nobody was told by mail yet."""
        return self.filter(mailed_at__isnull=True, at__gte=since, reprint__state="pending")


class UrgeManager(TenantManager.from_queryset(UrgeQuerySet)):
    """Urges behind the tenant net."""


class ReprintUrge(models.Model):
    """A supervisor's reminder of a duty that is not met (转载督办), shown to everybody who can meet it; one a day for each duty."""

    site_path = "reprint__site"

    reprint = models.ForeignKey(Reprint, models.CASCADE, related_name="urges", verbose_name=_("转载任务"))
    text = models.CharField(_("督办意见"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("督办人"))
    at = models.DateTimeField(_("督办时间"))
    on = models.DateField(_("督办日期"))
    mailed_at = models.DateTimeField(_("邮件告知时间"), null=True, blank=True)

    objects = UrgeManager()

    class Meta:
        verbose_name = _("转载督办")
        verbose_name_plural = _("转载督办")
        default_permissions = ()
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["reprint", "on"], name="one_urge_a_day_of_each_reprint")]
        indexes = [models.Index(fields=["at"], condition=Q(mailed_at__isnull=True), name="reprint_urges_to_mail")]

    def __str__(self) -> str:
        return self.text
