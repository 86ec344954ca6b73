"""Which kinds of document must be explained (JD4), as rows: the platform's, and those that sites add for themselves."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from interpretation.kinds import KINDS


class RequiredKind(models.Model):
    """That documents of one kind must be explained (应解读文件类别). A site's row adds the kind for the site and everything
    below it; only the platform may say of a default kind that it need not be, so no site can ever ask for less."""

    kind = models.CharField(_("文件类别"), max_length=16, choices=KINDS)
    site = models.ForeignKey(
        "sites.Site", models.CASCADE, null=True, blank=True, related_name="required_kinds", verbose_name=_("网站"),
        help_text=_("留空为全平台；填写的对该网站及其下级有效，只能增加应解读的类别，不能减少。"),
    )  # fmt: skip
    is_required = models.BooleanField(_("须解读"), default=True)
    basis = models.CharField(_("依据"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("应解读文件类别")
        verbose_name_plural = _("应解读文件类别")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "site"], name="one_row_per_kind_and_site"),
            models.UniqueConstraint(fields=["kind"], condition=Q(site=None), name="one_platform_row_per_kind"),
            models.CheckConstraint(condition=Q(site=None) | Q(is_required=True), name="sites_only_add_kinds"),
        ]

    def __str__(self) -> str:
        return str(dict(KINDS).get(self.kind, self.kind))
