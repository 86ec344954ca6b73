"""Notices about the reply clock: each is one unique row, so an outage loses none and a restart repeats none."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from interaction.querysets import LetterPartManager


class NoticeKind(models.TextChoices):
    """When it is sent, in working days before or after the due date."""

    DUE_SOON = "due-soon", _("即将到期")
    DUE_TODAY = "due-today", _("今日到期")
    OVERDUE = "overdue", _("已逾期")


class DeadlineNotice(models.Model):
    """One notice of one kind about one due date to one person (时限提醒)."""

    site_path = "letter__site"

    letter = models.ForeignKey("interaction.Letter", models.CASCADE, related_name="notices")
    kind = models.CharField(_("类别"), max_length=12, choices=NoticeKind.choices)
    due_on = models.DateField(_("最迟日期"))
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(_("产生时间"))
    sent_at = models.DateTimeField(_("发送时间"), null=True, blank=True)

    objects = LetterPartManager()

    class Meta:
        verbose_name = _("时限提醒")
        verbose_name_plural = _("时限提醒")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["letter", "kind", "due_on", "recipient"], name="one_notice_each")
        ]
        indexes = [models.Index(fields=["at"], condition=models.Q(sent_at__isnull=True), name="notices_to_send")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.letter_id}"
