"""Pauses: the days for which a letter's clock stood still."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from interaction.querysets import LetterPartManager


class Pause(models.Model):
    """A time for which the clock waited for the citizen (停计期限): the days from `paused_on` until the day before
    `resumed_on` are not counted. There is one only where the platform's rule says so."""

    site_path = "letter__site"

    letter = models.ForeignKey("interaction.Letter", models.CASCADE, related_name="pauses")
    paused_on = models.DateField(_("停计日期"))
    resumed_on = models.DateField(_("续计日期"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("登记时间"))

    objects = LetterPartManager()

    class Meta:
        verbose_name = _("停计期限")
        verbose_name_plural = _("停计期限")
        default_permissions = ()
        ordering = ["paused_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["letter"], condition=Q(resumed_on=None), name="one_open_pause"),
            models.CheckConstraint(
                condition=Q(resumed_on=None) | Q(resumed_on__gte=F("paused_on")), name="pause_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id}: {self.paused_on}"
