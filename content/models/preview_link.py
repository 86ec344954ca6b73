"""Links to a draft for people without an account."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from content.querysets import PreviewLinkManager


class PreviewLink(models.Model):
    """A secret address under which anybody who has it reads one revision (预览链接), until it expires or is revoked. Only
    the hash of the secret is kept: whoever reads the database cannot open the draft with it."""

    site_path = "revision__article__site"

    revision = models.ForeignKey(
        "content.Revision", models.CASCADE, related_name="preview_links", verbose_name=_("版本")
    )
    token_hash = models.CharField(max_length=64, unique=True)
    note = models.CharField(_("给谁看"), max_length=60, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("建立人"))
    created_at = models.DateTimeField(_("建立时间"))
    expires_at = models.DateTimeField(_("有效期至"))
    revoked_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    opens = models.PositiveIntegerField(_("打开次数"), default=0)

    objects = PreviewLinkManager()

    class Meta:
        verbose_name = _("预览链接")
        verbose_name_plural = _("预览链接")
        default_permissions = ()
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="preview_link_expires_later"
            )
        ]

    def __str__(self) -> str:
        return f"{self.revision} {self.expires_at:%Y-%m-%d}"

    def is_open(self, *, at: datetime) -> bool:
        """True while the link still leads somewhere."""
        return self.revoked_at is None and at < self.expires_at


def hash_of(token: str) -> str:
    """Return what is kept of a link's secret; 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
