"""Notices about the reply clock: each is one unique row, so an outage loses none and a restart repeats none."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from interaction.models.letter import LONG_FIELDS
from interaction.querysets import LetterPartManager
from sites.models import Reminder


class DeadlineNotice(Reminder):
    """One notice about one step of a letter's clock to one person (时限提醒)."""

    site_path = "letter__site"
    subject = "letter"
    mailed_with = ("letter__site",)
    mailed_without = tuple(f"letter__{name}" for name in LONG_FIELDS)

    letter = models.ForeignKey("interaction.Letter", models.CASCADE, related_name="notices")

    objects = LetterPartManager()

    class Meta:
        verbose_name = _("时限提醒")
        verbose_name_plural = _("时限提醒")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["letter", "kind", "due_on", "recipient"], name="one_notice_each")
        ]
        indexes = [
            models.Index(
                fields=["recipient"],
                condition=models.Q(sent_at__isnull=True, is_skipped=False),
                name="notices_to_send",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.letter_id}"
