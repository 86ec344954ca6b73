"""To whom statements are pushed, and that each was pushed to each once."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sites.scope import TenantManager, TenantQuerySet


class MediaOutlet(models.Model):
    """A newspaper, station or platform that a site's statements are pushed to by mail (媒体)."""

    site_path = "site"

    site = models.ForeignKey("sites.Site", models.PROTECT, related_name="media_outlets", verbose_name=_("网站"))
    name = models.CharField(_("媒体名称"), max_length=60)
    email = models.EmailField(_("接收邮箱"), max_length=120)
    is_active = models.BooleanField(_("推送"), default=True)

    objects = TenantManager()

    class Meta:
        verbose_name = _("推送媒体")
        verbose_name_plural = _("推送媒体")
        default_permissions = ()
        ordering = ["site", "name"]
        constraints = [models.UniqueConstraint(fields=["site", "email"], name="one_outlet_per_address")]

    def __str__(self) -> str:
        return self.name


class PushOccasion(models.TextChoices):
    """Why something is pushed."""

    PUBLISHED = "published", _("发布")
    WITHDRAWN = "withdrawn", _("撤回")


class PushQuerySet(TenantQuerySet):
    """Which pushes."""

    def waiting(self):  # noqa: ANN201
        """Those not yet mailed."""
        return self.filter(sent_at__isnull=True)


class Push(models.Model):
    """One statement to one outlet on one occasion (推送), written in the transaction of its publication. A claim cut short is
    taken up again under the same Message-ID: rather a mail that comes twice and is known for the same than one lost."""

    site_path = "statement__topic__site"

    statement = models.ForeignKey("responses.Statement", models.PROTECT, related_name="pushes")
    outlet = models.ForeignKey(MediaOutlet, models.PROTECT, related_name="pushes", verbose_name=_("媒体"))
    occasion = models.CharField(_("事由"), max_length=10, choices=PushOccasion.choices)
    email = models.EmailField(_("接收邮箱"), max_length=120)
    at = models.DateTimeField(_("产生时间"))
    claim = models.CharField(max_length=24, blank=True, editable=False)
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("发出时间"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    error = models.CharField(_("错误"), max_length=200, blank=True)

    objects = TenantManager.from_queryset(PushQuerySet)()

    class Meta:
        verbose_name = _("推送")
        verbose_name_plural = _("推送")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "outlet", "occasion"], name="one_push_of_each_to_each")
        ]
        indexes = [models.Index(fields=["id"], condition=Q(sent_at__isnull=True), name="pushes_to_send")]

    def __str__(self) -> str:
        return f"{self.statement_id} → {self.outlet}"
