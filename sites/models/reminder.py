"""What a row of a reminder is, for every kind of thing that is due on a day."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sites.reminders import Step


class Reminder(models.Model):
    """One reminder about one step of one clock to one person. A subclass adds the foreign key that `subject` names, and a
    unique constraint over it, kind, due_on and recipient: that row is what an outage cannot lose or repeat."""

    subject: ClassVar[str]
    mailed_with: ClassVar[tuple[str, ...]] = ()  # what the mail needs of the subject, and what it must not carry along
    mailed_without: ClassVar[tuple[str, ...]] = ()

    kind = models.CharField(_("提醒"), max_length=12, choices=Step.choices)
    due_on = models.DateField(_("最迟日期"))
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("提醒对象")
    )
    at = models.DateTimeField(_("产生时间"))
    is_skipped = models.BooleanField(_("已错过，不再发送"), default=False)
    claim = models.CharField(max_length=24, blank=True, editable=False)
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("发送时间"), null=True, blank=True)

    class Meta:
        abstract = True
        default_permissions = ()
