"""Former paths: where a column could be found before it was renamed, moved or merged."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sites.scope import TenantManager


class FormerPath(models.Model):
    """A path that led to a column once and still leads there (原路径), until a new column takes it."""

    site_path = "site"

    site = models.ForeignKey("sites.Site", models.CASCADE, related_name="former_paths", verbose_name=_("网站"))
    path = models.CharField(_("原路径"), max_length=200)
    column = models.ForeignKey(
        "sites.Column", models.PROTECT, related_name="former_paths", verbose_name=_("现在的栏目")
    )
    left_at = models.DateTimeField(_("变更时间"))

    objects = TenantManager()

    class Meta:
        verbose_name = _("栏目原路径")
        verbose_name_plural = _("栏目原路径")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["site", "path"], name="one_column_per_former_path")]

    def __str__(self) -> str:
        return self.path
