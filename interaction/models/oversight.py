"""What supervisors do: urge an organization about a letter, and circulate the month's results."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from interaction.querysets import LetterPartManager
from sites.scope import TenantManager


class Urge(models.Model):
    """A supervisor's demand about one letter (督办), to the organization that had it then, and what it answered."""

    site_path = "letter__site"

    letter = models.ForeignKey("interaction.Letter", models.CASCADE, related_name="urges")
    organization = models.ForeignKey("sites.Organization", models.PROTECT, null=True, blank=True, related_name="+")
    text = models.CharField(_("督办要求"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("督办时间"))
    answer = models.CharField(_("办理情况"), max_length=500, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("反馈时间"), null=True, blank=True)

    objects = LetterPartManager()

    class Meta:
        verbose_name = _("督办")
        verbose_name_plural = _("督办")
        default_permissions = ()
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="answered_urge_has_words",
            )
        ]
        indexes = [models.Index(fields=["letter"], condition=Q(answered_at__isnull=True), name="urges_without_answer")]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.at:%Y-%m-%d}"


class Circular(models.Model):
    """The month's results as they were circulated (通报): the words and numbers stay as they were when it was issued."""

    site_path = "site"

    site = models.ForeignKey("sites.Site", models.PROTECT, related_name="circulars", verbose_name=_("网站"))
    month = models.DateField(_("月份"), help_text=_("该月第一天。"))
    content = models.JSONField(_("内容"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(_("印发时间"))

    objects = TenantManager()

    class Meta:
        verbose_name = _("来信办理通报")
        verbose_name_plural = _("来信办理通报")
        default_permissions = ()
        ordering = ["-month"]
        constraints = [models.UniqueConstraint(fields=["site", "month"], name="one_circular_per_month")]

    def __str__(self) -> str:
        return f"{self.site} {self.month:%Y-%m}"
