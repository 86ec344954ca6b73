"""Notices about the reviews that follow an emergency publication: unique rows, so an outage loses none and none repeats."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sites.scope import TenantManager


class NoticeKind(models.TextChoices):
    """What the recipient is told."""

    PUBLISHED = "published", _("应急发布，请追审")
    TODAY = "today", _("追审今日到期")
    OVERDUE = "overdue", _("追审已逾期")
    FAULTED = "faulted", _("追审不通过，请处理")


class RetrospectiveNotice(models.Model):
    """One notice of one kind about one emergency publication and last day to one person (追审提醒)."""

    site_path = "revision__article__site"

    revision = models.ForeignKey("content.Revision", models.CASCADE, related_name="retrospective_notices")
    kind = models.CharField(_("类别"), max_length=12, choices=NoticeKind.choices)
    due_on = models.DateField(_("追审期限"))
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(_("产生时间"))
    sent_at = models.DateTimeField(_("发送时间"), null=True, blank=True)

    objects = TenantManager()

    class Meta:
        verbose_name = _("追审提醒")
        verbose_name_plural = _("追审提醒")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "kind", "due_on", "recipient"], name="one_retrospective_notice_each"
            )
        ]
        indexes = [
            models.Index(fields=["at"], condition=models.Q(sent_at__isnull=True), name="retrospective_notices_to_send")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.revision_id}"
