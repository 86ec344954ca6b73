"""That a mailbox was looked at: guideline 互动交流 (六) wants each read every working day, and a record of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from interaction.querysets import MailboxReadingManager


class Channel(models.TextChoices):
    """How letters come in."""

    WEB = "web", _("网页来信")
    MAIL = "mail", _("邮件来信")


class MailboxReading(models.Model):
    """Somebody of the intake looked at a mailbox on a day (信箱阅看); the first look of the day is kept."""

    site_path = "mailbox__site"

    mailbox = models.ForeignKey("interaction.Mailbox", models.CASCADE, related_name="readings", verbose_name=_("信箱"))
    channel = models.CharField(_("渠道"), max_length=4, choices=Channel.choices)
    day = models.DateField(_("日期"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("阅看人"))
    at = models.DateTimeField(_("时间"))

    objects = MailboxReadingManager()

    class Meta:
        verbose_name = _("信箱阅看")
        verbose_name_plural = _("信箱阅看")
        default_permissions = ()
        ordering = ["-day", "mailbox"]
        constraints = [models.UniqueConstraint(fields=["mailbox", "channel", "day"], name="one_reading_a_day")]

    def __str__(self) -> str:
        return f"{self.mailbox_id} {self.day}"
