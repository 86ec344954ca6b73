"""Who has an article's form open: a row per person, renewed while the form stays open, worthless two minutes later."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sites.scope import TenantManager, TenantQuerySet

LASTS = timedelta(minutes=2)


class PresenceQuerySet(TenantQuerySet):
    """Which presences."""

    def gone(self, *, at: datetime) -> Self:
        """Those that were not renewed within the last two minutes."""
        return self.filter(seen_at__lte=at - LASTS)


class PresenceManager(TenantManager.from_queryset(PresenceQuerySet)):
    """Presences behind the tenant net."""


class Presence(models.Model):
    """A person at an article's form (正在编辑). It warns others and never locks anybody out."""

    site_path = "article__site"

    article = models.ForeignKey("content.Article", models.CASCADE, related_name="presences")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(_("最近一次"))

    objects = PresenceManager()

    class Meta:
        verbose_name = _("正在编辑")
        verbose_name_plural = _("正在编辑")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["article", "person"], name="one_presence_each")]

    def __str__(self) -> str:
        return f"{self.person} {self.article_id}"
